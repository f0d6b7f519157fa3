package databricks

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// Variables that send the tests to a real workspace, beside the SDK's own DATABRICKS_*.
const (
	EnvSchema    = "TYPEDML_DATABRICKS_SCHEMA"    // catalog.schema that tests may create in and remove from
	EnvWarehouse = "TYPEDML_DATABRICKS_WAREHOUSE" // the SQL warehouse; DATABRICKS_WAREHOUSE_ID otherwise
	EnvStorage   = "TYPEDML_DATABRICKS_STORAGE"   // an external location that tests may register tables below, such as s3://bucket/scratch
)

// Target is the workspace that a test runs on: a real one, or a fake of its own.
type Target struct {
	Catalog, Schema string
	Warehouse       string
	// Storage is where external tables may lie; "" on a workspace for which none is named.
	Storage string
	// Prefix begins the names of what the test makes, and nothing else's.
	Prefix string
	// Fake is nil on a real workspace.
	Fake *Fake
}

// Start returns the workspace that DATABRICKS_HOST and TYPEDML_DATABRICKS_SCHEMA name together, else a new fake with the
// schema main.ml and the warehouse "w1", and points the SDK's environment at it for the time of the test. It logs which.
// What a test makes it removes itself, by t.Cleanup: on a real workspace it would stay.
func Start(t testing.TB) *Target {
	t.Helper()
	prefix := fmt.Sprintf("typedml_test_%x_", time.Now().UnixNano())
	if host, schema := os.Getenv("DATABRICKS_HOST"), os.Getenv(EnvSchema); host != "" && schema != "" {
		catalog, name, ok := strings.Cut(schema, ".")
		if !ok {
			t.Fatalf("%s=%q is not catalog.schema", EnvSchema, schema)
		}
		warehouse := os.Getenv(EnvWarehouse)
		if warehouse == "" {
			warehouse = os.Getenv("DATABRICKS_WAREHOUSE_ID")
		}
		t.Logf("runs on the workspace at %s, schema %s, warehouse %q", host, schema, warehouse)
		return &Target{Catalog: catalog, Schema: name, Warehouse: warehouse, Storage: os.Getenv(EnvStorage), Prefix: prefix}
	}
	f := NewFake()
	t.Cleanup(f.Close)
	f.AddSchema("main", "ml")
	f.Setenv(t)
	t.Log("runs on the fake workspace; set DATABRICKS_HOST, " + EnvSchema + " and " + EnvWarehouse + " for a real one")
	return &Target{Catalog: "main", Schema: "ml", Warehouse: "w1", Storage: "s3://bucket/tables", Prefix: prefix, Fake: f}
}

// OnlyFake returns the fake, and skips a test that needs one on a real workspace: one that makes calls fail.
func (tg *Target) OnlyFake(t testing.TB) *Fake {
	t.Helper()
	if tg.Fake == nil {
		t.Skip("only the fake workspace can be made to fail")
	}
	return tg.Fake
}

// Name returns the three-level name of something of the test's own.
func (tg *Target) Name(what string) string {
	return tg.Catalog + "." + tg.Schema + "." + tg.Prefix + what
}

// Setenv points the SDK's environment at the fake, without profiles, for the time of the test.
func (f *Fake) Setenv(t testing.TB) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "DATABRICKS_") {
			t.Setenv(name, "")
		}
	}
	t.Setenv("DATABRICKS_HOST", f.URL())
	t.Setenv("DATABRICKS_TOKEN", f.Token())
	t.Setenv("DATABRICKS_CONFIG_FILE", t.TempDir()+"/absent")
}
