package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/schema"
)

// Spec describes a model to log.
type Spec struct {
	// Name of the logged model; MLflow refuses / : . % and quotes in it.
	Name string

	// Record is the definition of the rows that the model was trained on: signature and Info come from it, and it is stored
	// beside the model as [SchemaFile].
	Record *schema.Record

	// Flavor says what Data is. Data is the model as its library saved it.
	Flavor Flavor
	Data   io.ReadSeeker

	// Files are put beside it, by path, such as a schema or code that the model needs. Names that Log writes itself are
	// refused.
	Files map[string][]byte

	// Signature replaces the one of Record when it is not zero; Outputs alone replace the flavor's.
	Signature Signature

	// Engine and EngineVersion default to the flavor's name and version.
	Engine, EngineVersion string

	// Environment replaces the flavor's when it names a Python version.
	Environment Environment

	// Example holds a few encoded rows, in the order of the inputs; they are stored as the model's input example.
	Example [][]float64

	// Metadata is stored in the MLmodel file: texts, numbers, lists and maps of them.
	Metadata map[string]any

	// Created is the time in the MLmodel file; default now.
	Created time.Time

	ModelType string // such as "classifier"
	Params    []mlflow.Param
	Tags      []mlflow.Tag

	// Step of the training at which the run produced the model.
	Step int64

	// TakeOver goes on with a model of this name that the run has already, READY or PENDING, as a program that was killed or
	// whose context ended leaves one, instead of creating another. No other program may be logging it at the same time.
	TakeOver bool

	// Register, when it is set, makes the model a version of a registered model.
	Register *Registration
}

// Logged is what Log made.
type Logged struct {
	Model   *mlflow.LoggedModel
	MLmodel *MLmodel
	Version *mlflow.ModelVersion // nil unless it was registered
}

// URI returns models:/<model id>.
func (l *Logged) URI() string { return "models:/" + l.Model.ID }

// Log logs a model to its run: it creates a logged model (PENDING), uploads the files, sets it READY and links it to the
// run; then it registers it when the spec says so. What can be checked (signature, example, names, alias, a demanded
// version) is checked before anything is created. When it fails later, the model is left with the status UPLOAD_FAILED
// and nothing is registered; where TakeOver is set and ctx ended, it is left PENDING.
func Log(ctx context.Context, run *mlflow.Run, spec Spec) (*Logged, error) {
	client := run.Client()
	if client == nil {
		return nil, errors.New("mlflow model: the run belongs to no client; take it from Client.StartRun or GetRun")
	}
	p, err := spec.plan()
	if err != nil {
		return nil, fmt.Errorf("mlflow model %q: %w", spec.Name, err)
	}
	if spec.Register != nil {
		if err := spec.Register.check(ctx, client); err != nil {
			return nil, err
		}
	}
	out, err := p.log(ctx, client, run, spec)
	if err != nil {
		return nil, err
	}
	if spec.Register != nil {
		out.Version, err = Register(ctx, client, out.Model, *spec.Register)
		switch {
		case err != nil && spec.Register.TakeOver: // a version of the model that was there before goes on serving it
			return nil, err
		case err != nil:
			return nil, spec.fail(ctx, client, out.Model, err)
		}
	}
	return out, nil
}

// fail leaves a model that is not whole with the status UPLOAD_FAILED. When the program was told to end and the next one goes
// on with the model, it stays as it is.
func (s *Spec) fail(ctx context.Context, client mlflow.Client, m *mlflow.LoggedModel, err error) error {
	if s.TakeOver && ctx.Err() != nil {
		return err
	}
	_, ferr := client.FinalizeLoggedModel(context.WithoutCancel(ctx), m.ID, mlflow.LoggedModelUploadFailed)
	return errors.Join(err, ferr)
}

// log creates the model, or takes it over, and completes it.
func (p *plan) log(ctx context.Context, client mlflow.Client, run *mlflow.Run, spec Spec) (*Logged, error) {
	if spec.TakeOver {
		m, err := left(ctx, client, run, spec.Name)
		switch {
		case err != nil:
			return nil, err
		case m != nil && m.Status == mlflow.LoggedModelReady:
			return takeOver(ctx, client, run, m, spec.Step)
		case m != nil:
			return p.complete(ctx, client, run, m, spec)
		}
	}
	m, err := client.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{
		ExperimentID: run.Info.ExperimentID, Name: spec.Name, SourceRunID: run.ID(), ModelType: spec.ModelType,
		Params: spec.Params, Tags: spec.Tags,
	})
	if err != nil {
		return nil, err
	}
	return p.complete(ctx, client, run, m, spec)
}

// complete uploads the files of a model that is PENDING, sets it READY and links it to the run.
func (p *plan) complete(ctx context.Context, client mlflow.Client, run *mlflow.Run, m *mlflow.LoggedModel, spec Spec) (*Logged, error) {
	out := &Logged{Model: m, MLmodel: p.file}
	if err := p.upload(ctx, client, run, m); err != nil {
		return nil, spec.fail(ctx, client, m, err)
	}
	var err error
	if out.Model, err = client.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelReady); err == nil {
		err = client.LogOutputs(ctx, run.ID(), []mlflow.ModelOutput{{ModelID: m.ID, Step: spec.Step}})
	}
	if err != nil {
		return nil, spec.fail(ctx, client, m, err)
	}
	return out, nil
}

// plan is a checked spec: everything but the ids that the back end gives.
type plan struct {
	file  *MLmodel
	files map[string][]byte
	data  io.ReadSeeker
	name  string // of data
}

func (s *Spec) plan() (*plan, error) {
	if s.Flavor.Name == "" || s.Flavor.Loader == "" {
		return nil, errors.New("the flavor is missing; use XGBoost, XGBoostUBJ or LightGBM")
	}
	if s.Data == nil {
		return nil, errors.New("Data is missing: the model as its library saved it")
	}
	size, err := s.Data.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("Data: %w", err)
	}
	if size == 0 {
		return nil, errors.New("Data is empty")
	}
	env := s.Environment
	if env.Python == "" {
		env = s.Flavor.environment()
	}
	sig := s.signature()
	if s.Created.IsZero() {
		s.Created = time.Now()
	}
	p := &plan{data: s.Data, name: s.Flavor.Data, files: env.files(), file: &MLmodel{
		MLflowVersion: MLflowVersion, Signature: sig, Metadata: s.Metadata, Size: size, Info: s.info(), Created: s.Created,
		Flavors: map[string]map[string]any{
			s.Flavor.Name: s.Flavor.entry(),
			"python_function": {
				"data": text(s.Flavor.Data), "loader_module": text(s.Flavor.Loader), "python_version": text(env.Python),
				"env": map[string]any{"conda": text("conda.yaml"), "virtualenv": text("python_env.yaml")},
			},
		},
	}}
	if len(s.Example) > 0 {
		files, err := exampleFiles(sig, s.Example)
		if err != nil {
			return nil, err
		}
		maps.Copy(p.files, files)
		p.file.Example = &ExampleInfo{File: exampleFile, Serving: servingFile}
	}
	if s.Record != nil {
		if p.files[SchemaFile], err = json.Marshal(s.Record); err != nil {
			return nil, fmt.Errorf("writing the schema: %w", err)
		}
	}
	for name, b := range s.Files {
		if _, taken := p.files[name]; taken || name == FileName || name == p.name {
			return nil, fmt.Errorf("the file %q is written by Log itself", name)
		}
		p.files[name] = b
	}
	for name, b := range p.files {
		if err := mlflow.CheckArtifactPath(name); err != nil {
			return nil, err
		}
		p.file.Size += int64(len(b))
	}
	_, err = p.file.Marshal()
	return p, errors.Join(err, env.check())
}

func (s *Spec) signature() Signature {
	sig := s.Signature
	if len(sig.Inputs) == 0 && s.Record != nil {
		sig.Inputs = SignatureOf(s.Record).Inputs
	}
	if len(sig.Outputs) == 0 && len(sig.Inputs) > 0 && s.Flavor.output.Tensor != nil {
		sig.Outputs = []Column{s.Flavor.output}
	}
	return sig
}

func (s *Spec) info() Info {
	var i Info
	if s.Record != nil {
		i = InfoOf(s.Record)
	}
	if i.Engine, i.EngineVersion = s.Engine, s.EngineVersion; i.Engine == "" {
		i.Engine, i.EngineVersion = s.Flavor.Name, s.Flavor.Version
	}
	return i
}

// upload puts the files, the MLmodel file last: whoever finds it finds all.
func (p *plan) upload(ctx context.Context, c mlflow.Client, run *mlflow.Run, m *mlflow.LoggedModel) error {
	p.file.ModelID, p.file.RunID, p.file.ArtifactPath = m.ID, run.ID(), m.ArtifactLocation
	b, err := p.file.Marshal()
	if err != nil {
		return err
	}
	if err := c.PutArtifact(ctx, m.ArtifactLocation, p.name, p.data); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if err := c.PutArtifact(ctx, m.ArtifactLocation, name, bytes.NewReader(p.files[name])); err != nil {
			return err
		}
	}
	return c.PutArtifact(ctx, m.ArtifactLocation, FileName, bytes.NewReader(b))
}
