package main

import (
	"context"
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
	From   string   `enum:",json-schema,pydantic,csv,signature,record" default:"" placeholder:"KIND" help:"json-schema, pydantic (a model of Python's, package.module:Model), csv, signature (an MLmodel file, or an MLflow signature as JSON) or record (typedml's own JSON, such as a model's typedml_schema.json); default: what the file's name says."`
	Source string   `arg:"" name:"source" help:"The file, - for standard input; or a Pydantic model, package.module:Model."`
	Python string   `env:"TYPEDML_PYTHON" default:"python3" placeholder:"COMMAND" help:"The Python with Pydantic 2 that imports the model (environment: TYPEDML_PYTHON)."`
	Path   []string `placeholder:"DIR" default:"." help:"A folder in which Python looks for the model's module; may stand several times."`

	delivery.Flags
}

// Run prints or writes the Go source, and lists on standard error what it does not say of its origin.
func (c importCommand) Run(ctx context.Context, s streams) error {
	res, err := c.read(ctx)
	if err != nil {
		return err
	}
	return c.Deliver(c.Source, res, s.out, s.err)
}

// read imports the source.
func (c importCommand) read(ctx context.Context) (importer.Result, error) {
	if c.From == "pydantic" || c.From == "" && importer.IsModel(c.Source) {
		return importer.Python{Interpreter: c.Python, Path: c.Path}.Pydantic(ctx, c.Source, c.Options(c.Source))
	}
	read, err := c.reader()
	if err != nil {
		return importer.Result{}, err
	}
	data, err := c.data()
	if err != nil {
		return importer.Result{}, err
	}
	return read(data, c.Options(c.Source))
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
