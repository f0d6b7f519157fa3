package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"time"

	"github.com/typedml/typedml/gen/load"
)

// stamps are the times and sizes of files by path: what a watched folder looks like.
type stamps map[string]stamp

type stamp struct {
	at   int64 // nanoseconds
	size int64
}

// watcher runs something whenever the Go files of a module change. It looks at them again and again, which needs nothing of
// the system: a round takes milliseconds, and the pause behind it at least twenty times as long.
type watcher struct {
	root  string
	pause time.Duration
	run   func(context.Context)
}

// watch runs at once and then behind every change, until the context ends. Changes that follow each other within a pause
// are one; what a run itself writes is none.
func (w watcher) watch(ctx context.Context) error {
	for ctx.Err() == nil {
		before, err := w.look()
		if err != nil {
			return err
		}
		w.run(ctx)
		after, err := w.look()
		if err != nil {
			return err
		}
		if !sources(before).equal(sources(after)) {
			continue // somebody wrote meanwhile
		}
		if err := w.changed(ctx, after); err != nil {
			return err
		}
	}
	return nil
}

// changed waits until the files are others than those, and have stayed as they are for one pause.
func (w watcher) changed(ctx context.Context, from stamps) error {
	for last := from; ; {
		start := time.Now()
		now, err := w.look()
		if err != nil {
			return err
		}
		if now.equal(last) && !now.equal(from) {
			return nil
		}
		last = now
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(max(w.pause, 20*time.Since(start))):
		}
	}
}

// look reads the times of the module's Go files and go.mod. Folders that the go command skips are skipped.
func (w watcher) look() (stamps, error) {
	out := stamps{}
	err := filepath.WalkDir(w.root, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != w.root { // gone since the folder was read
			return nil
		}
		if err != nil {
			return err
		}
		switch name := e.Name(); {
		case e.IsDir() && path != w.root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || name == "node_modules" || name == "vendor"):
			return filepath.SkipDir
		case e.IsDir() || filepath.Ext(name) != ".go" && name != "go.mod":
			return nil
		}
		if info, err := e.Info(); err == nil {
			out[path] = stamp{info.ModTime().UnixNano(), info.Size()}
		}
		return nil
	})
	return out, err
}

func (s stamps) equal(other stamps) bool { return maps.Equal(s, other) }

// sources are the files without generated ones.
func sources(s stamps) stamps {
	out := maps.Clone(s)
	maps.DeleteFunc(out, func(path string, _ stamp) bool { return generatedName(path) })
	return out
}

// generatedName reports whether a file is named as generated ones are.
func generatedName(path string) bool {
	return strings.HasSuffix(path, load.Suffix) || strings.HasSuffix(path, load.TestSuffix)
}
