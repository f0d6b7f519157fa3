package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/gen/lock"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/schema"
)

// check is typedmlctl check.
type check struct {
	Record      string `arg:"" help:"The record's name, such as churn.features."`
	Against     string `required:"" placeholder:"URI" help:"A table (delta://…), a file (….parquet) or a model (models:/NAME@ALIAS)."`
	ReadOnly    bool   `name:"read-only" help:"The struct's programs only read the table: whether they could add rows does not matter."`
	Lock        string `default:"." placeholder:"DIR" help:"The folder of typedml.lock.json (default: this one, or the nearest above that has one)."`
	TrackingURI string `name:"tracking-uri" placeholder:"URI" help:"The MLflow store of the model (default: MLFLOW_TRACKING_URI)."`
}

// Run compares and prints the differences; those that keep the struct from the data or the model are an error.
func (c check) Run(ctx context.Context, s streams) error {
	record, err := lockedRecord(c.Lock, c.Record)
	if err != nil {
		return err
	}
	compare := c.table
	switch {
	case strings.HasPrefix(c.Against, "models:/") || strings.HasPrefix(c.Against, "runs:/"):
		compare = c.model
	case strings.HasSuffix(c.Against, ".parquet"):
		compare = c.file
	}
	notices, err := compare(ctx, record)
	for _, n := range notices {
		fmt.Fprintln(s.out, n)
	}
	if err == nil {
		fmt.Fprintf(s.out, "%s %s fits %s\n", record.Name, record.Version, c.Against)
	}
	return err
}

// lockedRecord reads a record from the lock file in a folder, for "." also from one above.
func lockedRecord(dir, name string) (*schema.Record, error) {
	if dir == "." {
		dir = lock.Nearest()
	}
	f, err := lock.Read(dir)
	if err != nil {
		return nil, err
	}
	e := f.Find(name)
	if e == nil {
		return nil, fmt.Errorf("%s in %s has no record %q; %s", lock.FileName, dir, name, f.Suggest(name))
	}
	return e.Record, nil
}

func (c check) table(ctx context.Context, record *schema.Record) (notices []string, err error) {
	store, err := featurestore.OpenStore(ctx, c.Against)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	snapshot, err := store.Snapshot(ctx, featurestore.Latest)
	if err != nil {
		return nil, err
	}
	notices, err = told(schema.Mismatch("table "+c.Against, record, snapshot.Record(record)))
	if err != nil || c.ReadOnly {
		return notices, err
	}
	changes, err := snapshot.Unfit(record)
	if err != nil || len(changes) == 0 {
		return notices, err
	}
	return notices, &schema.MismatchError{
		Subject: "table " + c.Against, Record: record.Name, Changes: changes,
		Remedy: "Its rows can be read as they are, but none can be added; --read-only if none will be.",
	}
}

func (c check) file(_ context.Context, record *schema.Record) (notices []string, err error) {
	f, err := os.Open(c.Against)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := arrow.NewReader(f, arrow.ReadOptions{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Against, err)
	}
	changes, err := arrow.Compare(record, r.Schema())
	if err != nil {
		return nil, err
	}
	return told(schema.Split("file "+c.Against, record, changes))
}

func (c check) model(ctx context.Context, record *schema.Record) (notices []string, err error) {
	client, err := mlflow.Open(ctx, c.TrackingURI)
	if err != nil {
		return nil, err
	}
	bundle, err := model.Download(ctx, client, c.Against)
	if err = errors.Join(err, client.Close()); err != nil {
		return nil, err
	}
	return predict.Check(bundle, record)
}

// told words changes; an interface that holds a nil pointer is no error.
func told(changes []schema.Change, mismatch *schema.MismatchError) ([]string, error) {
	var notices []string
	for _, c := range changes {
		notices = append(notices, c.String())
	}
	if mismatch == nil {
		return notices, nil
	}
	return notices, mismatch
}
