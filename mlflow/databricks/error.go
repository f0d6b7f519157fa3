package databricks

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// failed turns a failure of the workspace into MLflow's.
func failed(op, object string, err error) error {
	if err == nil {
		return nil
	}
	var known *mlflow.Error
	if errors.As(err, &known) {
		return err
	}
	out := &mlflow.Error{Code: mlflow.CodeUnavailable, Op: op, Object: object, Err: err}
	var e *workspace.Error
	if !errors.As(err, &e) {
		out.Code = mlflow.CodeInternal
		return out
	}
	out.Status = e.Status
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		out.Code = mlflow.CodeCancelled
	case e.Unauthenticated():
		out.Code = mlflow.CodeUnauthenticated
	case e.Status == http.StatusForbidden:
		out.Code = mlflow.CodePermissionDenied
	case workspace.IsAlreadyExists(err):
		out.Code = mlflow.CodeAlreadyExists
	case workspace.IsNotFound(err):
		out.Code = mlflow.CodeNotFound
	case e.Status == http.StatusNotFound, e.Status == http.StatusNotImplemented:
		out.Code = mlflow.CodeNotImplemented
	case workspace.IsUnavailable(err) || e.Status == 0:
	case e.Code != "" && strings.Trim(e.Code, "0123456789") != "":
		out.Code = mlflow.Code(e.Code)
	default:
		out.Code = mlflow.CodeBadRequest
	}
	if out.Status == 0 && e.Op == "connect" {
		out.Code = mlflow.CodeInvalidParameter
	}
	return out
}
