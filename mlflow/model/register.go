package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/typedml/typedml/internal/grace"
	"github.com/typedml/typedml/mlflow"
)

// Registration says under which name a logged model becomes a version.
type Registration struct {
	// Name of the registered model; it is created when it does not exist.
	Name string

	// Version, when it is not 0, is the number that the version must get. MLflow numbers versions itself (one more
	// than the highest ever used); another number is an error and leaves no version behind.
	Version int

	// Alias, when it is set, is pointed to the version.
	Alias string

	// Stage, when it is set, is where the version goes. Stages are deprecated by MLflow in favour of aliases.
	Stage mlflow.Stage

	// ArchiveExisting archives the versions that are in the stage now.
	ArchiveExisting bool

	Description string
	Tags        map[string]string

	// TakeOver goes on with a version of the same logged model that is there already, as a program that was killed leaves
	// one, instead of making another.
	TakeOver bool

	// Numbered, when it is set, is called once the version exists and has its number, before stage and alias are set. An
	// error undoes the registration.
	Numbered func(ctx context.Context, v *mlflow.ModelVersion) error
}

// check finds what can be found before any work: bad names, and a demanded version that exists already.
func (r Registration) check(ctx context.Context, c mlflow.Client) error {
	err := mlflow.CheckModelName(r.Name)
	if r.Alias != "" {
		err = errors.Join(err, mlflow.CheckAlias(r.Alias))
	}
	if r.Stage != 0 && !r.Stage.Valid() {
		err = errors.Join(err, fmt.Errorf("%d is no stage", r.Stage))
	}
	if r.Version < 0 {
		err = errors.Join(err, fmt.Errorf("%d is no version", r.Version))
	}
	if err != nil {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "register model", Object: r.Name, Message: err.Error()}
	}
	if r.Version == 0 || r.TakeOver { // the version that is taken over may have the number
		return nil
	}
	highest, err := latestVersion(ctx, c, r.Name)
	switch {
	case mlflow.IsNotFound(err):
	case err != nil:
		return err
	case highest.Version >= r.Version:
		return wrongVersion(r, highest.Version+1)
	}
	return nil
}

// settle is how long a registration that has begun goes on after its context has ended.
const settle = 30 * time.Second

// Register makes a logged model a version of a registered model, points the alias to it and moves it to the stage. The
// model must be READY. It is done whole or not at all: when ctx ends it goes on for up to 30 s, and when a part fails the
// version is removed (one that was taken over stays when an alias or a stage had it before), and alias and stages are put
// back, but for what another program has changed since. A registered
// model that was created for it stays, without a version: another program may have begun to use it.
func Register(ctx context.Context, c mlflow.Client, m *mlflow.LoggedModel, r Registration) (*mlflow.ModelVersion, error) {
	if m.Status != mlflow.LoggedModelReady {
		return nil, &mlflow.Error{
			Code: mlflow.CodeInvalidState, Op: "register model", Object: m.ID,
			Message: fmt.Sprintf("the logged model is %s; only a ready one is registered", m.Status),
		}
	}
	if err := r.check(ctx, c); err != nil {
		return nil, err
	}
	t := &registration{Registration: r, client: c, model: m, versions: map[int]bool{}}
	if err := t.remember(ctx); err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	settling, cancel := grace.Context(ctx, settle)
	defer cancel()
	v, err := t.create(settling)
	if err != nil {
		return nil, errors.Join(err, t.undo(ctx))
	}
	return v, nil
}

// registration is a registration under way, with what it changes.
type registration struct {
	Registration
	client mlflow.Client
	model  *mlflow.LoggedModel
	// versions are those that the model had before.
	versions map[int]bool
	// asked says that a version was asked for: the answer may have got lost. version is the one that came, 0 for none.
	asked   bool
	version int
	// found is the version that is taken over.
	found *mlflow.ModelVersion
	// moved says that stages were being changed, aliased that the alias was. before is what the alias pointed to, 0 for
	// nothing, and staged the versions in the stage.
	moved, aliased bool
	before         int
	staged         []int
}

// each yields the versions of the model; of one that does not exist there is none.
func (t *registration) each(ctx context.Context) iter.Seq2[*mlflow.ModelVersion, error] {
	return t.client.SearchModelVersions(ctx, mlflow.Query{Filter: "name = " + mlflow.Quote(t.Name)})
}

// remember notes what will be put back when the registration fails.
func (t *registration) remember(ctx context.Context) error {
	if t.Alias != "" {
		v, err := t.client.GetModelVersionByAlias(ctx, t.Name, t.Alias)
		switch {
		case err == nil:
			t.before = v.Version
		case !mlflow.IsNotFound(err):
			return err
		}
	}
	for v, err := range t.each(ctx) {
		if err != nil {
			return err
		}
		t.versions[v.Version] = true
		if t.TakeOver && t.of(v) {
			t.found = v
		}
		if t.Stage != 0 && v.Stage == t.Stage {
			t.staged = append(t.staged, v.Version)
		}
	}
	if t.found == nil {
		return nil
	}
	var err error // MLflow's server tells no aliases in a search
	t.found, err = t.client.GetModelVersion(ctx, t.Name, t.found.Version)
	return err
}

func (t *registration) create(ctx context.Context) (*mlflow.ModelVersion, error) {
	_, err := t.client.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: t.Name})
	if err != nil && !mlflow.IsAlreadyExists(err) {
		return nil, err
	}
	t.asked = true
	v := t.found
	if v == nil {
		v, err = t.client.CreateModelVersion(ctx, mlflow.ModelVersionSpec{
			Name: t.Name, Source: "models:/" + t.model.ID, RunID: t.model.SourceRunID, ModelID: t.model.ID, Description: t.Description, Tags: t.Tags,
		})
		if err != nil {
			return nil, err
		}
	}
	t.version = v.Version
	if t.Version != 0 && v.Version != t.Version {
		return nil, wrongVersion(t.Registration, v.Version)
	}
	if t.Numbered != nil {
		if err := t.Numbered(ctx, v); err != nil {
			return nil, err
		}
	}
	if t.Stage != 0 {
		t.moved = true
		if v, err = t.client.TransitionStage(ctx, t.Name, v.Version, t.Stage, t.ArchiveExisting); err != nil {
			return nil, err
		}
	}
	if t.Alias != "" {
		t.aliased = true
		if err := t.client.SetAlias(ctx, t.Name, t.Alias, v.Version); err != nil {
			return nil, err
		}
	}
	return t.client.GetModelVersion(ctx, t.Name, v.Version)
}

// undo puts things back.
func (t *registration) undo(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	if !t.asked {
		return nil
	}
	err := t.lost(ctx)
	switch {
	case t.serves(): // it stays as it was
		err = errors.Join(err, t.unalias(ctx), t.unstage(ctx), t.restage(ctx))
	case t.version != 0:
		err = errors.Join(err, t.unalias(ctx), t.client.DeleteModelVersion(ctx, t.Name, t.version), t.restage(ctx))
	}
	if err != nil {
		return fmt.Errorf("undoing the registration of %s version %d: %w", t.Name, t.version, err)
	}
	return nil
}

// serves reports whether the version that is taken over was in use, by an alias or a stage, and not only made.
func (t *registration) serves() bool {
	return t.found != nil && (len(t.found.Aliases) > 0 || t.found.Stage != 0 && t.found.Stage != mlflow.StageNone)
}

// lost finds the version whose creation was answered by nothing: it is new, and of this logged model.
func (t *registration) lost(ctx context.Context) error {
	if t.version != 0 {
		return nil
	}
	for v, err := range t.each(ctx) {
		if err != nil {
			return err
		}
		if !t.versions[v.Version] && t.of(v) {
			t.version = v.Version
		}
	}
	return nil
}

// of reports whether a version is one of this logged model.
func (t *registration) of(v *mlflow.ModelVersion) bool {
	return v.ModelID == t.model.ID || strings.Contains(v.Source, t.model.ID)
}

// unalias puts the alias back, unless another program has moved it since.
func (t *registration) unalias(ctx context.Context) error {
	if !t.aliased || t.before == t.version || t.before == 0 && !t.serves() { // an alias goes with its version
		return nil
	}
	v, err := t.client.GetModelVersionByAlias(ctx, t.Name, t.Alias)
	switch {
	case mlflow.IsNotFound(err):
		return nil
	case err != nil || v.Version != t.version:
		return err
	case t.before == 0:
		return t.client.DeleteAlias(ctx, t.Name, t.Alias)
	}
	return t.client.SetAlias(ctx, t.Name, t.Alias, t.before)
}

// unstage puts the version that was taken over back into its stage: into none where aliases take the place of stages, and
// it had none.
func (t *registration) unstage(ctx context.Context) error {
	if !t.moved || t.found.Stage == t.Stage {
		return nil
	}
	now, err := t.client.GetModelVersion(ctx, t.Name, t.found.Version)
	if err != nil || now.Stage != t.Stage {
		return err
	}
	_, err = t.client.TransitionStage(ctx, t.Name, t.found.Version, cmp.Or(t.found.Stage, mlflow.StageNone), false)
	return err
}

// restage puts the versions back that were archived, unless another program has brought one into the stage since. Where
// aliases take the place of stages the version before lost its own, whether it was to be archived or not.
func (t *registration) restage(ctx context.Context) error {
	if !t.moved {
		return nil
	}
	archived := map[int]bool{}
	for v, err := range t.each(ctx) {
		switch {
		case err != nil:
			return err
		case t.found != nil && v.Version == t.found.Version:
		case v.Stage == t.Stage:
			return nil
		case v.Stage == mlflow.StageArchived && t.ArchiveExisting, v.Stage == 0:
			archived[v.Version] = true
		}
	}
	var errs []error
	for _, version := range t.staged {
		if archived[version] {
			_, err := t.client.TransitionStage(ctx, t.Name, version, t.Stage, false)
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func wrongVersion(r Registration, next int) error {
	return &mlflow.Error{
		Code: mlflow.CodeInvalidParameter, Op: "register model", Object: r.Name,
		Message: fmt.Sprintf("version %d was asked for, but the next free one is %d; MLflow numbers versions itself: "+
			"ask for that one, or for none", r.Version, next),
	}
}

// latestVersion returns the highest version in any stage.
func latestVersion(ctx context.Context, c mlflow.Client, name string) (*mlflow.ModelVersion, error) {
	vs, err := c.LatestVersions(ctx, name)
	if err != nil {
		return nil, err
	}
	var best *mlflow.ModelVersion
	for _, v := range vs {
		if best == nil || v.Version > best.Version {
			best = v
		}
	}
	if best == nil {
		return nil, &mlflow.Error{
			Code: mlflow.CodeNotFound, Op: "get latest version", Object: name,
			Message: "the registered model has no version",
		}
	}
	return best, nil
}
