package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Options say where a bundle is written, and how its program is built.
type Options struct {
	// Dir is the bundle's folder. Files in it that are not the bundle's stay as they are.
	Dir string
	// Package is the program's main package, such as ./cmd/churn, seen from Source; "" is the current folder.
	Package, Source string
	// Build replaces the go command.
	Build BuildFunc
}

// manifestFile says which files a bundle's folder holds that were written here, and their digests.
const manifestFile = ".typedml-bundle.json"

// manifest is the digests of files by their slash-separated paths.
type manifest map[string]string

// Write builds the programs and writes the bundle. It refuses to replace files that it did not write, or that were
// changed since; nothing is changed when there is an error. Programs of the bundle before are removed.
func Write(ctx context.Context, b *Bundle, o Options) (err error) {
	if err := b.Validate(); err != nil {
		return err
	}
	if err := os.MkdirAll(o.Dir, 0o777); err != nil {
		return err
	}
	before, err := readManifest(o.Dir)
	if err != nil {
		return err
	}
	// Beside the files, so that they can be renamed into place.
	stage, err := os.MkdirTemp(o.Dir, ".typedml-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(stage)) }()
	if o.Build == nil {
		o.Build = goBuild(o.Source, o.Package)
	}
	p, err := buildAll(ctx, o.Build, stage)
	if err != nil {
		return err
	}
	w := writing{dir: o.Dir, stage: stage, before: before, now: manifest{}}
	if err := w.stageAll(b, p); err != nil {
		return err
	}
	return w.commit(ctx)
}

// writing is the files of one Write, first in the stage.
type writing struct {
	dir, stage  string
	before, now manifest
	files       []placed // in the order of their renames
}

type placed struct{ name, from string }

func (w *writing) stageAll(b *Bundle, p *programs) error {
	for _, q := range p.built {
		w.files = append(w.files, placed{programsDir + "/" + p.release() + "/" + b.Name + "-linux-" + q.arch, q.path})
	}
	text, err := b.render(p)
	if err != nil {
		return err
	}
	if err := errors.Join(w.add(launcherFile, launcher), w.add(bundleFile, text)); err != nil {
		return err
	}
	for _, f := range w.files {
		if w.now[f.name], err = digest(f.from); err != nil {
			return err
		}
	}
	list, err := json.MarshalIndent(w.now, "", "\t")
	if err != nil {
		return err
	}
	return w.add(manifestFile, append(list, '\n'))
}

func (w *writing) add(name string, data []byte) error {
	from := filepath.Join(w.stage, name)
	w.files = append(w.files, placed{name, from})
	return os.WriteFile(from, data, 0o666)
}

// commit checks that nothing foreign is replaced, and puts the files into place; when one cannot be, those before it are
// taken back.
func (w *writing) commit(ctx context.Context) error {
	var foreign []error
	for _, f := range w.files {
		if f.name != manifestFile {
			foreign = append(foreign, w.own(f.name))
		}
	}
	if err := errors.Join(append(foreign, context.Cause(ctx))...); err != nil {
		return err
	}
	var undo []func() error
	for i, f := range w.files {
		back, err := w.place(f, filepath.Join(w.stage, fmt.Sprintf("replaced-%d", i)))
		if err != nil {
			for _, u := range slices.Backward(undo) {
				err = errors.Join(err, u())
			}
			return fmt.Errorf("writing the bundle: %w", err)
		}
		undo = append(undo, back)
	}
	return w.sweep()
}

// own reports a file that is there and was not written here as it is.
func (w *writing) own(name string) error {
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	have, err := digest(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case have == w.before[name] || have == w.now[name]:
		return nil
	case w.before[name] == "":
		return fmt.Errorf("%s was not written by typedml bundle and is not replaced; move it away, or write to another folder", path)
	}
	return fmt.Errorf("%s was changed since typedml bundle wrote it and is not replaced; keep your changes in a file below resources/, and remove it", path)
}

// place renames a file into place and returns what takes that back.
func (w *writing) place(f placed, aside string) (undo func() error, err error) {
	path := filepath.Join(w.dir, filepath.FromSlash(f.name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	err = os.Rename(path, aside)
	replaced := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	undo = func() error {
		if replaced {
			return os.Rename(aside, path)
		}
		return os.Remove(path)
	}
	if err := os.Rename(f.from, path); err != nil {
		if replaced {
			err = errors.Join(err, os.Rename(aside, path))
		}
		return nil, err
	}
	return undo, nil
}

// sweep removes the files of the bundle before that are no part of this one, unless they were changed.
func (w *writing) sweep() error {
	for _, name := range slices.Sorted(maps.Keys(w.before)) {
		path := filepath.Join(w.dir, filepath.FromSlash(name))
		if w.now[name] != "" || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		if have, err := digest(path); err != nil || have != w.before[name] {
			continue
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		_ = os.Remove(filepath.Dir(path)) // when it is empty
	}
	return nil
}

func readManifest(dir string) (manifest, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return manifest{}, nil
	}
	if err != nil {
		return nil, err
	}
	m := manifest{}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%s is damaged: %w; remove it together with the files of the bundle", filepath.Join(dir, manifestFile), err)
	}
	return m, nil
}
