package importer

import (
	"errors"
	"fmt"
	"go/token"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// Options say how the source is called.
type Options struct {
	// File is the name of the input, for positions.
	File string
	// Package is the name of the Go package; "" is features.
	Package string
	// Type is the name of the Go type; "" is that of the input.
	Type string
}

// Note is something of the input that the source does not say.
type Note struct {
	// Path is the place: of a JSON Schema a JSON pointer, of a table the column; "" is the whole.
	Path string
	What string
}

// String says it in one line.
func (n Note) String() string {
	if n.Path == "" {
		return n.What
	}
	return n.Path + ": " + n.What
}

// Result is Go source, and what it does not say.
type Result struct {
	Source []byte
	Notes  []Note
	Record *schema.Record
}

// reading is what an importer has read.
type reading struct {
	// rec is the record; more are records that stand behind it, with the names of their types.
	rec  *schema.Record
	more []*schema.Record
	// enums are the names of enums by the path of the value.
	enums map[string]string
	// left are the lines that say which fields a record was not given.
	left  map[*schema.Record][]string
	notes []Note
}

// write writes what was read.
func (o Options) write(in reading) (Result, error) {
	if o.Package == "" {
		o.Package = "features"
	}
	if !token.IsIdentifier(o.Package) {
		return Result{}, fmt.Errorf("%q is no name of a Go package", o.Package)
	}
	name := o.Type
	if name == "" {
		name = gosource.Exported(in.rec.Type)
	}
	if !token.IsIdentifier(name) || !token.IsExported(name) {
		return Result{}, fmt.Errorf("%q is no exported name of a Go type", name)
	}
	in.rec.Type = name
	file := gosource.New(o.Package)
	style := gosource.Style{Import: &gosource.Import{Enums: in.enums, Pkg: o.Package, Left: in.left}}
	records := append([]*schema.Record{in.rec}, in.more...)
	for _, rec := range records {
		file.Keep(rec.Type, rec)
	}
	for _, rec := range records {
		in.bounded(rec, "", map[*schema.Record]int{})
		err := file.Declare(rec.Type, rec, style)
		var unsayable *gosource.Unsayable
		switch {
		case errors.As(err, &unsayable):
			return Result{}, fmt.Errorf("%s: no Go struct says %s of %s", o.File, unsayable.What, strings.TrimSuffix(unsayable.Path, "."))
		case err != nil:
			return Result{}, err
		}
	}
	source, err := file.Source()
	return Result{Source: source, Notes: in.notes, Record: in.rec}, err
}
