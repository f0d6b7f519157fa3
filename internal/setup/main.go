// Command setup gets what the tests and the demo need besides Go: the native training libraries and the Python
// environments, all in the cache folder. Run it from the module:
//
//	go run ./internal/setup [-list] [engine] [mlflow] [delta] [pydantic] [msgspec] [spark] [notebook]
//
// Without names it gets everything. It prints the name and size of every download before the first byte, shows
// progress, and does nothing for what is complete. Interrupted, it goes on at the next call: pip keeps what it has
// downloaded whole. -list prints and stops; -bin prints the folders of complete environments' commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/typedml/typedml/internal/interop/requirements"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

func main() {
	list := flag.Bool("list", false, "print what would be downloaded, and stop")
	bin := flag.Bool("bin", false, "print the folders of the environments' commands, and stop")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if *bin {
		err = printBins(os.Stdout, flag.Args())
	} else {
		err = run(ctx, os.Stdout, flag.Args(), *list)
	}
	if ctx.Err() != nil {
		err = errors.New("interrupted; the same command goes on from here, and finished downloads are kept")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "setup:", err)
		stop()
		os.Exit(1)
	}
}

// A part is one thing to get.
type part interface {
	ready() bool
	announce(out io.Writer) (bytes int64, err error) // prints the names and sizes of what install will download
	install(ctx context.Context, out io.Writer, python string) error
}

func run(ctx context.Context, out io.Writer, names []string, list bool) error {
	cache, err := wheel.CacheDir()
	if err != nil {
		return err
	}
	wanted, err := find(out, cache, names)
	if err != nil {
		return err
	}
	var missing []part
	for _, p := range wanted {
		if !p.ready() {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		_, err := fmt.Fprintf(out, "nothing to download: all is in %s\n", cache)
		return err
	}
	python := ""
	if !list {
		if python, err = findPython(ctx); err != nil {
			return err
		}
	}
	if err := announce(out, cache, missing); err != nil || list {
		return err
	}
	for _, p := range missing {
		if err := p.install(ctx, out, python); err != nil {
			return err
		}
	}
	return nil
}

// find returns the named parts, or all when none is named.
func find(out io.Writer, cache string, names []string) ([]part, error) {
	if len(names) == 0 {
		names = append(names, engineName)
		for _, e := range requirements.Environments() {
			names = append(names, e.Name)
		}
	}
	var parts []part
	for _, name := range names {
		if name == engineName {
			parts = append(parts, findEngines(out, cache)...)
			continue
		}
		e, err := requirements.Find(name)
		if err != nil {
			return nil, err
		}
		if why := lacks(e); why != "" {
			fmt.Fprintf(out, "SKIP %s: %s\n", e.Name, why)
			continue
		}
		parts = append(parts, environment{e, cache})
	}
	return parts, nil
}

func printBins(out io.Writer, names []string) error {
	cache, err := wheel.CacheDir()
	if err != nil {
		return err
	}
	for _, name := range names {
		e, err := requirements.Find(name)
		if err != nil {
			return err
		}
		if !e.Ready(cache) {
			return fmt.Errorf("%s is not complete: run make setup", e.Dir(cache))
		}
		fmt.Fprintln(out, filepath.Dir(e.Python(cache)))
	}
	return nil
}
