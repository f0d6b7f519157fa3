package databricks

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/ml"

	"github.com/typedml/typedml/mlflow"
)

// credential is a signed link to one artifact, as DatabricksMlflowArtifactsService in MLflow's protocol files has it. The
// fake's is good for one method, and wants the header that it names.
type credential struct {
	RunID     string             `json:"run_id,omitempty"`
	Path      string             `json:"path"`
	SignedURI string             `json:"signed_uri"`
	Headers   []credentialHeader `json:"headers,omitempty"`
	Type      string             `json:"type"`
}

type credentialHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// signHeader stands for what cloud storage wants with a signed upload.
const signHeader = "X-Fake-Storage-Kind"

func (tr *tracking) mountArtifacts() {
	track(tr, "POST artifacts/credentials-for-write", func(ctx context.Context, s mlflow.Store, in runPaths) (runCredentials, error) {
		return tr.forRun(ctx, s, in, http.MethodPut)
	})
	track(tr, "POST artifacts/credentials-for-read", func(ctx context.Context, s mlflow.Store, in runPaths) (runCredentials, error) {
		return tr.forRun(ctx, s, in, http.MethodGet)
	})
	track(tr, "POST logged-models/{model_id}/artifacts/credentials-for-upload", func(ctx context.Context, s mlflow.Store, in modelPaths) (modelCredentials, error) {
		return tr.forModel(ctx, s, in, http.MethodPut)
	})
	track(tr, "POST logged-models/{model_id}/artifacts/credentials-for-download", func(ctx context.Context, s mlflow.Store, in modelPaths) (modelCredentials, error) {
		return tr.forModel(ctx, s, in, http.MethodGet)
	})
	track(tr, "GET artifacts/list", func(ctx context.Context, s mlflow.Store, in ml.ListArtifactsRequest) (ml.ListArtifactsResponse, error) {
		r, err := s.GetRun(ctx, in.RunId)
		if err != nil {
			return ml.ListArtifactsResponse{}, err
		}
		return tr.list(location(r.Info.ExperimentID, "", r.Info.ID), in.Path), nil
	})
	track(tr, "GET logged-models/{model_id}/artifacts/directories", func(ctx context.Context, s mlflow.Store, in struct {
		ModelId   string `json:"-" url:"-"` //nolint:revive // as the SDK has it
		Path      string `json:"-" url:"artifact_directory_path,omitempty"`
		PageToken string `json:"-" url:"page_token,omitempty"`
	},
	) (ml.ListArtifactsResponse, error) {
		m, err := s.GetLoggedModel(ctx, in.ModelId)
		if err != nil {
			return ml.ListArtifactsResponse{}, err
		}
		return tr.list(location(m.ExperimentID, "logged_models/", m.ID), in.Path), nil
	})
	tr.fake.HandleRaw("PUT "+storage+"artifact/{path...}", tr.put)
	tr.fake.HandleRaw("GET "+storage+"artifact/{path...}", tr.get)
}

type runPaths struct {
	RunID     string   `json:"run_id"`
	Path      []string `json:"path"`
	PageToken string   `json:"page_token,omitempty"`
}

type runCredentials struct {
	Infos []credential `json:"credential_infos"`
}

type modelPaths struct {
	ModelId   string   `json:"-" url:"-"` //nolint:revive // as the SDK has it
	Body      string   `json:"model_id,omitempty"`
	Paths     []string `json:"paths"`
	PageToken string   `json:"page_token,omitempty"`
}

type modelCredentials struct {
	Credentials []modelCredential `json:"credentials"`
}

type modelCredential struct {
	ModelID string     `json:"model_id"`
	Info    credential `json:"credential_info"`
}

func (tr *tracking) forRun(ctx context.Context, s mlflow.Store, in runPaths, method string) (out runCredentials, err error) {
	r, err := s.GetRun(ctx, in.RunID)
	if err != nil {
		return out, err
	}
	for _, p := range in.Path {
		c, err := tr.sign(location(r.Info.ExperimentID, "", r.Info.ID), p, method)
		if err != nil {
			return out, err
		}
		c.RunID = in.RunID
		out.Infos = append(out.Infos, c)
	}
	return out, nil
}

func (tr *tracking) forModel(ctx context.Context, s mlflow.Store, in modelPaths, method string) (out modelCredentials, err error) {
	m, err := s.GetLoggedModel(ctx, in.ModelId)
	if err != nil {
		return out, err
	}
	for _, p := range in.Paths {
		c, err := tr.sign(location(m.ExperimentID, "logged_models/", m.ID), p, method)
		if err != nil {
			return out, err
		}
		out.Credentials = append(out.Credentials, modelCredential{in.ModelId, c})
	}
	return out, nil
}

func (tr *tracking) sign(root, p, method string) (credential, error) {
	if p == "" || path.Clean(p) != p || strings.HasPrefix(p, "../") || path.IsAbs(p) {
		return credential{}, Invalid("%q is not the path of an artifact", p)
	}
	rest := strings.TrimPrefix(root, "dbfs:/") + "/" + p
	segments := strings.Split(rest, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return credential{
		Path: p, Type: "AWS_PRESIGNED_URL", Headers: []credentialHeader{{signHeader, "block"}},
		SignedURI: tr.fake.URL() + storage + "artifact/" + strings.Join(segments, "/") + "?method=" + method + "&sig=" + tr.signs,
	}, nil
}

// allowed reports whether a request has a link's signature, its method and its header, and no token of ours.
func (tr *tracking) allowed(r *http.Request) bool {
	q := r.URL.Query()
	return q.Get("sig") == tr.signs && q.Get("method") == r.Method && r.Header.Get("Authorization") == "" && r.Header.Get(signHeader) == "block"
}

func (tr *tracking) put(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || !tr.allowed(r) {
		http.Error(w, "<Error><Code>SignatureDoesNotMatch</Code></Error>", http.StatusForbidden)
		return
	}
	tr.fake.Locked(func() { tr.files["dbfs:/"+r.PathValue("path")] = body })
}

func (tr *tracking) get(w http.ResponseWriter, r *http.Request) {
	if !tr.allowed(r) {
		http.Error(w, "<Error><Code>SignatureDoesNotMatch</Code></Error>", http.StatusForbidden)
		return
	}
	var body []byte
	var ok bool
	tr.fake.Locked(func() { body, ok = tr.files["dbfs:/"+r.PathValue("path")] })
	if !ok {
		http.Error(w, "<Error><Code>NoSuchKey</Code></Error>", http.StatusNotFound)
		return
	}
	_, _ = w.Write(body) // the peer may be gone
}

// list returns the direct children of a folder, with their paths below the root.
func (tr *tracking) list(root, dir string) ml.ListArtifactsResponse {
	out := ml.ListArtifactsResponse{RootUri: root}
	inside := map[string][]byte{}
	for name, body := range tr.files {
		if rest, ok := strings.CutPrefix(name, root+"/"); ok {
			inside[rest] = body
		}
	}
	for _, e := range list(inside, dir, dir) {
		f := ml.FileInfo{Path: strings.TrimPrefix(e.Path, "/"), IsDir: e.IsDirectory}
		if !f.IsDir {
			f.FileSize, f.ForceSendFields = e.FileSize, []string{"FileSize"}
		}
		out.Files = append(out.Files, f)
	}
	return out
}
