package delta

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/internal/stored"
	"github.com/typedml/typedml/schema"
)

func init() {
	featurestore.Register("delta", Open)
}

// Open returns the table that a URI names, which need not exist: delta:///abs/path, or delta://./rel and delta://../rel
// for a folder relative to the working directory. The path may be percent-encoded. Nothing is read or created yet.
func Open(_ context.Context, uri string) (featurestore.Store, error) {
	folder, err := Folder(uri)
	if err != nil {
		return nil, err
	}
	return &table{folder: folder, uri: uri, sync: syncDir}, nil
}

var drive = regexp.MustCompile(`^/[A-Za-z]:(/|$)`)

// Folder returns the folder that a delta: URI names.
func Folder(uri string) (string, error) {
	rest, ok := strings.CutPrefix(uri, "delta://")
	if !ok {
		return "", fmt.Errorf("delta: %q is no Delta table URI; write delta:///abs/path or delta://./rel/path", uri)
	}
	if strings.ContainsAny(rest, "?#") {
		return "", fmt.Errorf("delta: %q: a local table takes no parameters; percent-encode ? and # in a path", uri)
	}
	path, err := url.PathUnescape(rest)
	if err != nil {
		return "", fmt.Errorf("delta: %q: %w", uri, err)
	}
	folder := filepath.Clean(filepath.FromSlash(path))
	switch {
	case drive.MatchString(path):
		return filepath.Clean(filepath.FromSlash(path[1:])), nil
	case path == "" || strings.HasPrefix(path, "/") && folder == filepath.FromSlash("/"):
		return "", fmt.Errorf("delta: %q names no folder of a table; write delta:///abs/path or delta://./rel/path", uri)
	case strings.HasPrefix(path, "/"), path == ".", path == "..", strings.HasPrefix(path, "./"), strings.HasPrefix(path, "../"):
		return folder, nil
	}
	return "", fmt.Errorf("delta: %q names the host %q; write delta:///%s for an absolute path or delta://./%s for a relative one",
		uri, strings.SplitN(path, "/", 2)[0], path, path)
}

// Snapshot loads a version; see featurestore.Store.
func (t *table) Snapshot(ctx context.Context, version int64) (featurestore.Snapshot, error) {
	s, err := t.load(ctx, version)
	if err != nil {
		return nil, err
	}
	return snapshot{s}, nil
}

// Close does nothing: files are open only while they are read or written.
func (t *table) Close() error { return nil }

// snapshot is a Snapshot as featurestore knows it.
type snapshot struct{ s *Snapshot }

func (s snapshot) Version() int64 { return s.s.Version }

func (s snapshot) Record(want *schema.Record) *schema.Record {
	return RecordOf(s.s.Schema, s.s.MetaData.Configuration, want)
}

func (s snapshot) Unfit(r *schema.Record) ([]schema.Change, error) {
	own, err := SchemaOf(r)
	if err != nil {
		return nil, err
	}
	return Unfit(s.s.Schema, own), nil
}

// Read yields the rows with the fields' own types; columns that the table lacks are absent.
func (s snapshot) Read(ctx context.Context, fields []columns.Field) iter.Seq2[featurestore.Chunk, error] {
	names := []string{}
	for _, f := range fields {
		if s.s.Schema.Field(f.Name) != nil {
			names = append(names, f.Name)
		}
	}
	return func(yield func(featurestore.Chunk, error) bool) {
		for rec, err := range s.s.Records(ctx, names) {
			if err != nil {
				yield(featurestore.Chunk{}, err)
				return
			}
			c, err := stored.Chunk(rec, fields)
			if err != nil {
				yield(featurestore.Chunk{}, fmt.Errorf("delta: table %s: %w", s.s.table, err))
				return
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}
