package main

import (
	"context"
	"fmt"
	"io"

	"github.com/typedml/typedml/pipeline/train/wheel"
)

// engineName stands for the libraries of all training engines.
const engineName = "engine"

// engine is a native training library, out of its wheel.
type engine struct {
	wheel wheel.Wheel
	cache string
}

// findEngines returns the engines that there is a wheel for on this system. All but training works without them.
func findEngines(out io.Writer, cache string) []part {
	var parts []part
	for _, name := range wheel.Engines() {
		w, err := wheel.Find(name, wheel.Host())
		if err != nil {
			fmt.Fprintf(out, "SKIP engine: %v\n", err)
			continue
		}
		parts = append(parts, engine{w, cache})
	}
	return parts
}

func (e engine) ready() bool { return e.wheel.Check(e.cache) == nil }

func (e engine) announce(out io.Writer) (int64, error) {
	fmt.Fprintf(out, "  %s %s, a training library\n", e.wheel.Engine, e.wheel.Version)
	return e.wheel.Size, printSize(out, e.wheel.Project+" "+e.wheel.Version, e.wheel.Size)
}

func (e engine) install(ctx context.Context, out io.Writer, python string) error {
	_, err := wheel.Fetch(ctx, e.wheel, wheel.FetchOptions{Cache: e.cache, Python: python, Log: out})
	return err
}
