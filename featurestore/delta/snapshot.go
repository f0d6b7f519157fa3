package delta

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Snapshot is a table at one version. It is immutable and safe for concurrent use.
type Snapshot struct {
	Version  int64
	Protocol Protocol
	MetaData MetaData
	Schema   *Schema

	table   string
	adds    map[string]*file // by canonical path
	removes map[string]*Remove
	txns    map[string]*Txn
}

// Files returns the add actions of the version in the order of their commits, and within one as it lists them. Where
// only a checkpoint that another engine wrote knows a file of another engine, its commit is lost: modification time and
// path place it.
func (s *Snapshot) Files() []*Add {
	files := ordered(s.adds)
	out := make([]*Add, len(files))
	for i, f := range files {
		out[i] = f.add
	}
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

// LoadSnapshot replays the log of the table at folder up to a version, or Latest. It fails with ErrNotFound when there
// is no table or no such version, with *UnsupportedError when reading the table needs what this package lacks, and
// naming the file when one is corrupt. It costs one pass over the newest checkpoint and the commits after it.
func LoadSnapshot(ctx context.Context, folder string, version int64) (*Snapshot, error) {
	return load(ctx, folder, version, nil)
}

func load(ctx context.Context, folder string, version int64, d *damaged) (*Snapshot, error) {
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
	s, err := replay(ctx, folder, l, version, d)
	if err != nil {
		return nil, err
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

// replay begins at the newest checkpoint. One that is damaged, or of a kind that we can't read, is passed over while an
// older one or version 0 and the commits after it are there; else its error is returned.
func replay(ctx context.Context, folder string, l *listing, version int64, d *damaged) (*Snapshot, error) {
	skipped := map[string]bool{}
	var refused, broken error
	var files []string // of broken
	for {
		base, commits, err := l.segment(folder, version, func(c checkpoint) bool { return skipped[c.files[0]] })
		if err != nil {
			return nil, errors.Join(refused, broken, err)
		}
		s := &Snapshot{Version: version, table: folder, adds: map[string]*file{}, removes: map[string]*Remove{}, txns: map[string]*Txn{}}
		if base.version >= 0 {
			err := s.readCheckpoint(ctx, base)
			var unsupported *UnsupportedError
			switch {
			case err != nil && ctx.Err() != nil:
				return nil, err
			case errors.As(err, &unsupported):
				refused = errors.Join(refused, err)
			case err != nil:
				broken, files = errors.Join(broken, err), append(files, base.files[0])
			}
			if err != nil {
				skipped[base.files[0]] = true
				continue
			}
		}
		if err := s.readCommits(ctx, commits); err != nil {
			return nil, errors.Join(refused, broken, err)
		}
		d.warn(ctx, folder, base.version+1, files, broken)
		return s, nil
	}
}

func (s *Snapshot) readCommits(ctx context.Context, versions []int64) error {
	for _, v := range versions {
		if err := ctx.Err(); err != nil {
			return err
		}
		actions, err := readCommit(s.table, v)
		var corrupt *corruptError
		if errors.As(err, &corrupt) {
			corrupt.older = v - 1 // whose state s is
		}
		if err != nil {
			return err
		}
		if err := s.apply(v, actions); err != nil {
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
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, &corruptError{file: name, reason: errors.New("the commit file is empty"), older: -1}
	}
	actions, err := ParseCommit(data)
	if err != nil {
		return nil, &corruptError{file: name, reason: err, older: -1}
	}
	return actions, nil
}

// apply replays the actions of a commit, or of a checkpoint for version -1: the last one of a kind, or of a path, wins.
func (s *Snapshot) apply(version int64, actions []Action) error {
	part := 0
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
			s.adds[path] = placed(a.Add, version, part)
			part++
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
	for _, f := range s.adds {
		if hasDeletionVector(f.add.DeletionVector) {
			return &UnsupportedError{Table: s.table, Op: "read", Feature: "feature deletionVectors", Detail: "file " + f.add.Path + " has one"}
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
