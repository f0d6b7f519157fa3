package lock

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
)

// FileName is the name of the lock file, in the module's root.
const FileName = "typedml.lock.json"

// File is the content of a lock file.
type File struct {
	// Records by name.
	Records []Entry `json:"records"`
}

// Entry is one record with its fingerprint, which a person can compare and a program need not.
type Entry struct {
	Package     string         `json:"package"`
	Fingerprint string         `json:"fingerprint"`
	Record      *schema.Record `json:"record"`
	// Was is the record's name before, as its directive says; it is not in the file.
	Was string `json:"-"`
}

// Of returns the lock of records. Two records of one name are an error: nobody could tell their versions apart.
func Of(entries []Entry) (*File, error) {
	f := &File{Records: slices.Clone(entries)}
	slices.SortFunc(f.Records, func(a, b Entry) int { return strings.Compare(a.Record.Name, b.Record.Name) })
	for i := range f.Records {
		e := &f.Records[i]
		e.Fingerprint = e.Record.Fingerprint()
		if i > 0 && e.Record.Name == f.Records[i-1].Record.Name {
			return nil, fmt.Errorf("two records are named %s, in %s and %s: give one another name=… in its //typedml:schema",
				e.Record.Name, f.Records[i-1].Package, e.Package)
		}
	}
	return f, nil
}

// Find returns the entry of a record, or nil.
func (f *File) Find(name string) *Entry {
	for i := range f.Records {
		if f.Records[i].Record.Name == name {
			return &f.Records[i]
		}
	}
	return nil
}

// Nearest is the current folder, or the first above it that has a lock file, where there is one.
func Nearest() string {
	here, err := filepath.Abs(".")
	for dir := here; err == nil; dir = filepath.Dir(dir) {
		if _, absent := os.Stat(filepath.Join(dir, FileName)); absent == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return "."
}

// Read reads the lock file of a module. A module without one gives fs.ErrNotExist with what to do.
func Read(root string) (*File, error) {
	path := filepath.Join(root, FileName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s yet; typedml lock writes it, commit it: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	return parse(path, data)
}

// ReadAt reads the lock file as it was at a git revision, such as HEAD, main or v1.2.0.
func ReadAt(root, revision string) (*File, error) {
	var stderr bytes.Buffer
	cmd := exec.Command("git", "show", revision+":./"+FileName)
	cmd.Dir, cmd.Stderr = root, &stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("reading %s at %s: %s", FileName, revision, strings.TrimSpace(stderr.String()+" "+err.Error()))
	}
	return parse(FileName+" at "+revision, data)
}

func parse(name string, data []byte) (*File, error) {
	var f File
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w; restore it from git", name, err)
	}
	for _, e := range f.Records {
		if e.Record == nil || e.Record.Fingerprint() != e.Fingerprint {
			return nil, fmt.Errorf("%s is damaged: a record of package %s has not the fingerprint that is written beside it; restore it from git", name, e.Package)
		}
	}
	return &f, nil
}

// Write replaces the lock file of a module, whole or not at all.
func (f *File) Write(root string) error {
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(root, FileName)
	tmp, err := os.CreateTemp(root, FileName+".*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(append(data, '\n'))
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", path, err), os.Remove(tmp.Name()))
	}
	return nil
}

// Removable refuses the names of records that the lock does not have: a misspelt one of a record that may be gone would let nothing
// go, and one that never was is a mistake.
func (f *File) Removable(names ...string) error {
	for _, name := range names {
		if f.Find(name) == nil {
			return fmt.Errorf("%s has no record %s that could be removed: %s", FileName, name, f.Suggest(name))
		}
	}
	return nil
}

// Suggest says which record a name that is none may have meant.
func (f *File) Suggest(name string) string {
	names := make([]string, len(f.Records))
	for i, e := range f.Records {
		names[i] = e.Record.Name
	}
	if len(names) == 0 {
		return "there are none"
	}
	if near := nearest.Of(name, names); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "there are " + strings.Join(names, ", ")
}
