package gen

import (
	"cmp"
	"context"
	"errors"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/emit"
	"github.com/typedml/typedml/gen/memo"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/gen/write"
)

// render emits every file of the packages, in parallel, but for those that are remembered to be as they should; outputs whose
// source is gone are to be removed. The end of the context ends it between two files.
func render(ctx context.Context, pkgs []*unit.Package, known *memo.Memo) ([]write.File, error) {
	var (
		units  []*unit.File
		folder []string
		files  []write.File
	)
	for _, pkg := range pkgs {
		for _, f := range pkg.Files {
			units, folder = append(units, f), append(folder, pkg.Dir)
		}
		for _, orphan := range pkg.Orphans {
			files = append(files, write.File{Path: orphan})
		}
	}
	rendered, errs := make([]write.File, len(units)), make([]error, len(units))
	inParallel(len(units), func(i int) {
		if ctx.Err() == nil {
			rendered[i], errs[i] = renderFile(units[i], folder[i], known)
		}
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	files = append(files, slices.DeleteFunc(rendered, func(f write.File) bool { return f.Path == "" })...)
	slices.SortFunc(files, func(a, b write.File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}

// renderFile emits one file; it is empty when the file on disk is what it would be.
func renderFile(f *unit.File, dir string, known *memo.Memo) (file write.File, err error) {
	defer diag.Recover(&err, &token.Position{Filename: filepath.Join(dir, f.Source)})
	path := filepath.Join(dir, f.Output)
	definition := known.Of(f)
	if want, ok := known.Output(definition); ok {
		if have, err := os.ReadFile(path); err == nil && memo.SumOf(have) == want {
			return write.File{}, nil
		}
	}
	data, err := emit.Source(f)
	if err != nil {
		return write.File{}, &diag.Internal{Pos: token.Position{Filename: filepath.Join(dir, f.Source)}, Cause: err}
	}
	known.Remember(definition, memo.SumOf(data))
	return write.File{Path: path, Data: data}, nil
}

// inParallel runs f for 0 … n-1, as many at a time as there are processors.
func inParallel(n int, f func(i int)) {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}
