package rest

import (
	"context"
	"iter"
	"net/url"
	"strconv"

	"github.com/typedml/typedml/mlflow"
)

type runAnswer struct {
	Run wireRun `json:"run"`
}

func (a runAnswer) id() string { return a.Run.Info.ID }

// CreateRun implements [mlflow.Tracker].
func (s *Store) CreateRun(ctx context.Context, spec mlflow.RunSpec) (*mlflow.Run, error) {
	in := object{
		"experiment_id": spec.ExperimentID, "user_id": spec.UserID, "start_time": spec.Start.UnixMilli(),
		"tags": tagPairs(spec.Tags),
	}
	if spec.Name != "" {
		in["run_name"] = spec.Name
	}
	var out runAnswer
	if err := s.create(ctx, "create run", spec.Name, "runs/create", in, &out); err != nil {
		return nil, err
	}
	return out.Run.value(), nil
}

// GetRun implements [mlflow.Tracker].
func (s *Store) GetRun(ctx context.Context, id string) (*mlflow.Run, error) {
	var out runAnswer
	if err := s.get(ctx, "get run", id, "runs/get", url.Values{"run_id": {id}}, &out); err != nil {
		return nil, err
	}
	return out.Run.value(), nil
}

// UpdateRun implements [mlflow.Tracker].
func (s *Store) UpdateRun(ctx context.Context, id string, u mlflow.RunUpdate) (*mlflow.RunInfo, error) {
	in := object{"run_id": id}
	if u.Status != 0 {
		in["status"] = u.Status
	}
	if !u.End.IsZero() {
		in["end_time"] = u.End.UnixMilli()
	}
	if u.Name != "" {
		in["run_name"] = u.Name
	}
	var out struct {
		Info wireRunInfo `json:"run_info"`
	}
	if err := s.post(ctx, "update run", id, "runs/update", in, &out); err != nil {
		return nil, err
	}
	info := out.Info.value()
	if u.Status != 0 && info.Status != u.Status { // the server ignores what it does not know, with 200
		return nil, &mlflow.Error{
			Code: mlflow.CodeInternal, Op: "update run", Object: id,
			Message: "the server left the status at " + info.Status.String(),
		}
	}
	return &info, nil
}

// SearchRuns implements [mlflow.Tracker].
func (s *Store) SearchRuns(ctx context.Context, q mlflow.RunQuery) iter.Seq2[*mlflow.Run, error] {
	return pages(func(token string) ([]*mlflow.Run, string, error) {
		var out struct {
			Items []wireRun `json:"runs"`
			Next  string    `json:"next_page_token"`
		}
		in := queryBody(q.Query, 1000, token)
		in["experiment_ids"] = q.ExperimentIDs
		in["run_view_type"] = q.View.String()
		err := s.post(ctx, "search runs", "", "runs/search", in, &out)
		return values(out.Items, wireRun.value), out.Next, err
	})
}

// DeleteRun implements [mlflow.Tracker].
func (s *Store) DeleteRun(ctx context.Context, id string) error {
	return s.post(ctx, "delete run", id, "runs/delete", object{"run_id": id}, nil)
}

// RestoreRun implements [mlflow.Tracker].
func (s *Store) RestoreRun(ctx context.Context, id string) error {
	return s.post(ctx, "restore run", id, "runs/restore", object{"run_id": id}, nil)
}

// LogBatch implements [mlflow.Tracker].
func (s *Store) LogBatch(ctx context.Context, runID string, b mlflow.Batch) error {
	in := object{
		"run_id": runID, "metrics": values(b.Metrics, metricWire), "params": paramPairs(b.Params), "tags": tagPairs(b.Tags),
	}
	return s.post(ctx, "log batch", runID, "runs/log-batch", in, nil)
}

// DeleteTag implements [mlflow.Tracker].
func (s *Store) DeleteTag(ctx context.Context, runID, key string) error {
	return s.post(ctx, "delete tag "+strconv.Quote(key)+" of run", runID, "runs/delete-tag", object{"run_id": runID, "key": key}, nil)
}

// MetricHistory implements [mlflow.Tracker].
func (s *Store) MetricHistory(ctx context.Context, runID, key string) iter.Seq2[mlflow.Metric, error] {
	return pages(func(token string) ([]mlflow.Metric, string, error) {
		var out struct {
			Items []wireMetric `json:"metrics"`
			Next  string       `json:"next_page_token"`
		}
		q := url.Values{"run_id": {runID}, "metric_key": {key}, "max_results": {"25000"}}
		if token != "" {
			q.Set("page_token", token)
		}
		err := s.get(ctx, "get history of metric "+strconv.Quote(key)+" of run", runID, "metrics/get-history", q, &out)
		return values(out.Items, wireMetric.value), out.Next, err
	})
}

// LogOutputs implements [mlflow.Tracker].
func (s *Store) LogOutputs(ctx context.Context, runID string, outputs []mlflow.ModelOutput) error {
	ws := make([]wireOutput, len(outputs))
	for i, o := range outputs {
		ws[i] = wireOutput{o.ModelID, integer(o.Step)}
	}
	return s.create(ctx, "log outputs of run", runID, "runs/outputs", object{"run_id": runID, "models": ws}, nil)
}
