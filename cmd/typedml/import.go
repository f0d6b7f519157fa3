package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/gen/importer"
)

// importCommand is typedml import.
type importCommand struct {
	From    string `enum:",json-schema,csv,signature,record" default:"" placeholder:"KIND" help:"json-schema, csv, signature (an MLmodel file, or an MLflow signature as JSON) or record (typedml's own JSON, such as a model's typedml_schema.json); default: what the file's name says."`
	Source  string `arg:"" name:"source" help:"The file; - is standard input."`
	Package string `short:"p" placeholder:"NAME" help:"Name of the Go package (default: that of the output's folder, or features)."`
	Type    string `short:"t" placeholder:"NAME" help:"Name of the Go type (default: that of the source)."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to the file instead of standard output; one that exists is left alone."`
	Force   bool   `help:"Overwrite the file of --output."`
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
	res, err := read(data, importer.Options{File: c.Source, Package: c.pkg(), Type: c.Type})
	if err != nil {
		return err
	}
	for _, n := range res.Notes {
		fmt.Fprintf(s.err, "%s: %s\n", c.Source, n)
	}
	if c.Output == "" {
		_, err = s.out.Write(res.Source)
		return err
	}
	return c.write(res.Source)
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

// pkg is the package's name: given, or that of the folder that the output goes to.
func (c importCommand) pkg() string {
	if c.Package != "" || c.Output == "" {
		return c.Package
	}
	dir, err := filepath.Abs(filepath.Dir(c.Output))
	if err != nil {
		return ""
	}
	return importer.PackageName(filepath.Base(dir))
}

// write makes the file; the source is complete by then.
func (c importCommand) write(source []byte) error {
	if c.Force {
		return os.WriteFile(c.Output, source, 0o644)
	}
	err := create(c.Output, source)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists: add --force to overwrite it", c.Output)
	}
	return err
}

// create writes a file that must be new: the error of one that is there is fs.ErrExist.
func create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
