package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// Bundle is a model in memory.
type Bundle struct {
	Source  *Source
	MLmodel *MLmodel

	// Files holds every file of the model by its path, the MLmodel file among them.
	Files map[string][]byte
}

// Data returns the file that a flavor reads, such as xgboost's model.json.
func (b *Bundle) Data(flavor string) ([]byte, error) {
	name, err := b.MLmodel.DataFile(flavor)
	if err != nil {
		return nil, err
	}
	data, ok := b.Files[name]
	if !ok {
		return nil, fmt.Errorf("mlflow model %s: the file %s of flavor %s is missing", b.Source.URI, name, flavor)
	}
	return data, nil
}

// Download reads a whole model into memory. See [Resolve] for the URIs.
func Download(ctx context.Context, c mlflow.Client, uri string) (*Bundle, error) {
	src, err := Resolve(ctx, c, uri)
	if err != nil {
		return nil, err
	}
	b := &Bundle{Source: src, Files: map[string][]byte{}}
	err = src.walk(ctx, c, func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		b.Files[name] = data
		return err
	})
	if err != nil {
		return nil, err
	}
	b.MLmodel, err = b.parse()
	return b, err
}

func (b *Bundle) parse() (*MLmodel, error) {
	data, ok := b.Files[FileName]
	if !ok {
		return nil, &mlflow.Error{
			Code: mlflow.CodeNotFound, Op: "load model", Object: b.Source.URI,
			Message: fmt.Sprintf("there is no %s file at %s", FileName, path.Join(b.Source.Location, b.Source.Path)),
		}
	}
	return Parse(data)
}

// DownloadTo writes a model to a folder that does not exist yet, and returns its description. The folder appears when
// all files are there, or not at all.
func DownloadTo(ctx context.Context, c mlflow.Client, uri, dir string) (m *MLmodel, err error) {
	if _, err := os.Lstat(dir); err == nil {
		return nil, fmt.Errorf("mlflow model %s: %s exists already", uri, dir)
	}
	src, err := Resolve(ctx, c, uri)
	if err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(filepath.Clean(dir)), ".typedml-*")
	if err != nil {
		return nil, fmt.Errorf("mlflow model %s: %w", uri, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(tmp))
		}
	}()
	b := &Bundle{Source: src, Files: map[string][]byte{}}
	err = src.walk(ctx, c, func(name string, r io.Reader) error {
		if name == FileName {
			data, err := io.ReadAll(r)
			if err != nil {
				return err
			}
			b.Files[name] = data
			r = strings.NewReader(string(data))
		}
		return save(filepath.Join(tmp, filepath.FromSlash(name)), r)
	})
	if err != nil {
		return nil, err
	}
	if m, err = b.parse(); err != nil {
		return nil, err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return nil, err
	}
	return m, os.Rename(tmp, dir)
}

func save(file string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// walk opens each file below the source. Names come from the back end: one that would leave the folder is refused.
func (s *Source) walk(ctx context.Context, c mlflow.Client, visit func(name string, r io.Reader) error) error {
	return s.walkDir(ctx, c, s.Path, 0, visit)
}

func (s *Source) walkDir(ctx context.Context, c mlflow.Client, dir string, depth int, visit func(string, io.Reader) error) error {
	if depth > 32 {
		return badURI(s.URI, "its folders are nested too deep")
	}
	files, err := c.ListArtifacts(ctx, s.Location, dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.IsDir {
			if err := s.walkDir(ctx, c, f.Path, depth+1, visit); err != nil {
				return err
			}
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(f.Path, s.Path), "/")
		if err := mlflow.CheckArtifactPath(name); err != nil {
			return &mlflow.Error{Code: mlflow.CodeInvalidState, Op: "load model", Object: s.URI, Message: err.Error()}
		}
		if err := s.read(ctx, c, f, func(r io.Reader) error { return visit(name, r) }); err != nil {
			return err
		}
	}
	return nil
}

// read opens one file and notices when it ends early.
func (s *Source) read(ctx context.Context, c mlflow.Client, f mlflow.FileInfo, visit func(io.Reader) error) error {
	r, err := c.OpenArtifact(ctx, s.Location, f.Path)
	if err != nil {
		return err
	}
	defer r.Close()
	n := &counter{r: r}
	if err := visit(n); err != nil {
		return &mlflow.Error{Code: mlflow.CodeUnavailable, Op: "download artifact", Object: f.Path, Err: err}
	}
	if f.Size > 0 && n.n != f.Size {
		return &mlflow.Error{
			Code: mlflow.CodeUnavailable, Op: "download artifact", Object: f.Path,
			Message: fmt.Sprintf("%d of %d bytes came", n.n, f.Size),
		}
	}
	return nil
}

type counter struct {
	r io.Reader
	n int64
}

// Read implements [io.Reader].
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
