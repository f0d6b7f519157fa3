package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/export"
	"github.com/typedml/typedml/schema"
)

// schemaCommand is typedml schema.
type schemaCommand struct {
	Patterns []string `arg:"" optional:"" name:"package" help:"Packages, as the go command names them (default: the current one)."`
	As       string   `enum:"json-schema,openapi,spark,sqlite,duckdb,pydantic,record" default:"json-schema" help:"json-schema (draft 2020-12), openapi (3.1 components), spark (a Delta table with its CHECK constraints), sqlite or duckdb (a table with them, and a view of the rows that break the other rules), pydantic (a package of Pydantic v2 models, into the folder -o), or record (typedml's own JSON)."`
	Type     []string `short:"t" placeholder:"NAME" help:"Only this struct; may stand several times."`
	Request  bool     `help:"The request view: what a caller of the model sends, without label, looked-up and derived fields."`
	Output   string   `short:"o" placeholder:"FILE" help:"Write to the file instead of standard output; of pydantic, into the folder, which is the package."`
	Losses   bool     `help:"List on standard error the rules that the language cannot say, or not in full."`
}

// Run prints the schema.
func (c schemaCommand) Run(ctx context.Context, s streams) error {
	recs, err := c.records(ctx, s)
	if err != nil {
		return err
	}
	if export.Language(c.As) == export.Pydantic {
		return c.pydantic(s, recs)
	}
	text, losses, err := export.Write(export.Language(c.As), recs...)
	if err != nil {
		return err
	}
	c.tell(s, losses)
	if c.Output != "" {
		if err := os.MkdirAll(filepath.Dir(c.Output), 0o755); err != nil {
			return err
		}
		return os.WriteFile(c.Output, text, 0o644)
	}
	_, err = s.out.Write(text)
	return err
}

// tell lists what the language cannot say, where that was asked for.
func (c schemaCommand) tell(s streams, losses []export.Loss) {
	if c.Losses {
		for _, l := range losses {
			fmt.Fprintln(s.err, l)
		}
	}
}

// records are those of the packages that were asked for, in the order of the source.
func (c schemaCommand) records(ctx context.Context, s streams) ([]*schema.Record, error) {
	res, err := gen.Load(ctx, gen.Options{Patterns: c.Patterns, NoTests: true})
	if err != nil {
		s.diagnostics(res.Diagnostics)
		return nil, err
	}
	var recs []*schema.Record
	var names []string
	for _, p := range res.Packages {
		for _, f := range p.Files {
			for _, st := range f.Structs {
				names = append(names, st.Name)
				if len(c.Type) > 0 && !slices.Contains(c.Type, st.Name) {
					continue
				}
				if c.Request {
					recs = append(recs, st.Record.RequestView())
				} else {
					recs = append(recs, st.Record)
				}
			}
		}
	}
	if len(names) == 0 {
		return nil, errors.New("no struct with //typedml:schema in these packages")
	}
	for _, name := range c.Type {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("no struct %s in these packages: there are %s", name, strings.Join(names, ", "))
		}
	}
	return recs, nil
}
