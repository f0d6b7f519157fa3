package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// resolveSource returns where the files of a new version are, and fills in the run that they came from. It refuses
// what the server refuses: relative references, and a source inside a run or a logged model that the spec does not name.
func resolveSource(ctx context.Context, tx *sql.Tx, spec *mlflow.ModelVersionSpec) (storage string, err error) {
	storage = spec.Source
	file, local := localPath(spec.Source)
	u, err := url.Parse(spec.Source)
	switch {
	case local:
		err = ownedSource(ctx, tx, spec, func(root string) bool {
			dir, local := localPath(root)
			rel, err := filepath.Rel(dir, file)
			return local && err == nil && filepath.IsLocal(rel)
		})
	case err != nil || !absolute(spec.Source, u):
		err = invalid("the source %q is no absolute URI without relative references", spec.Source)
	case u.Scheme == "models":
		storage, err = modelSource(ctx, tx, spec, strings.Trim(u.Path, "/"))
	case u.Scheme == "runs":
		if id, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/"); spec.ModelID != "" || spec.RunID != id {
			err = invalid("the source %s is in the run %s: the spec needs its RunID, and no ModelID", spec.Source, id)
		}
	case u.Scheme == "mlflow-artifacts", strings.Contains(u.Path, "/api/2.0/mlflow-artifacts/artifacts/"):
		err = ownedSource(ctx, tx, spec, func(root string) bool {
			r, err := url.Parse(root)
			return err == nil && r.Scheme == u.Scheme && r.Host == u.Host && below(r.Path, u.Path)
		})
	}
	if err != nil || spec.ModelID == "" || spec.RunID != "" {
		return storage, err
	}
	m, err := loadLoggedModel(ctx, tx, spec.ModelID)
	if err == nil {
		spec.RunID = m.SourceRunID
	}
	return storage, err
}

// modelSource resolves models:/<model id> and models:/<name>/<version>.
func modelSource(ctx context.Context, tx *sql.Tx, spec *mlflow.ModelVersionSpec, ref string) (string, error) {
	name, num, ok := strings.Cut(ref, "/")
	if !ok {
		if spec.ModelID != ref {
			return "", invalid("the source %s is the logged model %s: the spec needs its ModelID", spec.Source, ref)
		}
		m, err := loadLoggedModel(ctx, tx, ref)
		if err != nil {
			return "", err
		}
		return m.ArtifactLocation, nil
	}
	n, err := strconv.Atoi(num)
	if err != nil {
		return "", invalid("the source %s names no version; it is models:/<name>/<number> or models:/<model id>", spec.Source)
	}
	v, err := loadVersion(ctx, tx, name, n)
	if err != nil {
		return "", err
	}
	if spec.ModelID != "" || (spec.RunID != "" && spec.RunID != v.RunID) {
		return "", invalid("the source %s is a version of the run %q: the spec needs that RunID or none, and no ModelID", spec.Source, v.RunID)
	}
	spec.RunID = v.RunID
	return storageLocation(ctx, tx, name, n)
}

// ownedSource asks whether the artifact location of the spec's logged model, or else of its run, holds the source.
func ownedSource(ctx context.Context, tx *sql.Tx, spec *mlflow.ModelVersionSpec, holds func(root string) bool) error {
	var root string
	var err error
	switch {
	case spec.ModelID != "":
		var m *mlflow.LoggedModel
		if m, err = loadLoggedModel(ctx, tx, spec.ModelID); err == nil {
			root = m.ArtifactLocation
		}
	case spec.RunID != "":
		var r *mlflow.Run
		if r, err = loadRun(ctx, tx, spec.RunID); err == nil {
			root = r.Info.ArtifactURI
		}
	}
	if err != nil && !mlflow.IsNotFound(err) {
		return err
	}
	if root == "" || !holds(root) {
		return invalid("the source %s has to be among the artifacts of the run or logged model that RunID or ModelID names", spec.Source)
	}
	return nil
}

// localPath returns the path of a URI on this machine.
func localPath(uri string) (string, bool) {
	if filepath.IsAbs(uri) {
		return filepath.Clean(uri), true
	}
	u, err := url.Parse(uri)
	if err != nil || (u.Scheme != "" && u.Scheme != "file") {
		return "", false
	}
	return filepath.FromSlash(u.Path), true
}

// absolute reports whether source has no relative reference, however often it is percent-encoded.
func absolute(source string, u *url.URL) bool {
	for {
		plain, err := url.QueryUnescape(source)
		if err != nil || plain == source {
			break
		}
		source = plain
	}
	_, p, _ := strings.Cut(source, ":")
	if slices.Contains(strings.Split(p, "/"), "..") || strings.ContainsRune(p, 0) {
		return false
	}
	p = strings.TrimRight(u.Path, "/")
	for strings.Contains(p, "//") {
		p = strings.ReplaceAll(p, "//", "/")
	}
	return path.IsAbs(p) && path.Clean(p) == p
}

// below reports whether p is root or a path below it.
func below(root, p string) bool {
	root, p = path.Clean("/"+root), path.Clean("/"+p)
	return root != "/" && (p == root || strings.HasPrefix(p, root+"/"))
}
