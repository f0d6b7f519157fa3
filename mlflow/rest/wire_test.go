package rest

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func TestArtifactErrors(t *testing.T) {
	s, _ := openFake(t, "http://127.0.0.1:1", nil)
	for loc, want := range map[string]string{
		"s3://bucket/x": "--artifacts-destination", "/data/mlruns/0": "--artifacts-destination", "file:///x": "--artifacts-destination",
		"mlflow-artifacts://other:5000/0/x": "belong to the server at other:5000",
	} {
		err := s.PutArtifact(t.Context(), loc, "a", bytes.NewReader(nil))
		require.ErrorContains(t, err, want, loc)
	}
	f := serve(t, func(w http.ResponseWriter, r *http.Request) { // a body that ends early
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "short")
	})
	s, _ = openFake(t, f.URL, nil)
	rc, err := s.OpenArtifact(t.Context(), "mlflow-artifacts:/x", "a")
	require.NoError(t, err)
	_, err = io.ReadAll(rc)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NoError(t, rc.Close())
}

// TestAnInternalErrorMayBeARefusal: an artifact that cannot be written is not tried for minutes; one that can is.
func TestAnInternalErrorMayBeARefusal(t *testing.T) {
	const root, below = `{"files":[{"path":"d","is_dir":true}]}`, `{"files":[{"path":"file","is_dir":false,"file_size":2}]}`
	for name, tc := range map[string]struct {
		file  string
		lists []string
		want  string
	}{
		"folder":     {"d", []string{root}, "it is a folder"},
		"below file": {"d/file/x", []string{root, below}, "a folder of the path is a file"},
		"new":        {"d/other", []string{root, below}, ""},
		"replaced":   {"d/file", []string{root, below}, ""},
		"no list":    {"d/file", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			steps := []http.HandlerFunc{status(500, "Internal Server Error")}
			for _, l := range tc.lists {
				steps = append(steps, status(200, l))
			}
			if tc.lists == nil {
				steps = append(steps, status(500, "Internal Server Error"))
			}
			f := serve(t, append(steps, status(200, "{}"))...)
			s, waits := openFake(t, f.URL, nil)
			err := s.PutArtifact(t.Context(), "mlflow-artifacts:/0/r", tc.file, bytes.NewReader([]byte("x")))
			if tc.want == "" {
				require.NoError(t, err)
				require.Len(t, *waits, 1)
				return
			}
			code(t, mlflow.CodeInvalidParameter, err)
			require.ErrorContains(t, err, tc.file+": "+tc.want)
			require.Empty(t, *waits)
		})
	}
}

func TestWire(t *testing.T) {
	f := serve(t, status(200, `{"run":{"info":{"run_id":"r","status":"FINISHED","start_time":1700000000000,"end_time":"1700000000001"},
		"data":{"metrics":[{"key":"a","value":"NaN","timestamp":5,"step":"9007199254740993"},{"key":"b","value":"-Infinity","timestamp":"5"},{"key":"c","value":1}]}}}`))
	s, _ := openFake(t, f.URL, nil)
	r, err := s.GetRun(t.Context(), "r")
	require.NoError(t, err)
	require.Equal(t, int64(9007199254740993), r.Data.Metrics["a"].Step, "an int64 keeps its bits")
	require.Equal(t, int64(1700000000001), r.Info.End.UnixMilli())
	require.Less(t, r.Data.Metrics["b"].Value, -1e308)
	require.Equal(t, 1.0, r.Data.Metrics["c"].Value)

	f.steps = []http.HandlerFunc{status(200, "{}")}
	require.NoError(t, s.LogBatch(t.Context(), "r", mlflow.Batch{Metrics: []mlflow.Metric{
		{Key: "a", Value: math.NaN(), Time: time.UnixMilli(7)}, {Key: "b", Value: math.Inf(-1), Time: time.UnixMilli(7), Step: 1 << 60},
	}}))
	require.JSONEq(t, `{"run_id":"r","params":[],"tags":[],"metrics":[{"key":"a","value":"NaN","timestamp":7,"step":0},
		{"key":"b","value":"-Infinity","timestamp":7,"step":1152921504606846976}]}`, f.bodies()[1], "unquoted NaN is stored as 0 at time 0")

	for _, bad := range []string{`{"run":{"info":{"status":"DONE"}}}`, `{"run":{"info":{"start_time":"soon"}}}`, `{"run":{"data":{"metrics":[{"value":"x"}]}}}`, `[`} {
		f.steps = []http.HandlerFunc{status(200, bad)}
		_, err := s.GetRun(t.Context(), "r")
		code(t, mlflow.CodeInternal, err)
	}
}
