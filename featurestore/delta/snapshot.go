package delta

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Snapshot is a table at one version. It is immutable and safe for concurrent use.
type Snapshot struct {
	Version  int64
	Protocol Protocol
	MetaData MetaData
	Schema   *Schema

	table   string
	adds    map[string]*Add // by canonical path
	removes map[string]*Remove
	txns    map[string]*Txn
}

// Files returns the add actions of the version, by path.
func (s *Snapshot) Files() []*Add {
	out := make([]*Add, 0, len(s.adds))
	for _, a := range s.adds {
		out = append(out, a)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out
}

// TxnVersion returns the last version that the application committed, -1 when it never did.
func (s *Snapshot) TxnVersion(appID string) int64 {
	if t := s.txns[appID]; t != nil {
		return t.Version
	}
	return -1
}

// Latest asks for the newest version.
const Latest int64 = -1

// LoadSnapshot replays the log of the table at folder up to a version, or Latest. It fails with ErrNotFound when there is no table or no such
// version, with *UnsupportedError when reading the table needs what this package lacks, and naming the file when one is corrupt.
// It costs one pass over the newest checkpoint and the commits after it.
func LoadSnapshot(ctx context.Context, folder string, version int64) (*Snapshot, error) {
	l, err := list(folder)
	if err != nil {
		return nil, err
	}
	if version == Latest {
		version = l.latest
	}
	if version < 0 || version > l.latest {
		return nil, fmt.Errorf("delta: table %s has no version %d; the newest is %d: %w", folder, version, l.latest, ErrNotFound)
	}
	s, err := replay(ctx, folder, l, version)
	if err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

// replay tries the newest checkpoint first and passes over one of a kind that we can't read while the commits allow it.
func replay(ctx context.Context, folder string, l *listing, version int64) (*Snapshot, error) {
	skipped := map[string]bool{}
	var refused error
	for {
		base, commits, err := l.segment(folder, version, func(c checkpoint) bool { return skipped[c.files[0]] })
		if err != nil {
			return nil, errors.Join(refused, err)
		}
		s := &Snapshot{Version: version, table: folder, adds: map[string]*Add{}, removes: map[string]*Remove{}, txns: map[string]*Txn{}}
		if base.version >= 0 {
			err := s.readCheckpoint(ctx, base)
			var unsupported *UnsupportedError
			if errors.As(err, &unsupported) {
				skipped[base.files[0]] = true
				refused = err
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		return s, s.readCommits(ctx, commits)
	}
}

func (s *Snapshot) readCommits(ctx context.Context, versions []int64) error {
	for _, v := range versions {
		if err := ctx.Err(); err != nil {
			return err
		}
		actions, err := readCommit(s.table, v)
		if err != nil {
			return err
		}
		if err := s.apply(actions); err != nil {
			return fmt.Errorf("delta: %s: %w", filepath.Join(s.table, logDir, commitFile(v)), err)
		}
	}
	return nil
}

func readCommit(table string, version int64) ([]Action, error) {
	name := filepath.Join(table, logDir, commitFile(version))
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("delta: read a commit: %w", err)
	}
	actions, err := ParseCommit(data)
	if err != nil {
		return nil, fmt.Errorf("delta: %s is corrupt: %w", name, err)
	}
	return actions, nil
}

// apply replays actions: the last one of a kind, or of a path, wins.
func (s *Snapshot) apply(actions []Action) error {
	for i := range actions {
		a := &actions[i]
		switch {
		case a.Protocol != nil:
			s.Protocol = *a.Protocol
		case a.MetaData != nil:
			s.MetaData = *a.MetaData
		case a.Txn != nil:
			s.txns[a.Txn.AppID] = a.Txn
		case a.Add != nil:
			path, err := s.resolve(a.Add.Path)
			if err != nil {
				return err
			}
			s.adds[path] = a.Add
			delete(s.removes, path)
		case a.Remove != nil:
			path, err := s.resolve(a.Remove.Path)
			if err != nil {
				return err
			}
			delete(s.adds, path)
			s.removes[path] = a.Remove
		}
	}
	return nil
}

// check refuses a state without protocol or metadata and one that can't be read.
func (s *Snapshot) check() error {
	if s.Protocol.MinReaderVersion == 0 {
		return fmt.Errorf("delta: the log of table %s has no protocol action up to version %d: it is corrupt", s.table, s.Version)
	}
	if s.MetaData.ID == "" && s.MetaData.SchemaString == "" {
		return fmt.Errorf("delta: the log of table %s has no metaData action up to version %d: it is corrupt", s.table, s.Version)
	}
	if p := s.MetaData.Format.Provider; p != "" && p != "parquet" {
		return &UnsupportedError{Table: s.table, Op: "read", Feature: "data format " + p}
	}
	schema, err := ParseSchema(s.MetaData.SchemaString)
	if err != nil {
		return fmt.Errorf("delta: table %s, version %d: %w", s.table, s.Version, err)
	}
	s.Schema = schema
	for _, p := range s.MetaData.PartitionColumns {
		if schema.Field(p) == nil {
			return fmt.Errorf("delta: table %s: partition column %s is not in the schema", s.table, p)
		}
	}
	if err := checkRead(s.table, &s.Protocol, &s.MetaData, schema); err != nil {
		return err
	}
	for _, a := range s.adds {
		if hasDeletionVector(a.DeletionVector) {
			return &UnsupportedError{Table: s.table, Op: "read", Feature: "feature deletionVectors", Detail: "file " + a.Path + " has one"}
		}
	}
	return nil
}

// resolve returns the file that an action's path names: URL-decoded, absolute or below the table.
func (s *Snapshot) resolve(path string) (string, error) {
	u, err := url.Parse(path)
	if err != nil {
		return "", fmt.Errorf("the path %q is no URI: %w", path, err)
	}
	switch {
	case u.Scheme == "file" && (u.Host == "" || u.Host == "localhost"):
		return filepath.Clean(filepath.FromSlash(u.Path)), nil
	case u.Scheme != "" && u.Opaque == "" || u.Host != "":
		return "", fmt.Errorf("the path %q is not on the local file system", path)
	}
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return "", fmt.Errorf("the path %q is no URI: %w", path, err)
	}
	if strings.HasPrefix(decoded, "/") {
		return filepath.Clean(filepath.FromSlash(decoded)), nil
	}
	return filepath.Join(s.table, filepath.FromSlash(decoded)), nil
}
