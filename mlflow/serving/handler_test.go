package serving_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
	"github.com/typedml/typedml/validate"
)

const good = `{"id": "a", "amount": 12.5, "count": 3, "premium": true, "rate": null, "weights": [0, 1]}`

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func handler(t *testing.T, o serving.Options) *serving.Handler {
	t.Helper()
	if o.Logger == nil {
		o.Logger = quiet()
	}
	h, err := serving.New(loaded(t), o)
	require.NoError(t, err)
	return h
}

// reply is an answer as a client sees it.
type reply struct {
	status      int
	Predictions []float64 `json:"predictions"`
	Code        string    `json:"error_code"`
	Message     string    `json:"message"`
	Violations  []struct {
		Row  *int   `json:"row"`
		Path string `json:"path"`
		Rule string `json:"rule"`
	} `json:"violations"`
}

func post(t *testing.T, h http.Handler, body string) reply {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/invocations", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	out := reply{status: w.Code}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out), "%s", w.Body.String())
	require.Equal(t, "application/json", w.Header().Get("Content-Type"))
	return out
}

// found lists violations as "row path rule".
func (r reply) found() []string {
	var out []string
	for _, v := range r.Violations {
		row := "-"
		if v.Row != nil {
			row = string(rune('0' + *v.Row))
		}
		out = append(out, strings.Join(strings.Fields(row+" "+v.Path+" "+v.Rule), " "))
	}
	return out
}

func TestEveryInputGivesTheSamePredictions(t *testing.T) {
	h := handler(t, serving.Options{})
	other := strings.NewReplacer(`12.5`, `2`, `[0, 1]`, `[0, 0.25]`, `true`, `false`).Replace(good)
	x, y := new(orderRequest), new(orderRequest)
	require.NoError(t, x.UnmarshalJSON([]byte(good)))
	require.NoError(t, y.UnmarshalJSON([]byte(other)))
	m := loaded(t)
	var want []float64
	for _, row := range []*orderRequest{x, y} {
		p, err := m.Predict(row)
		require.NoError(t, err)
		want = append(want, p)
	}
	require.NotEqual(t, want[0], want[1])
	for name, body := range map[string]string{
		"records":   `{"dataframe_records": [` + good + `, ` + other + `]}`,
		"instances": ` {"instances":[` + good + "\n," + other + `]} `,
		"split": `{"dataframe_split": {"index": [7, 8], "columns": ["weights", "id", "amount", "count", "premium", "rate"],
			"data": [[[0, 1], "a", 12.5, 3, true, null], [[0, 0.25], "a", 2, 3, false, null]]}}`,
		"inputs": `{"inputs": {"weights": [[0, 1], [0, 0.25]], "id": ["a", "a"], "amount": [12.5, 2], "count": [3, 3],
			"premium": [true, false], "rate": [null, null]}}`,
		"inputs as records": `{"inputs": [` + good + `, ` + other + `]}`,
		"an optional column left out": `{"inputs": {"weights": [[0, 1], [0, 0.25]], "id": ["a", "a"], "amount": [12.5, 2], "count": [3, 3],
			"premium": [true, false]}}`,
	} {
		got := post(t, h, body)
		assert.Equal(t, http.StatusOK, got.status, "%s: %s", name, got.Message)
		assert.Equal(t, want, got.Predictions, name)
	}
	assert.Equal(t, []float64{}, post(t, h, `{"dataframe_records": []}`).Predictions)
}

func TestEveryViolationOfEveryRowComesBack(t *testing.T) {
	h := handler(t, serving.Options{})
	row := func(old, replacement string) string { return strings.Replace(good, old, replacement, 1) }
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"missing":        {`{"instances": [` + row(`"count": 3, `, "") + `]}`, []string{"0 count missing"}},
		"unknown":        {`{"instances": [` + row(`"count"`, `"counts": 1, "count"`) + `]}`, []string{"0 counts unknown"}},
		"the label":      {`{"instances": [` + row(`"count"`, `"returned": true, "count"`) + `]}`, []string{"0 returned unknown"}},
		"null":           {`{"instances": [` + row(`12.5`, `null`) + `]}`, []string{"0 amount null"}},
		"text":           {`{"instances": [` + row(`12.5`, `"12.5"`) + `]}`, []string{"0 amount type"}},
		"fraction":       {`{"instances": [` + row(`3`, `1.5`) + `]}`, []string{"0 count type"}},
		"rules":          {`{"instances": [` + good + `,` + row(`12.5`, `-0.125`) + `]}`, []string{"1 amount gte", "1 amount decimals", "1 discount"}},
		"wrong length":   {`{"instances": [` + row(`[0, 1]`, `[0]`) + `]}`, []string{"0 weights type"}},
		"several rows":   {`{"instances": [` + row(`"a"`, `""`) + `,` + row(`3`, `101`) + `]}`, []string{"0 id required", "1 count lte"}},
		"NaN":            {`{"instances": [` + row(`12.5`, `NaN`) + `]}`, []string{"- syntax"}},
		"no JSON":        {`instances`, []string{"- syntax"}},
		"empty":          {``, []string{"- syntax"}},
		"trailing comma": {`{"instances": [` + good + `,]}`, []string{"- syntax"}},
		"two inputs":     {`{"instances": [], "inputs": {}}`, []string{"- syntax"}},
		"no input":       {`{}`, []string{"- syntax"}},
		"other key":      {`{"instances": [], "params": {"a": 1}}`, []string{"- params unknown"}},
		"input twice":    {`{"instances": [], "instances": []}`, []string{"- instances duplicate"}},
		"a list":         {`[` + good + `]`, []string{"- type"}},
		"no list":        {`{"dataframe_records": {}}`, []string{"- dataframe_records type"}},
		"numbers":        {`{"instances": [[1, 2], ` + good + `]}`, []string{"- instances[0] type"}},
		"ragged": {
			`{"dataframe_split": {"columns": ["id", "amount"], "data": [["a", 1], ["b"]]}}`,
			[]string{"- dataframe_split.data[1] type"},
		},
		"unknown column": {
			`{"dataframe_split": {"columns": ["ids", "amount"], "data": [["a", -1], ["b", 2]]}}`,
			[]string{
				"- ids unknown", "0 id missing", "0 count missing", "0 premium missing", "0 weights missing", "0 amount gte",
				"1 id missing", "1 count missing", "1 premium missing", "1 weights missing",
			},
		},
		"unknown input":   {`{"inputs": {"ids": ["a"]}}`, []string{"- inputs.ids unknown"}},
		"number as name":  {`{"dataframe_split": {"columns": [7], "data": [["a"]]}}`, []string{"- dataframe_split.columns[0] type"}},
		"cell for a row":  {`{"dataframe_split": {"columns": ["id"], "data": ["a"]}}`, []string{"- dataframe_split.data[0] type"}},
		"no columns":      {`{"dataframe_split": {"data": []}}`, []string{"- dataframe_split.columns missing"}},
		"split other key": {`{"dataframe_split": {"columns": [], "data": [], "dta": []}}`, []string{"- dataframe_split.dta unknown"}},
		"ragged inputs":   {`{"inputs": {"id": ["a", "b"], "amount": [1]}}`, []string{"- inputs.amount type"}},
		"beyond float32":  {`{"instances": [` + good + `, ` + row(`12.5`, `1e300`) + `]}`, []string{"1 amount overflow"}},
		"column twice":    {`{"dataframe_split": {"columns": ["id", "id"], "data": [["a", "b"]]}}`, []string{"- dataframe_split.columns[1] duplicate"}},
		"deep":            {strings.Repeat("[", 1<<20), []string{"- syntax"}},
	} {
		got := post(t, h, c.body)
		assert.Equal(t, http.StatusBadRequest, got.status, name)
		assert.Equal(t, "BAD_REQUEST", got.Code, name)
		assert.Equal(t, c.want, got.found(), "%s: %s", name, got.Message)
		assert.NotEmpty(t, got.Message, name)
		assert.Nil(t, got.Predictions, name)
	}
}

// TestSensitiveValuesAreNotTold: whatever is wrong with a request, wherever a value stands in it.
func TestSensitiveValuesAreNotTold(t *testing.T) {
	m, err := predict.New[bill](bundleOf((*bill)(nil).TypedMLSchema(), billModel))
	require.NoError(t, err)
	for _, o := range []serving.Options{{}, {Compatible: true}, {Mode: validate.Warn}} {
		var log bytes.Buffer
		o.Logger = slog.New(slog.NewTextHandler(&log, nil))
		h, err := serving.New[bill](m, o)
		require.NoError(t, err)
		for _, body := range []string{
			`{"instances": [{"patient": "p", "amount": "SECRET"}]}`,
			`{"instances": [{"patient": "SECRET", "amount": {"SECRET": 1}}]}`,
			`{"instances": ["SECRET"]}`,
			`{"instances": "SECRET"}`,
			`{"inputs": {"patient": ["SECRET"], "amount": "SECRET"}}`,
			`{"inputs": {"amount": ["SECRET", "SECRET"], "patient": ["SECRET"]}}`,
			`{"inputs": "SECRET"}`,
			`{"dataframe_split": {"columns": ["patient", "amount"], "data": ["SECRET"]}}`,
			`{"dataframe_split": {"columns": ["patient", "amount"], "data": [["SECRET"]]}}`,
			`{"dataframe_split": {"columns": ["patient", "amount"], "data": [["SECRET", "SECRET"]]}}`,
			`{"dataframe_split": {"columns": "SECRET", "data": "SECRET"}}`,
			`{"dataframe_split": "SECRET"}`,
			`"SECRET"`,
		} {
			res := httptest.NewRecorder()
			req := httptest.NewRequest(http.MethodPost, "/invocations", strings.NewReader(body))
			req.Header.Set("Content-Type", "application/json")
			h.ServeHTTP(res, req)
			assert.Equal(t, http.StatusBadRequest, res.Code, body)
			assert.NotContains(t, res.Body.String(), "SECRET", body)
			assert.NotContains(t, log.String(), "SECRET", body)
		}
	}
}

// TestMemoryIsBounded: neither many rows nor long names of columns make a request take much more memory than its body.
func TestMemoryIsBounded(t *testing.T) {
	const n = 20_000
	name, cells := strings.Repeat("x", 5*n), strings.TrimSuffix(strings.Repeat("[1],", n), ",")
	for _, o := range []serving.Options{{}, {Compatible: true}} {
		h := handler(t, o)
		for what, body := range map[string]string{
			"split":        `{"dataframe_split": {"columns": ["` + name + `"], "data": [` + cells + `]}}`,
			"inputs":       `{"inputs": {"` + name + `": [` + cells + `]}}`,
			"known column": `{"dataframe_split": {"columns": ["amount"], "data": [` + cells + `]}}`,
			"names twice":  `{"dataframe_split": {"columns": [` + strings.Repeat(`"amount",`, 10*n) + `1], "data": []}}`,
			"no names":     `{"dataframe_split": {"columns": [` + strings.Repeat(`1,`, 10*n) + `1], "data": []}}`,
			"inputs twice": `{"inputs": {` + strings.Repeat(`"amount": [1], "amount": [1, 2], `, 5*n) + `"amount": []}}`,
			"ragged":       `{"dataframe_split": {"columns": ["amount", "` + name + `"], "data": [` + cells + `]}}`,
		} {
			before := allocated()
			got := post(t, h, body)
			assert.Equal(t, http.StatusBadRequest, got.status, what)
			assert.Less(t, allocated()-before, uint64(50<<20), "%s, compatible=%t: bytes for a body of %d", what, o.Compatible, len(body))
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// TestAnAnswerIsBounded: a small request must not make a huge answer.
func TestAnAnswerIsBounded(t *testing.T) {
	const rows = 100_000
	body := `{"dataframe_records": [` + strings.TrimSuffix(strings.Repeat("{},", rows), ",") + `]}`
	for _, o := range []serving.Options{{}, {Compatible: true}, {Mode: validate.Observe}} {
		got := post(t, handler(t, o), body)
		assert.Equal(t, http.StatusBadRequest, got.status)
		assert.Greater(t, len(got.Violations), 10_000)
		assert.Less(t, len(got.Violations), 10_010)
		assert.Contains(t, got.Message, "rows more were not looked at")
	}
}

// TestObserveAnswersEveryRow: a bound on what is reported is none on what is let through.
func TestObserveAnswersEveryRow(t *testing.T) {
	const rows = 30_000
	bad := strings.Replace(good, "12.5", "-1", 1)
	body := `{"instances": [` + strings.TrimSuffix(strings.Repeat(bad+",", rows), ",") + `]}`
	got := post(t, handler(t, serving.Options{Mode: validate.Observe}), body)
	assert.Equal(t, http.StatusOK, got.status)
	assert.Len(t, got.Predictions, rows)
}

func TestEnvelope(t *testing.T) {
	h := handler(t, serving.Options{MaxBody: 1000})
	for name, c := range map[string]struct {
		method, path, kind, body string
		status                   int
		want                     string
	}{
		"form":     {"POST", "/invocations", "application/x-www-form-urlencoded", "a=1", 415, "send application/json"},
		"no type":  {"POST", "/invocations", "", good, 415, "send application/json"},
		"charset":  {"POST", "/invocations", "application/json; charset=latin1", good, 415, "charset=latin1"},
		"utf-8":    {"POST", "/invocations", "application/json; charset=UTF-8", `{"instances": []}`, 200, "predictions"},
		"too long": {"POST", "/invocations", "application/json", strings.Repeat(" ", 1001), 413, "longer than 1000 bytes"},
		"get":      {"GET", "/invocations", "", "", 405, "takes POST, not GET"},
		"post":     {"POST", "/ping", "", "", 405, "takes GET, not POST"},
		"unknown":  {"GET", "/invocation", "", "", 404, "there is no /invocation"},
		"ping":     {"GET", "/ping", "", "", 200, "\n"},
		"health":   {"GET", "/health", "", "", 200, "\n"},
		"version":  {"GET", "/version", "", "", 200, "3.17.2"},
		"metrics":  {"GET", "/metrics", "", "", 200, `typedml_serving_requests_total{code="413"} 1`},
	} {
		if name == "metrics" {
			continue // after the others, below
		}
		w := call(h, c.method, c.path, c.kind, c.body)
		assert.Equal(t, c.status, w.Code, name)
		assert.Contains(t, w.Body.String(), c.want, name)
	}
	w := call(h, "GET", "/metrics", "", "")
	assert.Contains(t, w.Body.String(), `typedml_serving_requests_total{code="413"} 1`)
	h.Drain()
	assert.Equal(t, 503, call(h, "GET", "/ping", "", "").Code)
	assert.Equal(t, 200, call(h, "POST", "/invocations", "application/json", `{"instances": []}`).Code)
}

func call(h http.Handler, method, path, kind, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestModes(t *testing.T) {
	broken := `{"instances": [` + strings.Replace(good, "12.5", "-1", 1) + `]}`
	undecoded := `{"instances": [` + strings.Replace(good, "12.5", `"x"`, 1) + `]}`
	for mode, c := range map[validate.Mode]struct {
		status int
		logged bool
	}{validate.Enforce: {400, false}, validate.Warn: {200, true}, validate.Observe: {200, false}} {
		var log bytes.Buffer
		h := handler(t, serving.Options{Mode: mode, Logger: slog.New(slog.NewTextHandler(&log, nil))})
		assert.Equal(t, c.status, post(t, h, broken).status, mode)
		assert.Equal(t, c.logged, strings.Contains(log.String(), "mode=warn"), "%s: %s", mode, log.String())
		metrics := call(h, "GET", "/metrics", "", "").Body.String()
		assert.Contains(t, metrics, `typedml_serving_violations_total{field="Amount",rule="gte"} 1`, mode)
		assert.Equal(t, 400, post(t, h, undecoded).status, "%s: what does not decode is refused in every mode", mode)
	}
}
