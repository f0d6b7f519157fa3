package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/typedml/typedml/internal/grace"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/train"
)

// begun is the MLflow run of a run.
type begun struct {
	RunID        string `json:"run_id"`
	TableVersion int64  `json:"table_version"`
}

// Validate demands both.
func (b *begun) Validate() error {
	if b.RunID == "" || b.TableVersion < 0 {
		return fmt.Errorf("run %q on version %d of the table is no run that was begun", b.RunID, b.TableVersion)
	}
	return nil
}

// kept is a trained model among the artifacts of its run.
type kept struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Validate demands both.
func (k *kept) Validate() error {
	if k.Path == "" || len(k.SHA256) != 2*sha256.Size {
		return fmt.Errorf("path %q and SHA-256 %q name no kept model", k.Path, k.SHA256)
	}
	return nil
}

// logged is a model that was logged, with its description.
type logged struct {
	ModelID  string        `json:"model_id"`
	Artifact ModelArtifact `json:"artifact"`
}

// Validate demands the id.
func (l *logged) Validate() error {
	if l.ModelID == "" {
		return errors.New("the logged model has no id")
	}
	return l.Artifact.Validate()
}

// checkpointFile is the trained model among the run's artifacts, until it is logged as a model and ever after.
const checkpointFile = "checkpoint/trained.json"

// tagCheckpoint is the SHA-256 of checkpointFile.
const tagCheckpoint = "typedml.checkpoint"

// held is what the last steps of a run left in memory, so that the next ones need not read it again.
type held struct {
	mu    sync.Mutex
	run   string
	parts *Parts
	model *train.Model
}

// get returns what is held of a run; nil for what is not.
func (h *held) get(run string) (*Parts, *train.Model) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.run != run {
		return nil, nil
	}
	return h.parts, h.model
}

func (h *held) set(run string, parts *Parts, model *train.Model) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.run, h.parts, h.model = run, parts, model
}

// begin starts the MLflow run under the run's key, or takes it over. A run that was taken for failed is running again.
func (p *Pipeline[T, P]) begin(flow string) func(context.Context, Order) (begun, error) {
	return func(ctx context.Context, in Order) (begun, error) {
		asking, cancel := grace.Context(ctx, endTimeout)
		defer cancel()
		run, err := find(asking, p.client, p.config.ExperimentName, runKey(ctx, flow))
		if err != nil {
			return begun{}, err
		}
		if run != nil {
			return p.again(asking, run)
		}
		version, err := p.version(ctx, in.TableVersion)
		if err != nil {
			return begun{}, err
		}
		if err := p.free(ctx); err != nil {
			return begun{}, err
		}
		tags := runTags(ctx, p.log, &p.config, p.record, p.trainer.Engine(), version)
		tags[tagKey] = runKey(ctx, flow)
		run, err = p.client.StartRun(asking, mlflow.RunOptions{Experiment: p.config.ExperimentName, Tags: tags})
		if err != nil {
			return begun{}, fmt.Errorf("starting the run: %w", err)
		}
		p.log.InfoContext(ctx, "run started", "run", run.ID(), "experiment", p.config.ExperimentName)
		return begun{RunID: run.ID(), TableVersion: version}, nil
	}
}

// again takes a run over.
func (p *Pipeline[T, P]) again(ctx context.Context, run *mlflow.Run) (begun, error) {
	b, err := taken(run)
	if err != nil {
		return begun{}, err
	}
	if run.Info.Status != mlflow.RunRunning {
		if _, err := p.client.UpdateRun(ctx, run.ID(), mlflow.RunUpdate{Status: mlflow.RunRunning}); err != nil {
			return begun{}, err
		}
	}
	p.log.InfoContext(ctx, "run taken over", "run", run.ID(), "experiment", p.config.ExperimentName)
	return b, nil
}

// taken reads from a run what it was begun with.
func taken(run *mlflow.Run) (begun, error) {
	version, err := strconv.ParseInt(run.Data.Tags[TagTableVersion], 10, 64)
	if err != nil {
		return begun{}, lostError{fmt.Errorf("run %s: its tag %s is %q, no version of a table", run.ID(), TagTableVersion, run.Data.Tags[TagTableVersion])}
	}
	return begun{RunID: run.ID(), TableVersion: version}, nil
}

// keep trains, and puts the model among the run's artifacts. The same rows give the same bytes.
func (p *Pipeline[T, P]) keep(ctx context.Context, b begun) (kept, error) {
	parts, err := p.data().Run(ctx, b.TableVersion)
	if err != nil {
		return kept{}, err
	}
	trained, err := p.fit().Run(ctx, parts)
	if err != nil {
		return kept{}, err
	}
	run, err := p.runOf(ctx, b)
	if err != nil {
		return kept{}, err
	}
	data, err := json.Marshal(trained.Model)
	if err != nil {
		return kept{}, fmt.Errorf("keeping the model: %w", err)
	}
	k := kept{Path: checkpointFile, SHA256: digest(data)}
	if err := errors.Join(mlflow.LogBytes(ctx, run, k.Path, data), run.SetTag(ctx, tagCheckpoint, k.SHA256)); err != nil {
		return kept{}, fmt.Errorf("keeping the model: %w", err)
	}
	p.held.set(b.RunID, &parts, trained.Model)
	return k, nil
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// measure evaluates the model on the test part, which is dealt again where it is not in memory.
func (p *Pipeline[T, P]) measure(ctx context.Context, b begun, k kept) (ExperimentMetrics, error) {
	run, err := p.runOf(ctx, b)
	if err != nil {
		return ExperimentMetrics{}, err
	}
	m, err := p.modelOf(ctx, run, k)
	if err != nil {
		return ExperimentMetrics{}, err
	}
	parts, _ := p.held.get(b.RunID)
	if parts == nil {
		dealt, err := p.data().Run(ctx, b.TableVersion)
		if err != nil {
			return ExperimentMetrics{}, err
		}
		parts = &dealt
	}
	out, err := p.assess().Run(ctx, Trained{Parts: *parts, Model: m})
	p.held.set(b.RunID, nil, m)
	return out.Metrics, err
}

// modelOf is the model that was kept, and not another one.
func (p *Pipeline[T, P]) modelOf(ctx context.Context, run *mlflow.Run, k kept) (*train.Model, error) {
	if _, m := p.held.get(run.ID()); m != nil {
		return m, nil
	}
	data, err := mlflow.ReadArtifact(ctx, run, k.Path)
	switch {
	case mlflow.IsNotFound(err):
		return nil, lostError{fmt.Errorf("the kept model: %w", err)}
	case err != nil:
		return nil, fmt.Errorf("the kept model: %w", err)
	case digest(data) != k.SHA256:
		return nil, lostError{fmt.Errorf("the kept model %s of run %s has changed since it was kept: its SHA-256 is %s, not %s", k.Path, run.ID(), digest(data), k.SHA256)}
	}
	m := new(train.Model)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("the kept model %s of run %s: %w", k.Path, run.ID(), err)
	}
	p.held.set(run.ID(), nil, m)
	return m, nil
}

// restore returns the run and the artifact, without metrics and version.
func (p *Pipeline[T, P]) restore(ctx context.Context, b begun, k kept) (*mlflow.Run, ModelArtifact, error) {
	run, err := p.runOf(ctx, b)
	if err != nil {
		return nil, ModelArtifact{}, err
	}
	m, err := p.modelOf(ctx, run, k)
	if err != nil {
		return nil, ModelArtifact{}, err
	}
	a, err := p.pack().Run(ctx, Evaluated{Version: b.TableVersion, Model: m})
	return run, a, err
}

// lostError is about something that a run kept and that is not there any more, or not as it was: no attempt to come finds it.
type lostError struct{ error }

// Unwrap returns what is missing.
func (e lostError) Unwrap() error { return e.error }

// attach gives an artifact its model, which no result of a step holds. What is lost is a [lostError].
func (p *Pipeline[T, P]) attach(ctx context.Context, key string, a *ModelArtifact) error {
	run, err := find(ctx, p.client, p.config.ExperimentName, key)
	if err != nil {
		return err
	}
	if run == nil {
		return lostError{fmt.Errorf("its MLflow run, with the tag %s = %s, is gone", tagKey, key)}
	}
	b, err := taken(run)
	if err != nil {
		return err
	}
	_, whole, err := p.restore(ctx, b, kept{Path: checkpointFile, SHA256: run.Data.Tags[tagCheckpoint]})
	a.trained = whole.trained
	return err
}
