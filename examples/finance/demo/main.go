// Command demo takes the German Credit data from a CSV file to a prediction: a validated table, a trained and registered
// model, one scored application, and what happens when a column is missing. Everything it writes is in one folder.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/typedml/typedml/examples/internal/durable"
	"github.com/typedml/typedml/pipeline/engine"
)

func main() {
	dir := flag.String("dir", ".demo/finance", "folder for the table, the MLflow database and the artifacts")
	table := flag.String("table", "", "URI of the feature table, such as spark://host:15002/main.ml.credit (default: a Delta table in the folder)")
	tracking := flag.String("tracking", "", "MLflow tracking URI, such as http://127.0.0.1:5000 (default: a database in the folder)")
	on := flag.String("engine", "memory", durable.Usage)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := tell(ctx, os.Stdout, options{dir: *dir, table: *table, tracking: *tracking, engine: *on}); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		stop()
		os.Exit(1)
	}
}

// options say where and how the story goes. An empty table means a Delta table in the folder, an empty tracking URI a
// database there.
type options struct {
	dir, table, tracking, engine string
	observe                      func(engine.Event) // told of the steps of a durable engine; may be nil
}

// tell tells the whole story.
func tell(ctx context.Context, out io.Writer, o options) error {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	d, err := newDemo(ctx, out, o)
	if err != nil {
		return err
	}
	defer d.close()
	for _, step := range []func(context.Context) error{d.load, d.corrupt, d.store, d.train, d.score, d.missing, d.serve} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	d.end()
	return nil
}
