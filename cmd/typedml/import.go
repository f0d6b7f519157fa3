package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/gen/importer/delivery"
)

// importCommand is typedml import.
type importCommand struct {
	From   string `enum:",json-schema,csv,signature,record" default:"" placeholder:"KIND" help:"json-schema, csv, signature (an MLmodel file, or an MLflow signature as JSON) or record (typedml's own JSON, such as a model's typedml_schema.json); default: what the file's name says."`
	Source string `arg:"" name:"source" help:"The file; - is standard input."`

	delivery.Flags
}

// Run prints or writes the Go source, and lists on standard error what it does not say of its origin.
func (c importCommand) Run(s streams) error {
	read, err := c.reader()
	if err != nil {
		return err
	}
	data, err := c.data()
	if err != nil {
		return err
	}
	res, err := read(data, c.Options(c.Source))
	if err != nil {
		return err
	}
	return c.Deliver(c.Source, res, s.out, s.err)
}

// reader is the importer for the kind of the source.
func (c importCommand) reader() (func([]byte, importer.Options) (importer.Result, error), error) {
	kind := c.From
	if kind == "" {
		kind = kindOf(filepath.Base(c.Source))
	}
	switch kind {
	case "json-schema":
		return importer.JSONSchema, nil
	case "csv":
		return importer.CSV, nil
	case "signature":
		return importer.Signature, nil
	case "record":
		return importer.Record, nil
	}
	return nil, fmt.Errorf("%s: the name does not say what it is: add --from=json-schema, csv, signature or record", c.Source)
}

// kindOf is what a file's name says that it is, "" for nothing.
func kindOf(name string) string {
	switch name {
	case "MLmodel":
		return "signature"
	case "typedml_schema.json":
		return "record"
	}
	return map[string]string{".json": "json-schema", ".csv": "csv"}[strings.ToLower(filepath.Ext(name))]
}

func (c importCommand) data() ([]byte, error) {
	if c.Source == "-" {
		return io.ReadAll(os.Stdin)
	}
	return os.ReadFile(c.Source)
}
