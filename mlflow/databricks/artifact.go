package databricks

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/files"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

const (
	fsFiles       = "/api/2.0/fs/files"
	fsDirectories = "/api/2.0/fs/directories"
)

// PutArtifact implements [mlflow.ArtifactStore]. The body is held in memory.
func (s *Store) PutArtifact(ctx context.Context, uri, file string, body io.ReadSeeker) error {
	const op = "put artifact"
	at, err := place(op, uri)
	if err != nil {
		return err
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: op, Object: file, Err: err}
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: op, Object: file, Err: err}
	}
	if at.folder != "" {
		call := workspace.Call{Op: op, Object: at.folder + "/" + file, Needs: "WRITE VOLUME on the volume, or ownership of the model,"}
		err := s.client.API.Do(ctx, http.MethodPut, fsFiles+escape(at.folder+"/"+file)+"?overwrite=true",
			map[string]string{"Content-Type": "application/octet-stream"}, nil, data, nil)
		return failed(op, file, s.client.Explain(call, err))
	}
	link, err := s.link(ctx, op, at, file, true)
	if err != nil {
		return err
	}
	resp, err := s.follow(ctx, op, file, http.MethodPut, link, data)
	if err != nil {
		return err
	}
	return resp.Close()
}

// OpenArtifact implements [mlflow.ArtifactStore].
func (s *Store) OpenArtifact(ctx context.Context, uri, file string) (io.ReadCloser, error) {
	const op = "open artifact"
	at, err := place(op, uri)
	if err != nil {
		return nil, err
	}
	if at.folder != "" {
		var body bytes.Buffer
		call := workspace.Call{Op: op, Object: at.folder + "/" + file, Needs: "EXECUTE on the model, or READ VOLUME on the volume,"}
		err := s.client.API.Do(ctx, http.MethodGet, fsFiles+escape(at.folder+"/"+file), nil, nil, nil, &body)
		if err := failed(op, file, s.client.Explain(call, err)); err != nil {
			return nil, err
		}
		return io.NopCloser(&body), nil
	}
	link, err := s.link(ctx, op, at, file, false)
	if err == nil {
		var body io.ReadCloser
		if body, err = s.follow(ctx, op, file, http.MethodGet, link, nil); err == nil {
			return body, nil
		}
	}
	return nil, s.missing(ctx, uri, file, err)
}

// missing turns what cloud storage says of a file that is not there (403 or 404, by the caller's right to list) into
// CodeNotFound, when the folder's listing confirms it.
func (s *Store) missing(ctx context.Context, uri, file string, err error) error {
	if mlflow.IsNotFound(err) || ctx.Err() != nil {
		return err
	}
	dir := path.Dir(file)
	if dir == "." {
		dir = ""
	}
	found, listErr := s.ListArtifacts(ctx, uri, dir)
	if listErr != nil || slices.ContainsFunc(found, func(f mlflow.FileInfo) bool { return f.Path == file && !f.IsDir }) {
		return err
	}
	return &mlflow.Error{Code: mlflow.CodeNotFound, Op: "open artifact", Object: file, Message: "there is no such file below " + uri}
}

// ListArtifacts implements [mlflow.ArtifactStore].
func (s *Store) ListArtifacts(ctx context.Context, uri, dir string) ([]mlflow.FileInfo, error) {
	const op = "list artifacts"
	at, err := place(op, uri)
	if err != nil {
		return nil, err
	}
	var found []mlflow.FileInfo
	if at.folder != "" {
		found, err = s.listFolder(ctx, at.folder, dir)
	} else {
		found, err = s.listTracked(ctx, at, dir)
	}
	if mlflow.IsNotFound(err) && dir != "" {
		return nil, nil
	}
	if err != nil {
		return nil, failed(op, dir, err)
	}
	slices.SortFunc(found, func(a, b mlflow.FileInfo) int { return strings.Compare(a.Path, b.Path) })
	return found, nil
}

func (s *Store) listFolder(ctx context.Context, folder, dir string) ([]mlflow.FileInfo, error) {
	var out []mlflow.FileInfo
	call := workspace.Call{Op: "list artifacts", Object: folder, Needs: "EXECUTE on the model, or READ VOLUME on the volume,"}
	for token := ""; ; {
		var page files.ListDirectoryResponse
		in := object{}
		if token != "" {
			in["page_token"] = token
		}
		err := s.client.Do(ctx, call, http.MethodGet, fsDirectories+escape(path.Join(folder, dir)), in, &page)
		if err != nil {
			return nil, failed("list artifacts", dir, err)
		}
		for _, e := range page.Contents {
			out = append(out, mlflow.FileInfo{Path: path.Join(dir, e.Name), IsDir: e.IsDirectory, Size: e.FileSize})
		}
		if token = page.NextPageToken; token == "" {
			return out, nil
		}
	}
}

// listTracked lists artifacts of a run or a logged model; the workspace tells paths below their root.
func (s *Store) listTracked(ctx context.Context, at location, dir string) ([]mlflow.FileInfo, error) {
	var out []mlflow.FileInfo
	full := path.Join(at.below, dir)
	for token := ""; ; {
		var page struct {
			Files []struct {
				Path  string `json:"path"`
				IsDir bool   `json:"is_dir"`
				Size  number `json:"file_size"`
			} `json:"files"`
			Next string `json:"next_page_token"`
		}
		in, to := object{"run_id": at.run, "path": full, "page_token": token}, "/api/2.0/mlflow/artifacts/list"
		if at.model != "" {
			in, to = object{"artifact_directory_path": full, "page_token": token}, "/api/2.0/mlflow/logged-models/"+at.model+"/artifacts/directories"
		}
		call := workspace.Call{Op: "list artifacts", Object: at.run + at.model, Needs: "CAN READ on the experiment"}
		if err := s.client.Do(ctx, call, http.MethodGet, to, in, &page); err != nil {
			return nil, failed("list artifacts", dir, err)
		}
		for _, f := range page.Files {
			if f.Path == full && !f.IsDir { // the listing of a file is itself
				continue
			}
			out = append(out, mlflow.FileInfo{Path: path.Join(dir, path.Base(f.Path)), IsDir: f.IsDir, Size: int64(f.Size)})
		}
		if token = page.Next; token == "" || len(page.Files) == 0 {
			return out, nil
		}
	}
}

// copyFile copies one file from a location to another.
func (s *Store) copyFile(ctx context.Context, from, to, file string) error {
	r, err := s.OpenArtifact(ctx, from, file)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return &mlflow.Error{Code: mlflow.CodeUnavailable, Op: "open artifact", Object: file, Message: "it broke off", Err: err}
	}
	return s.PutArtifact(ctx, to, file, bytes.NewReader(data))
}
