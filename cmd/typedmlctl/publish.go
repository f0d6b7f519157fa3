package main

import (
	"context"
	"fmt"

	"github.com/typedml/typedml/schema/registry"
	"github.com/typedml/typedml/schema/registry/unity"
)

// publish is typedmlctl publish.
type publish struct {
	Record      string `arg:"" help:"The record's name, such as churn.features."`
	To          string `required:"" placeholder:"CATALOG.SCHEMA.TABLE" help:"The table in Unity Catalog."`
	Lock        string `default:"." placeholder:"DIR" help:"The folder of typedml.lock.json."`
	Profile     string `placeholder:"NAME" help:"A profile of ~/.databrickscfg (default: the environment, DATABRICKS_HOST and DATABRICKS_TOKEN)."`
	Warehouse   string `placeholder:"ID" help:"The SQL warehouse that makes and changes the table (default: DATABRICKS_WAREHOUSE_ID)."`
	StorageRoot string `name:"storage-root" placeholder:"URL" help:"Without a warehouse: where the table is registered as an external one, such as s3://bucket/tables."`
}

// Run publishes the record and says what became of the table, and how it differs all the same: the rows that are there hold
// null in columns that were added. A change that the record's version does not cover is an
// error that names the columns.
func (c publish) Run(ctx context.Context, s streams) error {
	record, err := lockedRecord(c.Lock, c.Record)
	if err != nil {
		return err
	}
	catalog, err := unity.Open(ctx, unity.Options{Profile: c.Profile, Warehouse: c.Warehouse, StorageRoot: c.StorageRoot})
	if err != nil {
		return err
	}
	outcome, err := registry.Publish(ctx, catalog, c.To, record)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s %s as %s: %s\n", record.Name, record.Version, c.To, outcome)
	notices, err := registry.Compare(ctx, catalog, c.To, record)
	for _, n := range notices {
		fmt.Fprintln(s.out, n)
	}
	return err
}
