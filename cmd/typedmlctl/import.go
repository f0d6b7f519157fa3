package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/gen/importer/delivery"
	"github.com/typedml/typedml/schema/registry/unity"
)

// importCommand is typedmlctl import, of the sources that need a driver.
type importCommand struct {
	Parquet importParquet `cmd:"" help:"Of a Parquet file's columns."`
	Delta   importDelta   `cmd:"" help:"Of a Delta table; one that typedml wrote gives its definition back, rules and all."`
	UC      importUnity   `cmd:"" name:"uc" help:"Of a table in Unity Catalog; one that typedml published gives its definition back, rules and all."`
}

// importParquet is typedmlctl import parquet.
type importParquet struct {
	File string `arg:"" help:"The Parquet file."`

	delivery.Flags
}

// Run prints or writes the Go source.
func (c importParquet) Run(s streams) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := arrow.NewReader(f, arrow.ReadOptions{})
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	columns := importer.Columns{Record: arrow.RecordOf(r.Schema())}
	columns.Record.Doc = fmt.Sprintf("Read from %s, %d rows: types and which may be null are the file's, and it tells of no rules.", filepath.Base(c.File), r.NumRows())
	return deliver(c.File, base(c.File), columns, c.Flags, s)
}

// base is the name of a file or folder without what its type is.
func base(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// deliver writes the struct of the columns; one without a name of its own is called after the source.
func deliver(source, name string, columns importer.Columns, flags delivery.Flags, s streams) error {
	if columns.Record.Type == "" {
		columns.Record.Type = importer.TypeName(name)
	}
	res, err := importer.Table(columns, flags.Options(source))
	if err != nil {
		return err
	}
	return flags.Deliver(source, res, s.out, s.err)
}

// importDelta is typedmlctl import delta.
type importDelta struct {
	Table   string `arg:"" help:"The table's folder, or its URI: delta:///data/lake/churn."`
	Version int64  `default:"-1" placeholder:"N" help:"The version of the table (default: the newest)."`

	delivery.Flags
}

// Run prints or writes the Go source.
func (c importDelta) Run(ctx context.Context, s streams) error {
	folder := c.Table
	if strings.HasPrefix(folder, "delta:") {
		var err error
		if folder, err = delta.Folder(c.Table); err != nil {
			return err
		}
	}
	snapshot, err := delta.LoadSnapshot(ctx, folder, c.Version)
	if err != nil {
		return err
	}
	conf := snapshot.MetaData.Configuration
	columns := importer.Columns{
		Record: delta.RecordOf(snapshot.Schema, conf, nil), Written: delta.Written(snapshot.Schema, conf), Checks: importer.Checks(conf), Fingerprint: conf[delta.PropFingerprint],
	}
	if columns.Record.Doc == "" {
		columns.Record.Doc = snapshot.MetaData.Description
	}
	return deliver(c.Table, filepath.Base(folder), columns, c.Flags, s)
}

// importUnity is typedmlctl import uc.
type importUnity struct {
	Table   string `arg:"" placeholder:"CATALOG.SCHEMA.TABLE" help:"The table in Unity Catalog."`
	Profile string `placeholder:"NAME" help:"A profile of ~/.databrickscfg (default: the environment, DATABRICKS_HOST and DATABRICKS_TOKEN)."`

	delivery.Flags
}

// Run prints or writes the Go source.
func (c importUnity) Run(ctx context.Context, s streams) error {
	catalog, err := unity.Open(ctx, unity.Options{Profile: c.Profile})
	if err != nil {
		return err
	}
	table, err := catalog.Table(ctx, c.Table)
	if err != nil {
		return err
	}
	columns, err := importer.Catalog(table)
	if err != nil {
		return err
	}
	return deliver(c.Table, c.Table[strings.LastIndexByte(c.Table, '.')+1:], columns, c.Flags, s)
}
