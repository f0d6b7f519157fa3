package sqlite

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/typedml/typedml/mlflow"
)

// artifactScheme starts the locations that a server resolves below its --artifacts-destination.
const artifactScheme = "mlflow-artifacts:"

// PutArtifact implements [mlflow.ArtifactStore]. The file appears whole or not at all: it is written beside its place
// and renamed.
func (s *Store) PutArtifact(ctx context.Context, location, file string, body io.ReadSeeker) error {
	const op = "put artifact"
	dst, err := s.path(location, file)
	if err == nil {
		err = put(ctx, dst, body)
	}
	return s.file1(op, file, err)
}

func put(ctx context.Context, dst string, body io.ReadSeeker) (err error) {
	if st, err := os.Stat(dst); err == nil && st.IsDir() {
		return invalid("it is a folder; choose another path")
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err = os.MkdirAll(filepath.Dir(dst), 0o755)
	if errors.Is(err, syscall.ENOTDIR) {
		return invalid("a folder of the path is a file; choose another path")
	}
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(dst), ".typedml-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(tmp, &reader{ctx, body})
	if err == nil {
		err = errors.Join(tmp.Chmod(0o644), tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), dst)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(tmp.Name()))
	}
	return err
}

// OpenArtifact implements [mlflow.ArtifactStore].
func (s *Store) OpenArtifact(_ context.Context, location, file string) (io.ReadCloser, error) {
	const op = "open artifact"
	src, err := s.path(location, file)
	if err != nil {
		return nil, s.file1(op, file, err)
	}
	f, err := os.Open(src)
	if err != nil {
		return nil, s.file1(op, file, err)
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		return nil, errors.Join(s.file1(op, file, invalid("it is a folder; list it")), f.Close())
	}
	return f, nil
}

// ListArtifacts implements [mlflow.ArtifactStore].
func (s *Store) ListArtifacts(_ context.Context, location, dir string) ([]mlflow.FileInfo, error) {
	const op = "list artifacts"
	root, err := s.path(location, dir)
	if err != nil {
		return nil, s.file1(op, dir, err)
	}
	entries, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil, nil
	}
	if err != nil {
		return nil, s.file1(op, dir, err)
	}
	files := make([]mlflow.FileInfo, 0, len(entries))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".typedml-") { // being written
			continue
		}
		st, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, s.file1(op, dir, err)
		}
		f := mlflow.FileInfo{Path: path.Join(dir, e.Name()), IsDir: st.IsDir()}
		if !f.IsDir {
			f.Size = st.Size()
		}
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b mlflow.FileInfo) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// path finds a file of a location on this machine.
func (s *Store) path(location, file string) (string, error) {
	if filepath.IsAbs(location) { // a database that Python made has plain paths
		return filepath.Join(location, filepath.FromSlash(file)), nil
	}
	u, err := url.Parse(location)
	if err != nil {
		return "", invalid("the artifact location %q can't be read", location)
	}
	switch u.Scheme {
	case "mlflow-artifacts":
		return filepath.Join(s.artifacts, filepath.FromSlash(path.Clean("/"+u.Path)), filepath.FromSlash(file)), nil
	case "file":
		return filepath.Join(filepath.FromSlash(u.Path), filepath.FromSlash(file)), nil
	}
	return "", &mlflow.Error{
		Code: mlflow.CodeNotImplemented,
		Message: "the artifacts are at " + location + ", which the embedded store does not reach; " +
			"start `mlflow server` on the database and use its http:// address",
	}
}

// file1 explains a failure of the file system.
func (s *Store) file1(op, object string, err error) error {
	var e *mlflow.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return s.failed(op, object, err)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return &mlflow.Error{Code: mlflow.CodeNotFound, Op: op, Object: object, Message: "there is no such file", Err: err}
	case errors.Is(err, fs.ErrPermission):
		return &mlflow.Error{Code: mlflow.CodePermissionDenied, Op: op, Object: object, Message: "the artifact folder can't be used", Err: err}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &mlflow.Error{Code: mlflow.CodeCancelled, Op: op, Object: object, Message: "stopped by the caller", Err: err}
	}
	return &mlflow.Error{Code: mlflow.CodeInternal, Op: op, Object: object, Err: err}
}

// reader ends a long copy when the context does.
type reader struct {
	ctx context.Context //nolint:containedctx // lives as long as one call
	r   io.Reader
}

// Read implements [io.Reader].
func (r *reader) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.r.Read(p)
}
