// Package write brings generated files to the disk: only those whose bytes differ, each by a rename, so that an
// interrupted run leaves no half-written file. It also tells which files are stale, with a diff.
package write

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is one file to be.
type File struct {
	Path string // absolute
	// Data is the content; nil says that the file should not be there.
	Data []byte
}

// Change says what Apply did, or would do.
type Change struct {
	Path string
	// Diff is a unified diff from the file on disk to what is generated.
	Diff string
}

// Stale returns the changes that are due, in the order of the files, and touches nothing.
func Stale(files []File) ([]Change, error) {
	var out []Change
	for _, f := range files {
		have, err := os.ReadFile(f.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && f.Data == nil:
			continue
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("reading a generated file: %w", err)
		case f.Data != nil && err == nil && bytes.Equal(have, f.Data):
			continue
		}
		out = append(out, Change{Path: f.Path, Diff: diff(f.Path, have, f.Data)})
	}
	return out, nil
}

// Apply makes the files so, and returns what it changed. It stops at the first error; the files before it are done.
func Apply(files []File) ([]Change, error) {
	changes, err := Stale(files)
	if err != nil {
		return nil, err
	}
	for i, c := range changes {
		if err := replace(c.Path, dataOf(files, c.Path)); err != nil {
			return changes[:i], fmt.Errorf("writing %s: %w", c.Path, err)
		}
	}
	return changes, nil
}

func dataOf(files []File, path string) []byte {
	for _, f := range files {
		if f.Path == path {
			return f.Data
		}
	}
	return nil
}

// replace writes a temporary file beside path and renames it; nil data removes the file.
func replace(path string, data []byte) error {
	if data == nil {
		return os.Remove(path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".typedml-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
