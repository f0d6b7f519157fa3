package databricks

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// link is a signed link to one artifact (ArtifactCredentialInfo in MLflow's protocol files). It is a credential: it
// stands in no message.
type link struct {
	URI     string `json:"signed_uri"`
	Type    string `json:"type"`
	Headers []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"headers"`
}

// link asks the workspace to sign one.
func (s *Store) link(ctx context.Context, op string, at location, file string, write bool) (*link, error) {
	full := path.Join(at.below, file)
	verb, right := "read", "CAN READ"
	if write {
		verb, right = "write", "CAN EDIT"
	}
	in, to := object{"run_id": at.run, "path": []string{full}}, "/api/2.0/mlflow/artifacts/credentials-for-"+verb
	if at.model != "" {
		verb = "download"
		if write {
			verb = "upload"
		}
		in, to = object{"paths": []string{full}}, "/api/2.0/mlflow/logged-models/"+at.model+"/artifacts/credentials-for-"+verb
	}
	var out struct {
		Infos       []link `json:"credential_infos"`
		Credentials []struct {
			Info link `json:"credential_info"`
		} `json:"credentials"`
	}
	call := workspace.Call{Op: op, Object: file, Needs: right + " on the experiment"}
	if err := s.client.Do(workspace.Repeatable(ctx), call, http.MethodPost, to, in, &out); err != nil {
		return nil, failed(op, file, err)
	}
	for _, c := range out.Credentials {
		out.Infos = append(out.Infos, c.Info)
	}
	if len(out.Infos) != 1 {
		return nil, &mlflow.Error{Code: mlflow.CodeInternal, Op: op, Object: file, Message: fmt.Sprintf("the workspace signed %d links, not one", len(out.Infos))}
	}
	l := &out.Infos[0]
	if l.Type == "AZURE_ADLS_GEN2_SAS_URI" && write {
		return nil, &mlflow.Error{
			Code: mlflow.CodeNotImplemented, Op: op, Object: file,
			Message: "the workspace keeps artifacts in Azure Data Lake, whose uploads take more calls than this client knows",
		}
	}
	return l, nil
}

// follow sends one request to cloud storage, without our token.
func (s *Store) follow(ctx context.Context, op, file, method string, l *link, data []byte) (io.ReadCloser, error) {
	fail := func(status int, why string) error {
		code := mlflow.CodeUnavailable
		switch {
		case status == http.StatusNotFound:
			code = mlflow.CodeNotFound
		case status == http.StatusForbidden:
			code = mlflow.CodePermissionDenied
		}
		return &mlflow.Error{Code: code, Op: op, Object: file, Status: status, Message: why}
	}
	req, err := http.NewRequestWithContext(ctx, method, l.URI, bytes.NewReader(data))
	if err != nil {
		return nil, fail(0, "the workspace signed a link that is no URL")
	}
	for _, h := range l.Headers {
		req.Header.Set(h.Name, h.Value)
	}
	if method == http.MethodPut && l.Type == "AZURE_SAS_URI" {
		req.Header.Set("X-Ms-Blob-Type", "BlockBlob")
	}
	resp, err := s.signed.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, &mlflow.Error{Code: mlflow.CodeCancelled, Op: op, Object: file, Message: "stopped by the caller", Err: context.Cause(ctx)}
		}
		return nil, fail(0, "cloud storage at "+req.URL.Host+" did not answer")
	}
	if resp.StatusCode/100 != 2 {
		_ = resp.Body.Close() // the status says enough
		return nil, fail(resp.StatusCode, "cloud storage at "+req.URL.Host+" answered "+resp.Status)
	}
	return resp.Body, nil
}
