// Package mlflowtest is the conformance suite of mlflow's back ends: each must pass the same tests, so that a program
// runs on any of them.
package mlflowtest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

// Backend is what a back end does otherwise than MLflow's own server.
type Backend struct {
	// Skip holds the tests that cannot pass, each with its reason.
	Skip map[string]string
	// ExperimentLocation, RunLocation and ModelLocation say where artifacts are; nil for mlflow-artifacts:/.
	ExperimentLocation func(experiment string) string
	RunLocation        func(experiment, run string) string
	ModelLocation      func(experiment, model string) string
}

// Run runs the suite on a client. Names are unique to the call, so that the back end may hold other data.
func Run(t *testing.T, c mlflow.Client) { RunOn(t, c, Backend{}) }

// RunOn is Run for a back end that does something otherwise.
func RunOn(t *testing.T, c mlflow.Client, b Backend) {
	if b.ExperimentLocation == nil {
		b.ExperimentLocation = func(experiment string) string { return "mlflow-artifacts:/" + experiment }
	}
	if b.RunLocation == nil {
		b.RunLocation = func(experiment, run string) string {
			return "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts"
		}
	}
	if b.ModelLocation == nil {
		b.ModelLocation = func(experiment, model string) string {
			return "mlflow-artifacts:/" + experiment + "/models/" + model + "/artifacts"
		}
	}
	s := &suite{c: c, backend: b, prefix: fmt.Sprintf("t%x", time.Now().UnixNano())}
	for name, f := range map[string]func(*testing.T){
		"Experiments": s.experiments, "ExperimentSearch": s.experimentSearch,
		"RunLifecycle": s.runLifecycle, "StartRun": s.startRun, "LogBatch": s.logBatch, "BigBatch": s.bigBatch,
		"SpecialFloats": s.specialFloats, "LatestMetric": s.latestMetric, "ParamTwice": s.paramTwice, "Keys": s.keys,
		"Limits": s.limits, "Tags": s.tags, "RunSearch": s.runSearch, "Pages": s.pages, "Missing": s.missing,
		"Artifacts": s.artifacts, "ArtifactNames": s.artifactNames, "ArtifactErrors": s.artifactErrors,
		"ArtifactFolders": s.artifactFolders,
		"LoggedModel":     s.loggedModel, "LoggedModelSearch": s.loggedModelSearch, "LoggedModelMetrics": s.loggedModelMetrics,
		"RegisteredModel": s.registeredModel, "RegisteredModelSearch": s.registeredSearch, "Versions": s.versions,
		"VersionSources": s.sources, "VersionSearch": s.versionSearch, "Aliases": s.aliases, "Stages": s.stages,
	} {
		t.Run(name, func(t *testing.T) {
			if reason, ok := b.Skip[name]; ok {
				t.Skip(reason)
			}
			f(t)
		})
	}
}

type suite struct {
	c       mlflow.Client
	backend Backend
	prefix  string
	n       atomic.Int64
}

// name returns a name that nothing else has.
func (s *suite) name(what string) string { return fmt.Sprintf("%s-%s-%d", s.prefix, what, s.n.Add(1)) }

// experiment creates an experiment and returns its id.
func (s *suite) experiment(t *testing.T) string {
	t.Helper()
	id, err := s.c.CreateExperiment(t.Context(), mlflow.ExperimentSpec{Name: s.name("exp")})
	require.NoError(t, err)
	return id
}

// run starts a run in an experiment of its own.
func (s *suite) run(t *testing.T) *mlflow.Run {
	t.Helper()
	r, err := s.c.StartRun(t.Context(), mlflow.RunOptions{ExperimentID: s.experiment(t)})
	require.NoError(t, err)
	return r
}

func (s *suite) reload(t *testing.T, r *mlflow.Run) *mlflow.Run {
	t.Helper()
	r, err := s.c.GetRun(t.Context(), r.ID())
	require.NoError(t, err)
	return r
}

// collect drains an iterator that must not fail.
func collect[T any](t *testing.T, seq func(func(T, error) bool)) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		require.NoError(t, err)
		out = append(out, v)
	}
	return out
}

// code asserts the code of an error.
func code(t *testing.T, want mlflow.Code, err error) {
	t.Helper()
	var e *mlflow.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, want, e.Code, "%v", err)
	require.NotEmpty(t, e.Op)
}
