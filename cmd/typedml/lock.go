package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/lock"
)

// lockCommand is typedml lock.
type lockCommand struct {
	Removed []string `placeholder:"NAME" help:"A record of the lock file that may be gone."`
}

// Run writes the lock file when the declared versions cover what has changed since it was written.
func (c lockCommand) Run(ctx context.Context, s streams) error {
	root, now, err := records(ctx, s)
	if err != nil {
		return err
	}
	old, err := lock.Read(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err != nil {
		old = &lock.File{}
	}
	if err := old.Removable(c.Removed...); err != nil {
		return err
	}
	if err == nil {
		changes := lock.Compare(old, now, c.Removed...)
		lock.Print(s.out, changes)
		if lock.Uncovered(changes) {
			return errUncovered
		}
	}
	if err := now.Write(root); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: %s\n", relative(filepath.Join(root, lock.FileName)), plural(len(now.Records), "record"))
	return nil
}

// diff is typedml diff.
type diff struct {
	Revision string   `arg:"" optional:"" name:"ref" help:"A git revision whose typedml.lock.json to compare with, such as main or v1.2.0 (default: the file as it is)."`
	JSON     bool     `name:"json" help:"Print JSON."`
	Removed  []string `placeholder:"NAME" help:"A record of the lock file that may be gone."`
}

var errUncovered = errors.New("what changed is not covered: the lines with ✗ say what to do")

// Run prints what changed, whom it breaks and the version that it needs.
func (d diff) Run(ctx context.Context, s streams) error {
	root, now, err := records(ctx, s)
	if err != nil {
		return err
	}
	read := func() (*lock.File, error) { return lock.Read(root) }
	if d.Revision != "" {
		read = func() (*lock.File, error) { return lock.ReadAt(root, d.Revision) }
	}
	old, err := read()
	if err != nil {
		return err
	}
	if err := old.Removable(d.Removed...); err != nil {
		return err
	}
	changes := lock.Compare(old, now, d.Removed...)
	if d.JSON {
		enc := json.NewEncoder(s.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"changes": changes}); err != nil {
			return err
		}
	} else {
		lock.Print(s.out, changes)
	}
	if lock.Uncovered(changes) {
		return errUncovered
	}
	return nil
}

// records reads every record of the module that the current folder is in.
func records(ctx context.Context, s streams) (root string, f *lock.File, err error) {
	if root, err = moduleRoot(ctx); err != nil {
		return "", nil, err
	}
	res, err := gen.Load(ctx, gen.Options{Dir: root, Patterns: []string{"./..."}, NoTests: true})
	if err != nil {
		s.diagnostics(res.Diagnostics)
		return "", nil, err
	}
	all := entries(res.Packages)
	if len(all) == 0 {
		return "", nil, errors.New("no struct of this module has //typedml:schema")
	}
	f, err = lock.Of(all)
	return root, f, err
}
