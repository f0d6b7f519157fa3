package endpoint_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
	"github.com/typedml/typedml/mlflow/serving/endpoint"
	"github.com/typedml/typedml/validate"
)

// modelText is the XGBoost model of orders.
func modelText() string {
	var trees []string
	for i, split := range []struct {
		feature int
		at      float64
	}{{0, 10}, {1, 5}, {3, 0.5}, {4, 0.5}, {5, 0.5}, {7, 0.5}} {
		trees = append(trees, strings.NewReplacer("@ID@", fmt.Sprint(i), "@FEATURE@", fmt.Sprint(split.feature), "@AT@", fmt.Sprintf("%.5f", split.at),
			"@LEAF@", fmt.Sprintf("%.5f", math.Pow(2, -float64(i)))).Replace(orderTree))
	}
	return strings.Replace(orderModel, "@TREES@", strings.Join(trees, ", "), 1)
}

// local is the model on this machine.
func local(t *testing.T) *predict.Model[orderRequest] {
	t.Helper()
	record := (*order)(nil).TypedMLSchema()
	m, err := predict.New[orderRequest](&model.Bundle{
		Source: &model.Source{URI: "models:/main.ml.returns/1"},
		MLmodel: &model.MLmodel{
			Info: model.InfoOf(record), Signature: model.SignatureOf(record),
			Flavors: map[string]map[string]any{"xgboost": {"data": "model.json"}},
		},
		Files: map[string][]byte{"model.json": []byte(modelText())},
	})
	require.NoError(t, err)
	return m
}

// workspace is a fake with three versions of a model, which answer as MLflow's scoring server does; the third is broken.
func workspace(t *testing.T) (*databricks.Fake, *predict.Model[orderRequest]) {
	t.Helper()
	f := databricks.Start(t).OnlyFake(t)
	m := local(t)
	h, err := serving.New(m, serving.Options{Compatible: true, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	for _, v := range []string{"1", "2", "3"} {
		f.Endpoints.Models["main.ml.returns/"+v] = h
	}
	f.Endpoints.Models["main.ml.other/1"] = h
	f.Endpoints.Broken["main.ml.returns/3"] = "The container could not load the model: no module named xgboost"
	return f, m
}

var options = endpoint.Options{Poll: time.Millisecond}

func spec(version string) endpoint.Spec {
	return endpoint.Spec{Name: "returns", Model: "main.ml.returns", Version: version}
}

func rows() []orderRequest {
	low, high := 0.25, 0.75
	return []orderRequest{
		{ID: "a", Amount: 3, Count: 1, Channel: shop, Rate: &low, Weights: [2]float64{1, 0}},
		{ID: "b", Amount: 12.5, Count: 100, Channel: web, Premium: true, Rate: &high, Weights: [2]float64{0, 1}},
		{ID: "c", Amount: 1e6, Count: 5, Channel: web, Weights: [2]float64{-0.5, 1e-7}},
	}
}

func TestDeployAndQuery(t *testing.T) {
	f, m := workspace(t)
	var seen []endpoint.State
	watched := options
	watched.Progress = func(s endpoint.State) { seen = append(seen, s) }
	state, err := endpoint.Deploy(t.Context(), spec("1"), watched)
	require.NoError(t, err)
	assert.Equal(t, endpoint.State{Name: "returns", Ready: true, Model: "main.ml.returns", Version: "1"}, state)
	assert.True(t, seen[0].Updating)

	client, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
	require.NoError(t, err)
	got, err := client.Query(t.Context(), rows()...)
	require.NoError(t, err)
	for i, row := range rows() {
		want, err := m.Predict(&row)
		require.NoError(t, err)
		assert.InDelta(t, want, got[i], 0)
	}
	assert.NotEqual(t, got[0], got[1])

	calls := len(f.Calls())
	_, err = endpoint.Deploy(t.Context(), spec("1"), options)
	require.NoError(t, err)
	for _, c := range f.Calls()[calls:] {
		assert.Equal(t, "GET", c.Method, "nothing was to be done")
	}
	state, err = endpoint.Deploy(t.Context(), spec("2"), options)
	require.NoError(t, err)
	assert.Equal(t, "2", state.Version)

	// A version that cannot be deployed leaves the one before at work, and its reason is told.
	state, err = endpoint.Deploy(t.Context(), spec("3"), options)
	require.ErrorContains(t, err, "does not serve version 3 of main.ml.returns: The container could not load the model: no module named xgboost")
	assert.Equal(t, "2", state.Version)
	_, err = client.Query(t.Context(), rows()...)
	require.NoError(t, err)

	require.NoError(t, endpoint.Delete(t.Context(), "returns", options))
	require.NoError(t, endpoint.Delete(t.Context(), "returns", options))
	_, err = client.Query(t.Context(), rows()...)
	require.ErrorContains(t, err, "databricks: query endpoint returns at "+f.URL())
	require.ErrorContains(t, err, "(404 RESOURCE_DOES_NOT_EXIST)")
}

func TestDeployRefuses(t *testing.T) {
	f, _ := workspace(t)
	for want, s := range map[string]endpoint.Spec{
		`the name "" of an endpoint`:                 {Model: "a.b.c", Version: "1"},
		`the model "returns" is no three-level name`: {Name: "x", Model: "returns", Version: "1"},
		`the version "@champion" is no number`:       {Name: "x", Model: "a.b.c", Version: "@champion"},
		`the size "Huge" is none of`:                 {Name: "x", Model: "a.b.c", Version: "1", Size: "Huge"},
		"The model version a.b.c/1 does not exist":   {Name: "x", Model: "a.b.c", Version: "1"},
	} {
		_, err := endpoint.Deploy(t.Context(), s, options)
		require.ErrorContains(t, err, want)
	}
	_, err := endpoint.Deploy(t.Context(), spec("1"), options)
	require.NoError(t, err)
	calls := len(f.Calls())
	_, err = endpoint.Deploy(t.Context(), endpoint.Spec{Name: "returns", Model: "main.ml.other", Version: "1"}, options)
	require.ErrorContains(t, err, "the endpoint returns serves the model main.ml.returns, not main.ml.other, and is left alone")
	assert.Len(t, f.Calls(), calls+1)

	ctx, cancel := context.WithCancel(t.Context())
	_, err = endpoint.Deploy(ctx, spec("2"), endpoint.Options{Poll: time.Hour, Progress: func(endpoint.State) { cancel() }})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "whose deployment goes on")
	state, err := endpoint.Deploy(t.Context(), spec("2"), options)
	require.NoError(t, err)
	assert.Equal(t, "2", state.Version)
}

// TestDeployAgainFails: what answers is of the version that is asked for, but not what was deployed last.
func TestDeployAgainFails(t *testing.T) {
	f, _ := workspace(t)
	_, err := endpoint.Deploy(t.Context(), spec("2"), options)
	require.NoError(t, err)
	f.Endpoints.Broken["main.ml.returns/2"] = "The secret a/b does not exist"
	s := spec("2")
	s.Environment = map[string]string{"TOKEN": "{{secrets/a/b}}"}
	for _, f.Endpoints.Stopped = range []bool{false, true} {
		state, err := endpoint.Deploy(t.Context(), s, options)
		require.ErrorContains(t, err, "does not serve version 2 of main.ml.returns: The secret a/b does not exist")
		assert.True(t, state.Ready && state.Failed, "%+v", state)
	}
	state, err := endpoint.Deploy(t.Context(), spec("2"), options)
	require.NoError(t, err, "what answers is what is asked for")
	assert.Equal(t, "2", state.Version)
}

// TestDeployAnswerLost: what is being deployed although nobody said so is waited for.
func TestDeployAnswerLost(t *testing.T) {
	f, _ := workspace(t)
	const path = "/api/2.0/serving-endpoints"
	for _, deploy := range []struct{ method, version string }{{"POST", "1"}, {"PUT", "2"}} {
		f.Inject(databricks.Fault{Method: deploy.method, Path: path, Status: 500, Late: true, Times: 1})
		state, err := endpoint.Deploy(t.Context(), spec(deploy.version), options)
		require.NoError(t, err)
		assert.Equal(t, deploy.version, state.Version)
	}
	s := spec("1")
	s.Environment = map[string]string{"TOKEN": "{{secrets/a/b}}"}
	f.Inject(databricks.Fault{Method: "PUT", Path: path, Status: 500, Late: true, Times: 1})
	state, err := endpoint.Deploy(t.Context(), s, options)
	require.NoError(t, err)
	assert.Equal(t, "1", state.Version)

	// What another program deploys meanwhile is not taken for ours.
	f.Inject(databricks.Fault{Method: "PUT", Path: path, Status: 409, Code: "RESOURCE_CONFLICT", Times: 1})
	_, err = endpoint.Deploy(t.Context(), spec("2"), options)
	require.ErrorContains(t, err, "update endpoint returns at "+f.URL())
	f.Inject(databricks.Fault{Method: "POST", Path: path, Status: 500, Times: 1})
	_, err = endpoint.Deploy(t.Context(), endpoint.Spec{Name: "new", Model: "main.ml.other", Version: "1"}, options)
	require.ErrorContains(t, err, "create endpoint new at "+f.URL())
}

// TestNothingInvalidIsSent counts what reaches the workspace.
func TestNothingInvalidIsSent(t *testing.T) {
	f, _ := workspace(t)
	client, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
	require.NoError(t, err)
	f.ClearCalls()
	bad := rows()
	bad[1].Count, bad[2].Amount = 101, 1.005
	_, err = client.Query(t.Context(), bad...)
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	require.Len(t, broken.Violations, 2)
	assert.Equal(t, "row 1: count: must be at most 100 (lte=100), got 101", broken.Violations[0].String())
	assert.Equal(t, 2, broken.Violations[1].Row())

	inf := rows()
	inf[2].Weights[1] = math.Inf(1)
	_, err = client.Query(t.Context(), inf...)
	require.ErrorContains(t, err, "row 2: weights_1 is +Inf, which JSON has no number for")

	many := make([]orderRequest, 150_000)
	for i := range many {
		many[i] = rows()[1]
	}
	_, err = client.Query(t.Context(), many...)
	require.ErrorContains(t, err, "150000 rows are larger than the 16000000 bytes that the endpoint returns takes in a request; send at most")
	none, err := client.Query(t.Context())
	require.NoError(t, err)
	assert.Empty(t, none)
	assert.Empty(t, f.Calls())
}

func TestRecords(t *testing.T) {
	f, _ := workspace(t)
	_, err := endpoint.Deploy(t.Context(), spec("1"), options)
	require.NoError(t, err)
	for fields, want := range map[bool]string{
		false: `{"dataframe_records":[{"amount":1e+06,"count":5,"channel=shop":false,"channel=web":true,"premium":false,"rate":null,"weights_0":-0.5,"weights_1":1e-07}]}`,
		true:  `{"dataframe_records":[{"id":"c","amount":1000000,"count":5,"channel":"web","premium":false,"rate":null,"weights":[-0.5,1e-7]}]}`,
	} {
		o := options
		o.Fields = fields
		client, err := endpoint.Open[orderRequest](t.Context(), "returns", o)
		require.NoError(t, err)
		f.ClearCalls()
		_, _ = client.Query(t.Context(), rows()[2])
		require.NotEmpty(t, f.Calls())
		assert.Equal(t, want, f.Calls()[0].Body)
	}
}

func TestFaults(t *testing.T) {
	f, _ := workspace(t)
	_, err := endpoint.Deploy(t.Context(), spec("1"), options)
	require.NoError(t, err)
	client, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
	require.NoError(t, err)
	const path = "/serving-endpoints/"
	for status, want := range map[int]string{
		401: "the credential was refused: renew it; it comes from DATABRICKS_TOKEN (pat)",
		403: "grant CAN QUERY on the endpoint",
		413: "(413",
	} {
		f.ClearFaults()
		f.Inject(databricks.Fault{Path: path, Status: status, Message: "no, " + f.Token()})
		_, err := client.Query(t.Context(), rows()...)
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), f.Token())
	}
	for _, fault := range []databricks.Fault{{Status: 429, RetryAfter: "1", Times: 1}, {Status: 500, Times: 1}, {Drop: true, Times: 1}} {
		f.ClearFaults()
		fault.Path = path
		f.Inject(fault)
		got, err := client.Query(t.Context(), rows()...)
		require.NoError(t, err, "%+v", fault)
		assert.Len(t, got, 3)
	}
	f.ClearFaults()
	f.Inject(databricks.Fault{Path: path, Status: 429, RetryAfter: "60"})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	began := time.Now()
	_, err = client.Query(ctx, rows()...)
	require.ErrorContains(t, err, "the workspace limits requests")
	assert.Less(t, time.Since(began), 4*time.Second, "it waited though the time would not do")
}

// TestAnswers are those of a model that is not what the client takes it for.
func TestAnswers(t *testing.T) {
	f, _ := workspace(t)
	for answer, want := range map[string]string{
		`{"predictions": [0.5, 0.25]}`:         "answered 2 predictions for 3 rows",
		`{"predictions": [0.5, null, 1]}`:      "answered no prediction for row 1",
		`{"predictions": ["a", "b", "c"]}`:     "query endpoint returns",
		`{"predictions": {"a": [0.1]}}`:        "query endpoint returns",
		`<html>`:                               "query endpoint returns",
		`{}`:                                   "answered 0 predictions for 3 rows",
		`{"predictions": [[1], [0.5], [0.1]]}`: "query endpoint returns",
	} {
		f.Endpoints.Models["main.ml.returns/1"] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
		_, err := endpoint.Deploy(t.Context(), spec("1"), options)
		require.NoError(t, err)
		client, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
		require.NoError(t, err)
		_, err = client.Query(t.Context(), rows()...)
		require.ErrorContains(t, err, want, answer)
	}
	client, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
	require.NoError(t, err)
	f.Endpoints.Models["main.ml.returns/1"] = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"predictions": [["a", 1], ["b", 2], ["c", 3]]}`)
	})
	got, err := endpoint.QueryAs[[]any](t.Context(), client, rows()...)
	require.NoError(t, err)
	assert.Equal(t, []any{"b", 2.0}, got[1])
}
