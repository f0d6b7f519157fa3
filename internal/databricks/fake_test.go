package databricks

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/client"
	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/sql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// probe is a fake that says what it decoded.
func probe(t *testing.T) *Fake {
	t.Helper()
	f := NewFake()
	t.Cleanup(f.Close)
	Handle(f, "POST /probe/{full_name_arg}", func(_ context.Context, in catalog.CreateTableConstraint) (catalog.CreateTableConstraint, error) {
		return in, nil
	})
	Handle(f, "GET /probe/{full_name}/versions/{version}", func(_ context.Context, in catalog.GetModelVersionRequest) (Empty, error) {
		assert.Equal(t, catalog.GetModelVersionRequest{FullName: "a.b.c", Version: 3, IncludeAliases: true}, in)
		return Empty{}, nil
	})
	Handle(f, "POST /probe-statement", func(_ context.Context, in sql.ExecuteStatementRequest) (Empty, error) { return Empty{}, nil })
	return f
}

// connect is the SDK's client; the SDK's package of all services takes minutes to compile.
func connect(t *testing.T, cfg *config.Config) *client.DatabricksClient {
	t.Helper()
	c, err := client.New(cfg)
	require.NoError(t, err)
	return c
}

func ask(t *testing.T, f *Fake, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, f.URL()+path, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+f.Token())
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func TestRequestsAreRead(t *testing.T) {
	f := probe(t)
	for _, tc := range []struct {
		name, method, path, body string
		status                   int
		says                     string
	}{
		{"whole", "POST", "/probe/a.b.c", `{"full_name_arg":"a.b.c","constraint":{"primary_key_constraint":{"name":"pk","child_columns":["id"],"rely":true}}}`, 200, `"rely":true`},
		{"unknown field", "POST", "/probe/a.b.c", `{"full_name_arg":"a","constraint":{},"extra":1}`, 400, "Unknown field extra"},
		{"unknown nested field", "POST", "/probe/a.b.c", `{"full_name_arg":"a","constraint":{"primary_key_constraint":{"name":"pk","child_columns":["id"],"relly":true}}}`, 400, "Unknown field constraint.primary_key_constraint.relly"},
		{"missing field", "POST", "/probe/a.b.c", `{"full_name_arg":"a"}`, 400, "Missing required field: constraint"},
		{"empty required list", "POST", "/probe/a.b.c", `{"full_name_arg":"a","constraint":{"primary_key_constraint":{"name":"pk","child_columns":[]}}}`, 400, "Missing required field: constraint.primary_key_constraint.child_columns"},
		{"wrong type", "POST", "/probe/a.b.c", `{"full_name_arg":7,"constraint":{}}`, 400, "MALFORMED_REQUEST"},
		{"not JSON", "POST", "/probe/a.b.c", `{`, 400, "MALFORMED_REQUEST"},
		{"no body", "POST", "/probe/a.b.c", ``, 400, "Missing required field"},
		{"enum", "POST", "/probe-statement", `{"statement":"s","warehouse_id":"w","format":"PAPER"}`, 400, `Field format has no value \"PAPER\"`},
		{"path and query", "GET", "/probe/a.b.c/versions/3?include_aliases=true", "", 200, "{}"},
		{"unknown parameter", "GET", "/probe/a.b.c/versions/3?aliases=true", "", 400, "Unknown parameter aliases"},
		{"bad path", "GET", "/probe/a.b.c/versions/three", "", 400, `Parameter version has no value \"three\"`},
		{"unknown path", "GET", "/nothing", "", 404, "ENDPOINT_NOT_FOUND"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, text := ask(t, f, tc.method, tc.path, tc.body)
			assert.Equal(t, tc.status, status, text)
			assert.Contains(t, text, tc.says)
		})
	}
}

func TestToken(t *testing.T) {
	f := probe(t)
	resp, err := http.Get(f.URL() + "/probe/x/versions/1")
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, 401, resp.StatusCode)
	c := connect(t, &config.Config{Host: f.URL(), Token: "other", Loaders: []config.Loader{config.ConfigAttributes}})
	_, err = catalog.NewTables(c).GetByFullName(t.Context(), "a.b.c")
	require.ErrorIs(t, err, apierr.ErrPermissionDenied)
	require.ErrorContains(t, err, "Invalid access token")
}

func TestFaults(t *testing.T) {
	f := probe(t)
	f.Inject(Fault{Method: "GET", Path: "/probe/", Status: 403, Skip: 1, Times: 2})
	var got []int
	for range 4 {
		status, _ := ask(t, f, "GET", "/probe/a.b.c/versions/3?include_aliases=true", "")
		got = append(got, status)
	}
	assert.Equal(t, []int{200, 403, 403, 200}, got)
	f.Inject(Fault{Path: "/", Status: 429, RetryAfter: "7"})
	_, text := ask(t, f, "GET", "/probe/a.b.c/versions/3?include_aliases=true", "")
	assert.Contains(t, text, "REQUEST_LIMIT_EXCEEDED")
	f.ClearFaults()
	f.Inject(Fault{Path: "/probe/", Drop: true, Times: 1})
	resp, err := http.Get(f.URL() + "/probe/x")
	require.NoError(t, err, "the token comes first")
	resp.Body.Close()
	var statuses []int
	for _, c := range f.Calls() {
		statuses = append(statuses, c.Status)
	}
	assert.Equal(t, []int{200, 403, 403, 200, 429, 401}, statuses)
}

func TestStartIsTheFake(t *testing.T) {
	t.Setenv("DATABRICKS_HOST", "")
	tg := Start(t)
	assert.Equal(t, tg.OnlyFake(t).URL(), connect(t, &config.Config{}).Config.Host)
	assert.True(t, strings.HasPrefix(tg.Name("x"), "main.ml.typedml_test_"), tg.Name("x"))
}
