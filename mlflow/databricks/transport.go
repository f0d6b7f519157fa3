package databricks

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/databricks/databricks-sdk-go/apierr"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// authenticated signs the requests of the tracking client, which repeats them itself, and explains refusals.
type authenticated struct {
	client *workspace.Client
}

// RoundTrip implements [http.RoundTripper].
func (a *authenticated) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if err := a.client.Authenticate(r); err != nil {
		return nil, a.client.Explain(workspace.Call{Op: "authenticate"}, err)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusUnauthorized && resp.StatusCode != http.StatusForbidden {
		return resp, err
	}
	return a.explained(resp), nil
}

// explained replaces a refusal by one that says where the credential comes from and which permission lacks: MLflow's own
// advice names variables that do not count here.
func (a *authenticated) explained(resp *http.Response) *http.Response {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16)) // the status says enough
	_ = resp.Body.Close()
	var answer struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &answer) != nil || answer.Message == "" {
		answer.Message = http.StatusText(resp.StatusCode)
	}
	call := workspace.Call{Op: "call MLflow", Needs: "CAN EDIT on the experiment, or CAN MANAGE to change it,"}
	err := a.client.Explain(call, &apierr.APIError{StatusCode: resp.StatusCode, Message: answer.Message})
	code, words := mlflow.CodePermissionDenied, answer.Message
	var e *workspace.Error
	if errors.As(err, &e) {
		words = e.Message + " at " + e.Host + "; " + e.Remedy
		if e.Unauthenticated() {
			code = mlflow.CodeUnauthenticated
		}
	}
	text, err := json.Marshal(map[string]string{"error_code": string(code), "message": words})
	if err != nil { // texts always can be
		text = body
	}
	resp.Body = io.NopCloser(bytes.NewReader(text))
	resp.ContentLength = int64(len(text))
	return resp
}
