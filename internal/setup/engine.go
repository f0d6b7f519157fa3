package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/typedml/typedml/pipeline/train/wheel"
)

const engineName = "engine"

// engine is the native training library, out of its wheel.
type engine struct {
	wheel wheel.Wheel
	cache string
}

func (e engine) ready() bool {
	info, err := os.Stat(e.wheel.Path(e.cache))
	return err == nil && info.Size() > e.wheel.Size // unpacked it is larger
}

func (e engine) announce(out io.Writer) (int64, error) {
	fmt.Fprintf(out, "  %s %s, the training library\n", e.wheel.Engine, e.wheel.Version)
	return e.wheel.Size, printSize(out, e.wheel.Project+" "+e.wheel.Version, e.wheel.Size)
}

func (e engine) install(ctx context.Context, out io.Writer, python string) error {
	_, err := wheel.Fetch(ctx, e.wheel, wheel.FetchOptions{Cache: e.cache, Python: python, Log: out})
	return err
}
