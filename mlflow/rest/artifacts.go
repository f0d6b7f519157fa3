package rest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// proxy is the prefix of the server's artifact proxy.
const proxy = "/api/2.0/mlflow-artifacts/artifacts"

// PutArtifact implements [mlflow.ArtifactStore].
func (s *Store) PutArtifact(ctx context.Context, location, file string, body io.ReadSeeker) error {
	root, err := s.root("put artifact", location)
	if err != nil {
		return err
	}
	return s.json(ctx, &request{
		op: "put artifact", object: file, method: http.MethodPut, path: proxy + escape(path.Join(root, file)),
		body: body, artifact: true, hopeless: func(ctx context.Context) *mlflow.Error { return s.obstacle(ctx, location, file) },
	})
}

// obstacle returns what makes file no path to write: a folder of its name, or a file in the place of a folder. The
// server answers both with an internal error.
func (s *Store) obstacle(ctx context.Context, location, file string) *mlflow.Error {
	refuse := func(why string) *mlflow.Error {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "put artifact", Object: file, Message: why + "; choose another path"}
	}
	dir := ""
	for name := range strings.SplitSeq(file, "/") {
		files, err := s.list(ctx, location, dir, true)
		if err != nil {
			return nil
		}
		dir = path.Join(dir, name)
		i := slices.IndexFunc(files, func(f mlflow.FileInfo) bool { return f.Path == dir })
		switch {
		case i < 0:
			return nil
		case dir == file && files[i].IsDir:
			return refuse("it is a folder")
		case dir != file && !files[i].IsDir:
			return refuse("a folder of the path is a file")
		}
	}
	return nil
}

// OpenArtifact implements [mlflow.ArtifactStore].
func (s *Store) OpenArtifact(ctx context.Context, location, file string) (io.ReadCloser, error) {
	root, err := s.root("open artifact", location)
	if err != nil {
		return nil, err
	}
	r, err := s.stream(ctx, &request{
		op: "open artifact", object: file, method: http.MethodGet, path: proxy + escape(path.Join(root, file)), artifact: true,
	})
	if err == nil {
		return r, nil
	}
	return nil, s.missing(ctx, location, file, err)
}

// missing turns the server's answer for a file that is not there (500 or 404, by its version and destination) into
// CodeNotFound, and the one for a folder into CodeInvalidParameter, when the listing confirms it.
func (s *Store) missing(ctx context.Context, location, file string, err error) error {
	if mlflow.IsNotFound(err) || ctx.Err() != nil {
		return err
	}
	dir := path.Dir(file)
	if dir == "." {
		dir = ""
	}
	files, lerr := s.ListArtifacts(ctx, location, dir)
	if lerr != nil {
		return err
	}
	for _, f := range files {
		switch {
		case f.Path == file && f.IsDir:
			return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "open artifact", Object: file, Message: "it is a folder; list it"}
		case f.Path == file:
			return err
		}
	}
	return &mlflow.Error{Code: mlflow.CodeNotFound, Op: "open artifact", Object: file, Message: "there is no such file below " + location}
}

// ListArtifacts implements [mlflow.ArtifactStore].
func (s *Store) ListArtifacts(ctx context.Context, location, dir string) ([]mlflow.FileInfo, error) {
	return s.list(ctx, location, dir, false)
}

func (s *Store) list(ctx context.Context, location, dir string, single bool) ([]mlflow.FileInfo, error) {
	root, err := s.root("list artifacts", location)
	if err != nil {
		return nil, err
	}
	var out struct {
		Files []struct {
			Path  string  `json:"path"`
			IsDir bool    `json:"is_dir"`
			Size  integer `json:"file_size"`
		} `json:"files"`
	}
	err = s.json(ctx, &request{
		op: "list artifacts", object: dir, method: http.MethodGet, path: proxy,
		query: url.Values{"path": {strings.TrimPrefix(path.Join(root, dir), "/")}}, out: &out, single: single,
	})
	if err != nil {
		return nil, err
	}
	files := make([]mlflow.FileInfo, 0, len(out.Files))
	for _, f := range out.Files {
		files = append(files, mlflow.FileInfo{Path: path.Join(dir, path.Base(f.Path)), IsDir: f.IsDir, Size: int64(f.Size)})
	}
	slices.SortFunc(files, func(a, b mlflow.FileInfo) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// root returns the path of a location below the proxy.
func (s *Store) root(op, location string) (string, error) {
	u, err := url.Parse(location)
	switch {
	case err != nil || u.Scheme != "mlflow-artifacts":
		return "", &mlflow.Error{
			Code: mlflow.CodeNotImplemented, Op: op, Object: location,
			Message: fmt.Sprintf("the server keeps these artifacts itself at %q, where only it can write; start it with "+
				"--artifacts-destination (and no --default-artifact-root), and use a new experiment: an old one keeps its location", location),
		}
	case u.Host != "" && u.Host != s.base.Host:
		return "", &mlflow.Error{
			Code: mlflow.CodeInvalidParameter, Op: op, Object: location,
			Message: "these artifacts belong to the server at " + u.Host + ", not to " + s.URI(),
		}
	}
	return u.Path, nil
}

// escape encodes each segment of a path; the result starts with a slash.
func escape(p string) string {
	segs := strings.Split(strings.Trim(p, "/"), "/")
	for i, seg := range segs {
		segs[i] = url.PathEscape(seg)
	}
	return "/" + strings.Join(segs, "/")
}
