package databricks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/service/ml"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/sqlite"
)

// tracking is MLflow's tracking server: a database of package mlflow/sqlite, which MLflow itself opens, behind the SDK's types.
type tracking struct {
	fake  *Fake
	dir   string
	store mlflow.Store // opened by the first call
	files map[string][]byte
	signs string
}

// lazily opens the database.
func (tr *tracking) open(ctx context.Context) (mlflow.Store, error) {
	if tr.store != nil {
		return tr.store, nil
	}
	dir, err := os.MkdirTemp("", "typedml-fake-databricks")
	if err != nil {
		return nil, err
	}
	tr.dir = dir
	tr.store, err = sqlite.New(ctx, "sqlite:///"+dir+"/mlflow.db", mlflow.Options{User: User, Now: tr.fake.Now})
	return tr.store, err
}

func (tr *tracking) close() {
	if tr.store != nil {
		_ = tr.store.Close() // of a temporary folder
	}
	_ = os.RemoveAll(tr.dir)
}

// track mounts a call of the tracking server; what the database refuses is answered with MLflow's code.
func track[In, Out any](tr *tracking, pattern string, h func(ctx context.Context, s mlflow.Store, in In) (Out, error)) {
	method, rest, _ := strings.Cut(pattern, " ")
	Handle(tr.fake, method+" /api/2.0/mlflow/"+rest, func(ctx context.Context, in In) (out Out, err error) {
		s, err := tr.open(ctx)
		if err == nil {
			out, err = h(ctx, s, in)
		}
		return out, mlflowRefusal(err)
	})
}

func mlflowRefusal(err error) error {
	var e *mlflow.Error
	if !errors.As(err, &e) {
		return err
	}
	status := http.StatusBadRequest
	switch e.Code {
	case mlflow.CodeNotFound:
		status = http.StatusNotFound
	case mlflow.CodeInternal:
		status = http.StatusInternalServerError
	}
	return &Refusal{Status: status, Code: string(e.Code), Message: e.Message}
}

func mountTracking(f *Fake) {
	tr := &tracking{fake: f, files: map[string][]byte{}, signs: randomHex(8)}
	f.tracking = tr
	track(tr, "POST experiments/create", func(ctx context.Context, s mlflow.Store, in ml.CreateExperiment) (ml.CreateExperimentResponse, error) {
		if !path.IsAbs(in.Name) {
			return ml.CreateExperimentResponse{}, Invalid("Got an invalid experiment name '%s'. An experiment name must be an absolute path within the Databricks workspace, e.g. '/Users/<some-username>/my-experiment'.", in.Name)
		}
		tags := map[string]string{}
		for _, t := range in.Tags {
			tags[t.Key] = t.Value
		}
		id, err := s.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: in.Name, ArtifactLocation: in.ArtifactLocation, Tags: tags})
		return ml.CreateExperimentResponse{ExperimentId: id}, err
	})
	track(tr, "GET experiments/get", func(ctx context.Context, s mlflow.Store, in ml.GetExperimentRequest) (ml.GetExperimentResponse, error) {
		e, err := s.GetExperiment(ctx, in.ExperimentId)
		return ml.GetExperimentResponse{Experiment: experimentOf(e)}, err
	})
	track(tr, "GET experiments/get-by-name", func(ctx context.Context, s mlflow.Store, in ml.GetByNameRequest) (ml.GetExperimentByNameResponse, error) {
		e, err := s.GetExperimentByName(ctx, in.ExperimentName)
		return ml.GetExperimentByNameResponse{Experiment: experimentOf(e)}, err
	})
	track(tr, "POST experiments/search", searchExperiments)
	track(tr, "POST experiments/update", func(ctx context.Context, s mlflow.Store, in ml.UpdateExperiment) (Empty, error) {
		return Empty{}, s.RenameExperiment(ctx, in.ExperimentId, in.NewName)
	})
	track(tr, "POST experiments/delete", func(ctx context.Context, s mlflow.Store, in ml.DeleteExperiment) (Empty, error) {
		return Empty{}, s.DeleteExperiment(ctx, in.ExperimentId)
	})
	track(tr, "POST experiments/restore", func(ctx context.Context, s mlflow.Store, in ml.RestoreExperiment) (Empty, error) {
		return Empty{}, s.RestoreExperiment(ctx, in.ExperimentId)
	})
	track(tr, "POST experiments/set-experiment-tag", func(ctx context.Context, s mlflow.Store, in ml.SetExperimentTag) (Empty, error) {
		return Empty{}, s.SetExperimentTag(ctx, in.ExperimentId, mlflow.Tag{Key: in.Key, Value: in.Value})
	})
	tr.mountRuns()
	tr.mountLoggedModels()
	tr.mountArtifacts()
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func experimentOf(e *mlflow.Experiment) *ml.Experiment {
	if e == nil {
		return nil
	}
	out := &ml.Experiment{
		ExperimentId: e.ID, Name: e.Name, ArtifactLocation: "dbfs:/databricks/mlflow-tracking/" + e.ID, LifecycleStage: string(e.Lifecycle),
		CreationTime: millis(e.Created), LastUpdateTime: millis(e.Updated),
	}
	for _, k := range sortedKeys(e.Tags) {
		out.Tags = append(out.Tags, ml.ExperimentTag{Key: k, Value: e.Tags[k]})
	}
	return out
}

func searchExperiments(ctx context.Context, s mlflow.Store, in ml.SearchExperiments) (out ml.SearchExperimentsResponse, err error) {
	if in.MaxResults == 0 {
		return out, Invalid("max_results is needed")
	}
	var all []ml.Experiment
	for e, err := range s.SearchExperiments(ctx, mlflow.Query{Filter: in.Filter, OrderBy: in.OrderBy, View: viewOf(in.ViewType)}) {
		if err != nil {
			return out, err
		}
		all = append(all, *experimentOf(e))
	}
	out.Experiments, out.NextPageToken, err = page(all, ucPage{MaxResults: in.MaxResults, PageToken: in.PageToken})
	return out, err
}

func viewOf(v ml.ViewType) mlflow.ViewType {
	switch v {
	case ml.ViewTypeDeletedOnly:
		return mlflow.ViewDeleted
	case ml.ViewTypeAll:
		return mlflow.ViewAll
	}
	return mlflow.ViewActive
}

func tagsOf(tags []ml.RunTag) []mlflow.Tag {
	out := make([]mlflow.Tag, len(tags))
	for i, t := range tags {
		out[i] = mlflow.Tag{Key: t.Key, Value: t.Value}
	}
	return out
}

// location is where a run's or a logged model's artifacts lie on Databricks.
func location(experiment, folder, id string) string {
	return fmt.Sprintf("dbfs:/databricks/mlflow-tracking/%s/%s%s/artifacts", experiment, folder, id)
}
