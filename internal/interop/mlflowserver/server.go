// Package mlflowserver starts the real MLflow tracking server for a test.
package mlflowserver

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/typedml/typedml/internal/interop"
)

// Start runs `mlflow server` of the pinned version on a random port of 127.0.0.1 and returns it when it answers, which
// takes 8 to 36 seconds. It serves the database file db and the artifact folder artifacts; both are made in a temporary
// folder of the test when they are empty. Where MLflow is not installed the test is skipped (see [interop.Skip]).
func Start(t testing.TB, db, artifacts string) *interop.Server {
	t.Helper()
	mlflow := interop.Bin(t, "mlflow", "mlflow")
	dir := t.TempDir()
	if db == "" {
		db = filepath.Join(dir, "mlflow.db")
	}
	if artifacts == "" {
		artifacts = filepath.Join(dir, "mlartifacts")
	}
	port := interop.FreePort(t)
	cmd := exec.Command(mlflow, "server", "--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1",
		"--backend-store-uri", "sqlite:///"+filepath.ToSlash(db), "--artifacts-destination", artifacts)
	cmd.Dir = dir
	cmd.Env = interop.Env(interop.Python(t, "mlflow"))
	return interop.Start(t, cmd, port, "/health")
}
