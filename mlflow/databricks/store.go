package databricks

import (
	"context"
	"net/http"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/rest"
)

func init() { //nolint:gochecknoinits // a leaf registers its URI scheme
	mlflow.Register("databricks", func(ctx context.Context, uri string, o mlflow.Options) (mlflow.Store, error) { return New(ctx, uri, o) })
}

// Store is MLflow in one workspace: its tracking server, and the models of its Unity Catalog. It is safe for concurrent
// use.
type Store struct {
	*rest.Store // tracking

	uri     string
	options options
	client  *workspace.Client
	signed  *http.Client
	o       mlflow.Options
}

var _ mlflow.Store = (*Store)(nil)

// New returns the store of the workspace that uri names: see the package. A wrong host or token is found by the first
// call. [mlflow.Open] is the usual way here.
func New(ctx context.Context, uri string, o mlflow.Options) (*Store, error) {
	o = o.Complete()
	options, err := parse(uri)
	if err != nil {
		return nil, &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "open", Object: mlflow.Redact(uri), Message: err.Error()}
	}
	client, err := workspace.Open(ctx, workspace.Options{Profile: options.profile, Sleep: o.Sleep, Logger: o.Logger})
	if err != nil {
		return nil, failed("open", mlflow.Redact(uri), err)
	}
	t := o
	t.HTTPClient = &http.Client{Transport: &authenticated{client: client}}
	t.Getenv = withoutCredentials(o.Getenv)
	tracking, err := rest.New(client.Host(), t)
	if err != nil {
		return nil, err
	}
	return &Store{Store: tracking, uri: uri, options: options, client: client, signed: client.Signed(), o: o}, nil
}

// URI implements [mlflow.Store].
func (s *Store) URI() string { return s.uri }

// withoutCredentials hides MLflow's own credentials: the workspace's are Databricks'.
func withoutCredentials(getenv func(string) string) func(string) string {
	return func(name string) string {
		switch name {
		case "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN":
			return ""
		}
		return getenv(name)
	}
}
