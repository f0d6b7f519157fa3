package databricks

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/databricks/databricks-sdk-go/service/ml"

	"github.com/typedml/typedml/mlflow"
)

// float is a double as proto JSON has it: NaN and infinities are quoted.
type float float64

// UnmarshalJSON reads a number or one of the words.
func (f *float) UnmarshalJSON(b []byte) error {
	text := string(b)
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	x, err := strconv.ParseFloat(text, 64)
	*f = float(x)
	return err
}

// MarshalJSON writes a number or one of the words.
func (f float) MarshalJSON() ([]byte, error) { return json.Marshal(mlflow.FormatMetric(float64(f))) }

// metric is ml.Metric, but for the special doubles and zeros.
type metric struct {
	Key       string `json:"key"`
	Value     float  `json:"value"`
	Timestamp int64  `json:"timestamp"`
	Step      int64  `json:"step,omitempty"`
	ModelID   string `json:"model_id,omitempty"`
}

func metricOf(m mlflow.Metric) metric {
	return metric{m.Key, float(m.Value), m.Time.UnixMilli(), m.Step, m.ModelID}
}

type runData struct {
	Metrics []metric    `json:"metrics,omitempty"`
	Params  []ml.Param  `json:"params,omitempty"`
	Tags    []ml.RunTag `json:"tags,omitempty"`
}

type run struct {
	Info    *ml.RunInfo `json:"info"`
	Data    runData     `json:"data"`
	Outputs struct {
		Models []ml.ModelOutput `json:"model_outputs,omitempty"`
	} `json:"outputs"`
}

type runReply struct {
	Run run `json:"run"`
}

func infoOf(i *mlflow.RunInfo) *ml.RunInfo {
	return &ml.RunInfo{
		RunId: i.ID, RunUuid: i.ID, RunName: i.Name, ExperimentId: i.ExperimentID, UserId: i.UserID, Status: ml.RunInfoStatus(i.Status.String()),
		StartTime: millis(i.Start), EndTime: millis(i.End), LifecycleStage: string(i.Lifecycle), ArtifactUri: location(i.ExperimentID, "", i.ID),
	}
}

func runOf(r *mlflow.Run) run {
	out := run{Info: infoOf(&r.Info)}
	for _, k := range sortedKeys(r.Data.Metrics) {
		out.Data.Metrics = append(out.Data.Metrics, metricOf(r.Data.Metrics[k]))
	}
	for _, k := range sortedKeys(r.Data.Params) {
		out.Data.Params = append(out.Data.Params, ml.Param{Key: k, Value: r.Data.Params[k]})
	}
	for _, k := range sortedKeys(r.Data.Tags) {
		out.Data.Tags = append(out.Data.Tags, ml.RunTag{Key: k, Value: r.Data.Tags[k]})
	}
	for _, o := range r.Outputs {
		out.Outputs.Models = append(out.Outputs.Models, ml.ModelOutput{ModelId: o.ModelID, Step: o.Step})
	}
	return out
}

func (tr *tracking) mountRuns() {
	track(tr, "POST runs/create", func(ctx context.Context, s mlflow.Store, in ml.CreateRun) (runReply, error) {
		r, err := s.CreateRun(ctx, mlflow.RunSpec{
			ExperimentID: in.ExperimentId, Name: in.RunName, UserID: in.UserId, Start: time.UnixMilli(in.StartTime), Tags: tagsOf(in.Tags),
		})
		if err != nil {
			return runReply{}, err
		}
		return runReply{runOf(r)}, nil
	})
	track(tr, "GET runs/get", func(ctx context.Context, s mlflow.Store, in ml.GetRunRequest) (runReply, error) {
		r, err := s.GetRun(ctx, in.RunId)
		if err != nil {
			return runReply{}, err
		}
		return runReply{runOf(r)}, nil
	})
	track(tr, "POST runs/update", updateRun)
	track(tr, "POST runs/search", searchRuns)
	track(tr, "POST runs/delete", func(ctx context.Context, s mlflow.Store, in ml.DeleteRun) (Empty, error) {
		return Empty{}, s.DeleteRun(ctx, in.RunId)
	})
	track(tr, "POST runs/restore", func(ctx context.Context, s mlflow.Store, in ml.RestoreRun) (Empty, error) {
		return Empty{}, s.RestoreRun(ctx, in.RunId)
	})
	track(tr, "POST runs/delete-tag", func(ctx context.Context, s mlflow.Store, in ml.DeleteTag) (Empty, error) {
		return Empty{}, s.DeleteTag(ctx, in.RunId, in.Key)
	})
	track(tr, "POST runs/outputs", func(ctx context.Context, s mlflow.Store, in ml.LogOutputsRequest) (Empty, error) {
		var outputs []mlflow.ModelOutput
		for _, m := range in.Models {
			outputs = append(outputs, mlflow.ModelOutput{ModelID: m.ModelId, Step: m.Step})
		}
		return Empty{}, s.LogOutputs(ctx, in.RunId, outputs)
	})
	track(tr, "POST runs/log-batch", logBatch)
	track(tr, "GET metrics/get-history", metricHistory)
}

func updateRun(ctx context.Context, s mlflow.Store, in ml.UpdateRun) (out struct {
	Info *ml.RunInfo `json:"run_info"`
}, err error,
) {
	u := mlflow.RunUpdate{Name: in.RunName}
	if in.EndTime != 0 {
		u.End = time.UnixMilli(in.EndTime)
	}
	if in.Status != "" {
		if err := u.Status.UnmarshalText([]byte(in.Status)); err != nil {
			return out, Invalid("%v", err)
		}
	}
	info, err := s.UpdateRun(ctx, in.RunId, u)
	if err == nil {
		out.Info = infoOf(info)
	}
	return out, err
}

func searchRuns(ctx context.Context, s mlflow.Store, in ml.SearchRuns) (out struct {
	Runs []run  `json:"runs,omitempty"`
	Next string `json:"next_page_token,omitempty"`
}, err error,
) {
	q := mlflow.RunQuery{ExperimentIDs: in.ExperimentIds, Query: mlflow.Query{Filter: in.Filter, OrderBy: in.OrderBy, View: viewOf(in.RunViewType)}}
	var all []run
	for r, err := range s.SearchRuns(ctx, q) {
		if err != nil {
			return out, err
		}
		all = append(all, runOf(r))
	}
	out.Runs, out.Next, err = page(all, ucPage{MaxResults: int64(in.MaxResults), PageToken: in.PageToken})
	return out, err
}

func logBatch(ctx context.Context, s mlflow.Store, in struct {
	RunID   string      `json:"run_id"`
	Metrics []metric    `json:"metrics,omitempty"`
	Params  []ml.Param  `json:"params,omitempty"`
	Tags    []ml.RunTag `json:"tags,omitempty"`
},
) (Empty, error) {
	b := mlflow.Batch{Tags: tagsOf(in.Tags)}
	for _, p := range in.Params {
		b.Params = append(b.Params, mlflow.Param{Key: p.Key, Value: p.Value})
	}
	for _, m := range in.Metrics {
		b.Metrics = append(b.Metrics, mlflow.Metric{Key: m.Key, Value: float64(m.Value), Time: time.UnixMilli(m.Timestamp), Step: m.Step, ModelID: m.ModelID})
	}
	return Empty{}, s.LogBatch(ctx, in.RunID, b)
}

func metricHistory(ctx context.Context, s mlflow.Store, in ml.GetHistoryRequest) (out struct {
	Metrics []metric `json:"metrics,omitempty"`
	Next    string   `json:"next_page_token,omitempty"`
}, err error,
) {
	var all []metric
	for m, err := range s.MetricHistory(ctx, in.RunId, in.MetricKey) {
		if err != nil {
			return out, err
		}
		all = append(all, metricOf(m))
	}
	out.Metrics, out.Next, err = page(all, ucPage{MaxResults: int64(in.MaxResults), PageToken: in.PageToken})
	return out, err
}
