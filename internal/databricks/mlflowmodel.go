package databricks

import (
	"context"

	"github.com/databricks/databricks-sdk-go/service/ml"

	"github.com/typedml/typedml/mlflow"
)

type loggedModel struct {
	Info *ml.LoggedModelInfo `json:"info"`
	Data struct {
		Metrics []metric                  `json:"metrics,omitempty"`
		Params  []ml.LoggedModelParameter `json:"params,omitempty"`
	} `json:"data"`
}

type loggedModelReply struct {
	Model loggedModel `json:"model"`
}

func loggedModelOf(m *mlflow.LoggedModel) loggedModel {
	status := ml.LoggedModelStatus("LOGGED_MODEL_STATUS_UNSPECIFIED")
	if m.Status.Valid() {
		status = ml.LoggedModelStatus(m.Status.String())
	}
	out := loggedModel{Info: &ml.LoggedModelInfo{
		ModelId: m.ID, Name: m.Name, ExperimentId: m.ExperimentID, SourceRunId: m.SourceRunID, ModelType: m.ModelType, Status: status,
		StatusMessage: m.StatusMessage, CreationTimestampMs: millis(m.Created), LastUpdatedTimestampMs: millis(m.Updated),
		ArtifactUri: location(m.ExperimentID, "logged_models/", m.ID),
	}}
	for _, k := range sortedKeys(m.Tags) {
		out.Info.Tags = append(out.Info.Tags, ml.LoggedModelTag{Key: k, Value: m.Tags[k]})
	}
	for _, k := range sortedKeys(m.Params) {
		out.Data.Params = append(out.Data.Params, ml.LoggedModelParameter{Key: k, Value: m.Params[k]})
	}
	for _, v := range m.Metrics {
		out.Data.Metrics = append(out.Data.Metrics, metricOf(v))
	}
	return out
}

func replyOf(m *mlflow.LoggedModel, err error) (loggedModelReply, error) {
	if err != nil {
		return loggedModelReply{}, err
	}
	return loggedModelReply{loggedModelOf(m)}, nil
}

func (tr *tracking) mountLoggedModels() {
	track(tr, "POST logged-models", func(ctx context.Context, s mlflow.Store, in ml.CreateLoggedModelRequest) (loggedModelReply, error) {
		return replyOf(s.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{
			ExperimentID: in.ExperimentId, Name: in.Name, SourceRunID: in.SourceRunId, ModelType: in.ModelType,
			Params: loggedParams(in.Params), Tags: loggedTags(in.Tags),
		}))
	})
	track(tr, "GET logged-models/{model_id}", func(ctx context.Context, s mlflow.Store, in ml.GetLoggedModelRequest) (loggedModelReply, error) {
		return replyOf(s.GetLoggedModel(ctx, in.ModelId))
	})
	track(tr, "PATCH logged-models/{model_id}", func(ctx context.Context, s mlflow.Store, in struct {
		ModelId string               `json:"-" url:"-"` //nolint:revive // as the SDK has it
		Body    string               `json:"model_id,omitempty"`
		Status  ml.LoggedModelStatus `json:"status"`
	},
	) (loggedModelReply, error) {
		var status mlflow.LoggedModelStatus
		if err := status.UnmarshalText([]byte(in.Status)); err != nil {
			return loggedModelReply{}, Invalid("%v", err)
		}
		return replyOf(s.FinalizeLoggedModel(ctx, in.ModelId, status))
	})
	track(tr, "DELETE logged-models/{model_id}", func(ctx context.Context, s mlflow.Store, in ml.DeleteLoggedModelRequest) (Empty, error) {
		return Empty{}, s.DeleteLoggedModel(ctx, in.ModelId)
	})
	track(tr, "PATCH logged-models/{model_id}/tags", func(ctx context.Context, s mlflow.Store, in struct {
		ModelId string              `json:"-" url:"-"` //nolint:revive // as the SDK has it
		Body    string              `json:"model_id,omitempty"`
		Tags    []ml.LoggedModelTag `json:"tags,omitempty"`
	},
	) (Empty, error) {
		return Empty{}, s.SetLoggedModelTags(ctx, in.ModelId, loggedTags(in.Tags))
	})
	track(tr, "POST logged-models/{model_id}/params", func(ctx context.Context, s mlflow.Store, in struct {
		ModelId string                    `json:"-" url:"-"` //nolint:revive // as the SDK has it
		Body    string                    `json:"model_id,omitempty"`
		Params  []ml.LoggedModelParameter `json:"params,omitempty"`
	},
	) (Empty, error) {
		return Empty{}, s.LogLoggedModelParams(ctx, in.ModelId, loggedParams(in.Params))
	})
	track(tr, "POST logged-models/search", searchLoggedModels)
}

func loggedParams(params []ml.LoggedModelParameter) []mlflow.Param {
	var out []mlflow.Param
	for _, p := range params {
		out = append(out, mlflow.Param{Key: p.Key, Value: p.Value})
	}
	return out
}

func loggedTags(tags []ml.LoggedModelTag) []mlflow.Tag {
	var out []mlflow.Tag
	for _, t := range tags {
		out = append(out, mlflow.Tag{Key: t.Key, Value: t.Value})
	}
	return out
}

func searchLoggedModels(ctx context.Context, s mlflow.Store, in ml.SearchLoggedModelsRequest) (out struct {
	Models []loggedModel `json:"models,omitempty"`
	Next   string        `json:"next_page_token,omitempty"`
}, err error,
) {
	if len(in.Datasets) > 0 || len(in.OrderBy) > 0 {
		return out, Unsupported("datasets and order_by of a search of logged models")
	}
	var all []loggedModel
	for m, err := range s.SearchLoggedModels(ctx, mlflow.LoggedModelQuery{ExperimentIDs: in.ExperimentIds, Filter: in.Filter}) {
		if err != nil {
			return out, err
		}
		all = append(all, loggedModelOf(m))
	}
	out.Models, out.Next, err = page(all, ucPage{MaxResults: int64(in.MaxResults), PageToken: in.PageToken})
	return out, err
}
