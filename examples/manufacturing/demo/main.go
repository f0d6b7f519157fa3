// Command demo adopts rules step by step on a stream of hourly sensor readings: it counts what breaks them (observe), logs
// it (warn), refuses it (enforce) with a quarantine, cleans what came in before, trains on the clean table, and asks the
// model what increasing wear does. Readings and faults are simulated. Everything that it writes is in one folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/typedml/typedml/examples/internal/durable"
)

func main() {
	dir := flag.String("dir", ".demo/manufacturing", "folder for the tables, the MLflow database and the artifacts")
	engine := flag.String("engine", "memory", durable.Usage)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := tell(ctx, os.Stdout, *dir, *engine); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		stop()
		os.Exit(1)
	}
}

// tell tells the whole story.
func tell(ctx context.Context, out io.Writer, dir, engine string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	d, err := newDemo(ctx, out, dir, engine)
	if err != nil {
		return err
	}
	defer d.client.Close()
	for _, step := range []func(context.Context) error{d.simulate, d.observe, d.warn, d.enforce, d.clean, d.train, d.ahead, d.whatIf} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	d.end()
	return nil
}
