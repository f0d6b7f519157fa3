// Command demo predicts malignant breast masses and keeps the patients' data to itself: a violation on a sensitive field
// names the rule and never the value, in the error, the log, the quarantine and the served answer. A model is trained and
// registered, and measured as a clinician asks: how many cancers are missed at which threshold. Patients are simulated.
// Everything that it writes is in one folder.
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
	dir := flag.String("dir", ".demo/healthcare", "folder for the tables, the MLflow database and the artifacts")
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
	for _, step := range []func(context.Context) error{d.load, d.refuse, d.store, d.quarantine, d.train, d.evaluate, d.serve, d.search} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	d.end()
	return nil
}
