package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/lock"
	"github.com/typedml/typedml/gen/unit"
)

// check is typedml check.
type check struct {
	Strict  bool     `help:"Treat warnings as errors."`
	Removed []string `placeholder:"NAME" help:"A record of the lock file that may be gone."`
	output
}

// Run judges the whole module without writing: its definitions, its generated files, and its versions where it has a lock file.
func (c check) Run(ctx context.Context, s streams) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	done := s.progress("checking")
	res, err := gen.Generate(ctx, gen.Options{Dir: root, Patterns: []string{"./..."}, Check: true, Strict: c.Strict})
	done()
	if failed := c.print(s, res.Diagnostics); failed != nil {
		return failed
	}
	if err != nil && !errors.Is(err, gen.ErrStale) {
		return err
	}
	uncovered, lockErr := c.versions(s, root, res.Packages)
	switch {
	case lockErr != nil:
		return lockErr
	case err != nil || uncovered != nil:
		return errors.Join(err, uncovered)
	}
	if !c.alone() {
		fmt.Fprintln(s.out, counted(res.Packages)+": definitions, generated files and versions are in order")
	}
	return nil
}

// versions holds the records against the lock file, where there is one.
func (c check) versions(s streams, root string, pkgs []*unit.Package) (uncovered, err error) {
	old, err := lock.Read(root)
	if errors.Is(err, fs.ErrNotExist) && len(c.Removed) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := old.Removable(c.Removed...); err != nil {
		return nil, err
	}
	now, err := lock.Of(entries(pkgs))
	if err != nil {
		return nil, err
	}
	changes := lock.Compare(old, now, c.Removed...)
	if !lock.Uncovered(changes) {
		return nil, nil
	}
	lock.Print(s.err, changes)
	return errUncovered, nil
}

// entries are the records of the packages, without those of tests, which are nobody else's.
func entries(pkgs []*unit.Package) []lock.Entry {
	var out []lock.Entry
	for _, p := range pkgs {
		for _, file := range p.Files {
			if strings.HasSuffix(file.Source, "_test.go") {
				continue
			}
			for _, st := range file.Structs {
				out = append(out, lock.Entry{Package: p.Path, Record: st.Record, Was: st.Was})
			}
		}
	}
	return out
}

// counted says how many structs there are.
func counted(pkgs []*unit.Package) string {
	n := 0
	for _, p := range pkgs {
		for _, f := range p.Files {
			n += len(f.Structs)
		}
	}
	return plural(n, "struct") + " in " + plural(len(pkgs), "package")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
