package endpoint

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/service/serving"

	"github.com/typedml/typedml/internal/wait"
	"github.com/typedml/typedml/internal/workspace"
)

// Options say which workspace, and how. The zero value follows the SDK's environment.
type Options struct {
	// Profile is a section of .databrickscfg.
	Profile string
	// Host and Token name the workspace themselves, without the environment.
	Host, Token string
	// Transport carries requests; nil is the standard library's.
	Transport http.RoundTripper
	// Poll is the time between two looks at an endpoint that is being updated; 0 is ten seconds.
	Poll time.Duration
	// Progress, unless it is nil, is called with each look.
	Progress func(State)
	// Fields sends the struct's fields as they are in JSON instead of encoded features: for a model of yours that takes them.
	Fields bool
}

func (o Options) connect(ctx context.Context) (*workspace.Client, error) {
	return workspace.Open(ctx, workspace.Options{Profile: o.Profile, Host: o.Host, Token: o.Token, Transport: o.Transport})
}

// Size is how much an endpoint can do at a time.
type Size string

// The sizes of Model Serving: 4, 8 to 16, and 16 to 64 requests at a time.
const (
	Small  Size = "Small"
	Medium Size = "Medium"
	Large  Size = "Large"
)

// Spec is what an endpoint serves.
type Spec struct {
	// Name of the endpoint: letters, digits, - and _, at most 63 characters.
	Name string
	// Model is the three-level name of a registered model, and Version one of its versions.
	Model, Version string
	// Size is Small when it is "".
	Size Size
	// AlwaysOn keeps machines when nothing is asked; otherwise the first request after a pause waits for one.
	AlwaysOn bool
	// Environment are variables of the model's server; a secret is written {{secrets/SCOPE/KEY}}.
	Environment map[string]string
}

func (s Spec) check() error {
	var errs []error
	const chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
	if s.Name == "" || len(s.Name) > 63 || strings.Trim(s.Name, chars) != "" {
		errs = append(errs, fmt.Errorf("the name %q of an endpoint has letters, digits, - and _, at most 63 of them", s.Name))
	}
	if strings.Count(s.Model, ".") != 2 || strings.Contains("."+s.Model+".", "..") {
		errs = append(errs, fmt.Errorf("the model %q is no three-level name; write catalog.schema.model", s.Model))
	}
	if s.Version == "" || strings.Trim(s.Version, "0123456789") != "" {
		errs = append(errs, fmt.Errorf("the version %q is no number; an alias has to be resolved first", s.Version))
	}
	switch s.Size {
	case "", Small, Medium, Large:
	default:
		errs = append(errs, fmt.Errorf("the size %q is none of Small, Medium, Large", s.Size))
	}
	return errors.Join(errs...)
}

// entity is the spec in the SDK's words.
func (s Spec) entity() serving.ServedEntityInput {
	size := s.Size
	if size == "" {
		size = Small
	}
	return serving.ServedEntityInput{
		Name: s.Model[strings.LastIndexByte(s.Model, '.')+1:] + "-" + s.Version, EntityName: s.Model, EntityVersion: s.Version,
		WorkloadSize: string(size), ScaleToZeroEnabled: !s.AlwaysOn, EnvironmentVars: s.Environment, ForceSendFields: []string{"ScaleToZeroEnabled"},
	}
}

// State is an endpoint as it was when it was looked at.
type State struct {
	Name           string
	Ready          bool   // it answers, by the version before while it is updated
	Updating       bool   // a version is being deployed
	Failed         bool   // the last deployment did, or was stopped, and what was before answers
	Model, Version string // what answers; "" while nothing does
	Message        string // what the deployment says
}

// endpoints are the endpoints of a workspace.
type endpoints struct {
	client *workspace.Client
	api    *serving.ServingEndpointsAPI
	o      Options
}

// Deploy makes an endpoint that serves a version of a model, or lets the endpoint of the name serve it, and waits until
// it does. The version before answers until then, and afterwards, too, when the deployment fails. An endpoint that serves
// another model is left alone, with an error. When ctx ends first, the deployment goes on.
func Deploy(ctx context.Context, s Spec, o Options) (State, error) {
	if err := s.check(); err != nil {
		return State{}, err
	}
	client, err := o.connect(ctx)
	if err != nil {
		return State{}, err
	}
	e := &endpoints{client, serving.NewServingEndpoints(client.API), o}
	have, err := e.look(ctx, s.Name)
	if workspace.IsNotFound(err) {
		have, err = e.create(ctx, s)
	}
	if err == nil && have != nil {
		err = e.update(ctx, s, have)
	}
	if err != nil {
		return State{}, err
	}
	return e.wait(ctx, s)
}

func (e *endpoints) look(ctx context.Context, name string) (*serving.ServingEndpointDetailed, error) {
	d, err := e.api.GetByName(ctx, name)
	if err != nil {
		return nil, e.explain("look at endpoint", name, "CAN VIEW on the endpoint", err)
	}
	return d, nil
}

// create makes the endpoint. One that another program was faster to make is returned; one that is there because the answer
// to this call was lost is made.
func (e *endpoints) create(ctx context.Context, s Spec) (other *serving.ServingEndpointDetailed, err error) {
	_, err = e.api.Create(ctx, serving.CreateServingEndpoint{
		Name: s.Name, Config: &serving.EndpointCoreConfigInput{ServedEntities: []serving.ServedEntityInput{s.entity()}},
	})
	err = e.explain("create endpoint", s.Name, "EXECUTE on the model "+s.Model, err)
	if !workspace.IsUncertain(err) && !workspace.IsAlreadyExists(err) {
		return nil, err
	}
	now, lookErr := e.look(ctx, s.Name)
	switch {
	case lookErr != nil:
		return nil, err
	case slices.ContainsFunc(entities(now), s.is):
		return nil, nil
	}
	return now, nil
}

// update lets an endpoint serve the version. Another update is waited for first. One that is under way all the same may be
// this one, whose answer was lost.
func (e *endpoints) update(ctx context.Context, s Spec, have *serving.ServingEndpointDetailed) error {
	for _, entity := range entities(have) {
		if entity.EntityName != s.Model {
			return fmt.Errorf("the endpoint %s serves the model %s, not %s, and is left alone; choose another name", s.Name, entity.EntityName, s.Model)
		}
	}
	have, err := e.idle(ctx, have)
	if err != nil || s.served(have) {
		return err
	}
	_, err = e.api.UpdateConfig(ctx, serving.EndpointCoreConfigInput{Name: s.Name, ServedEntities: []serving.ServedEntityInput{s.entity()}})
	err = e.explain("update endpoint", s.Name, "CAN MANAGE on the endpoint", err)
	if workspace.IsConflict(err) || workspace.IsUncertain(err) {
		if now, lookErr := e.look(ctx, s.Name); lookErr == nil && slices.ContainsFunc(entities(now), s.is) {
			return nil
		}
	}
	return err
}

// idle waits until nothing is being deployed.
func (e *endpoints) idle(ctx context.Context, have *serving.ServingEndpointDetailed) (*serving.ServingEndpointDetailed, error) {
	if !stateOf(have).Updating {
		return have, nil
	}
	if _, err := e.settled(ctx, have.Name); err != nil {
		return nil, err
	}
	return e.look(ctx, have.Name)
}

// entities are those that an endpoint serves, and is to serve.
func entities(d *serving.ServingEndpointDetailed) []serving.ServedEntityOutput {
	var out []serving.ServedEntityOutput
	if d.Config != nil {
		out = append(out, d.Config.ServedEntities...)
	}
	if d.PendingConfig != nil {
		out = append(out, d.PendingConfig.ServedEntities...)
	}
	return out
}

// is reports whether an entity is the one that is wanted.
func (s Spec) is(have serving.ServedEntityOutput) bool {
	want := s.entity()
	return have.EntityName == want.EntityName && have.EntityVersion == want.EntityVersion && have.WorkloadSize == want.WorkloadSize &&
		have.ScaleToZeroEnabled == want.ScaleToZeroEnabled && maps.Equal(have.EnvironmentVars, want.EnvironmentVars)
}

// served reports whether an endpoint serves what is wanted and nothing else. The secrets that variables refer to may have
// changed: with variables there is always something to do.
func (s Spec) served(d *serving.ServingEndpointDetailed) bool {
	return d.Config != nil && len(d.Config.ServedEntities) == 1 && s.is(d.Config.ServedEntities[0]) && len(s.Environment) == 0
}

// wait returns when the endpoint serves the version.
func (e *endpoints) wait(ctx context.Context, s Spec) (State, error) {
	state, err := e.settled(ctx, s.Name)
	if err != nil {
		return state, err
	}
	d, err := e.look(ctx, s.Name)
	if err != nil {
		return state, err
	}
	if !state.Ready || state.Model != s.Model || state.Version != s.Version || state.Failed && !s.served(d) {
		return state, fmt.Errorf("the endpoint %s does not serve version %s of %s: %s", s.Name, s.Version, s.Model, state.Message)
	}
	return state, nil
}

// settled looks until nothing is being deployed.
func (e *endpoints) settled(ctx context.Context, name string) (State, error) {
	pause := e.o.Poll
	if pause == 0 {
		pause = 10 * time.Second
	}
	var last State
	for {
		d, err := e.look(ctx, name)
		if err != nil && ctx.Err() != nil {
			return last, fmt.Errorf("waiting for the endpoint %s, whose deployment goes on: %w", name, err)
		}
		if err != nil {
			return last, err
		}
		last = stateOf(d)
		if e.o.Progress != nil {
			e.o.Progress(last)
		}
		if !last.Updating {
			return last, nil
		}
		if err := wait.For(ctx, pause); err != nil {
			return last, fmt.Errorf("waiting for the endpoint %s, whose deployment goes on: %w", name, err)
		}
	}
}

func stateOf(d *serving.ServingEndpointDetailed) State {
	s := State{Name: d.Name}
	if d.State != nil {
		s.Ready = d.State.Ready == serving.EndpointStateReadyReady
		s.Updating = d.State.ConfigUpdate == serving.EndpointStateConfigUpdateInProgress
		s.Failed = d.State.ConfigUpdate == serving.EndpointStateConfigUpdateUpdateFailed || d.State.ConfigUpdate == serving.EndpointStateConfigUpdateUpdateCanceled
	}
	if d.Config != nil && len(d.Config.ServedEntities) > 0 {
		s.Model, s.Version = d.Config.ServedEntities[0].EntityName, d.Config.ServedEntities[0].EntityVersion
	}
	for _, entity := range entities(d) {
		if entity.State != nil && entity.State.DeploymentStateMessage != "" {
			s.Message = entity.State.DeploymentStateMessage
		}
	}
	return s
}

// Delete removes an endpoint; one that is not there is no error.
func Delete(ctx context.Context, name string, o Options) error {
	client, err := o.connect(ctx)
	if err != nil {
		return err
	}
	e := &endpoints{client, serving.NewServingEndpoints(client.API), o}
	if err := e.api.DeleteByName(ctx, name); err != nil && !errors.Is(err, apierr.ErrNotFound) {
		return e.explain("delete endpoint", name, "CAN MANAGE on the endpoint", err)
	}
	return nil
}

func (e *endpoints) explain(op, object, needs string, err error) error {
	return e.client.Explain(workspace.Call{Op: op, Object: object, Needs: needs}, err)
}
