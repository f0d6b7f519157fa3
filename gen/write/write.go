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

	have, want []byte
}

// Diff returns a unified diff from the file as it was on disk to what is generated.
func (c Change) Diff() string { return diff(c.Path, c.have, c.want) }

// Missing reports whether the file is not there.
func (c Change) Missing() bool { return c.have == nil }

// Unwanted reports whether the file is there and should not be.
func (c Change) Unwanted() bool { return c.want == nil }

// Line is the first line of the file, counted from 1, that would change.
func (c Change) Line() int {
	n := 0
	for n < min(len(c.have), len(c.want)) && c.have[n] == c.want[n] {
		n++
	}
	return 1 + bytes.Count(c.have[:n], []byte("\n"))
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
		out = append(out, Change{Path: f.Path, have: have, want: f.Data})
	}
	return out, nil
}

// Apply makes the files so, and returns what it changed. All of them are written beside their places before the first
// is renamed, so a folder that cannot be written or a full disk leaves every file as it was.
func Apply(files []File) (changes []Change, err error) {
	if changes, err = Stale(files); err != nil {
		return nil, err
	}
	staged := make([]string, len(changes))
	defer func() {
		for _, name := range staged {
			if name != "" {
				err = errors.Join(err, os.Remove(name))
			}
		}
	}()
	for i, c := range changes {
		if c.want == nil {
			continue
		}
		if staged[i], err = stage(c.Path, c.want); err != nil {
			return nil, fmt.Errorf("writing %s: %w", c.Path, err)
		}
	}
	for i, c := range changes {
		if c.want == nil {
			err = os.Remove(c.Path)
		} else if err = os.Rename(staged[i], c.Path); err == nil {
			staged[i] = ""
		}
		if err != nil {
			return changes[:i], fmt.Errorf("replacing %s: %w", c.Path, err)
		}
	}
	return changes, nil
}

// stage writes data to a temporary file beside path, with the permissions of the file there, and returns its name.
func stage(path string, data []byte) (string, error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".typedml-*")
	if err != nil {
		return "", err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	_, err = tmp.Write(data)
	return tmp.Name(), errors.Join(err, tmp.Chmod(mode), tmp.Close())
}
