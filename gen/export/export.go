// Package export writes records in the languages of others: typedml schema is its command.
package export

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
	"github.com/typedml/typedml/schema/openapi"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/schema/sql"
)

// Language is what records are written in.
type Language string

// Languages.
const (
	JSONSchema Language = "json-schema"
	OpenAPI    Language = "openapi"
	Spark      Language = "spark"
	SQLite     Language = "sqlite"
	DuckDB     Language = "duckdb"
	Pydantic   Language = "pydantic" // a package of Python, see Package
	Record     Language = "record"   // the record itself, as JSON
)

// Loss is a rule of a record that the language cannot say.
type Loss struct {
	Type string // of the record
	schema.Loss
}

// String says it in one line.
func (l Loss) String() string { return l.Type + ": " + l.Loss.String() }

// Write writes the records. JSON Schema and the record itself are documents of one record.
func Write(in Language, recs ...*schema.Record) (text []byte, losses []Loss, err error) {
	one := in == JSONSchema || in == Record
	if one && len(recs) > 1 {
		names := make([]string, len(recs))
		for i, r := range recs {
			names[i] = r.Type
		}
		return nil, nil, fmt.Errorf("%s is of one struct, and there are %s: name one with --type", in, strings.Join(names, ", "))
	}
	lose := func(r *schema.Record, list []schema.Loss) {
		for _, l := range list {
			losses = append(losses, Loss{r.Type, l})
		}
	}
	switch in {
	case JSONSchema:
		text, list := jsonschema.Of(recs[0])
		lose(recs[0], list)
		return text, losses, nil
	case OpenAPI:
		text, components := openapi.Document(info(recs), recs...)
		for i, c := range components {
			lose(recs[i], c.Losses)
		}
		return text, losses, nil
	case Spark, SQLite, DuckDB:
		for i, r := range recs {
			table, list, err := table(in, r)
			if err != nil {
				return nil, nil, err
			}
			if i > 0 {
				text = append(text, '\n')
			}
			text = append(text, table...)
			lose(r, list)
		}
		return text, losses, nil
	case Record:
		text, err = json.MarshalIndent(recs[0], "", "  ")
		return append(text, '\n'), nil, err
	}
	return nil, nil, fmt.Errorf("no language %q", in)
}

// Package returns the files of a package of Pydantic models of the records, and the types of the records whose models its tests
// do not test.
func Package(recs ...*schema.Record) (files []pydantic.File, losses []Loss, untested []string) {
	files, models := pydantic.Of(recs...)
	for i, m := range models {
		if m.Untested {
			untested = append(untested, recs[i].Type)
		}
		for _, l := range m.Losses {
			losses = append(losses, Loss{recs[i].Type, l})
		}
	}
	return files, losses, untested
}

// info names an API after the first record.
func info(recs []*schema.Record) openapi.Info {
	out := openapi.Info{Title: recs[0].Name, Version: recs[0].Version}
	if out.Version == "" {
		out.Version = "0.0.0"
	}
	return out
}

// table is a record as a table in SQL.
func table(in Language, r *schema.Record) (string, []schema.Loss, error) {
	switch in {
	case SQLite:
		return embedded(sql.SQLite(), r)
	case DuckDB:
		return embedded(sql.DuckDB(), r)
	}
	return spark(r)
}

// spark is the table of a record with its constraints. Checks in nested values, which a CHECK does not reach, are losses.
func spark(r *schema.Record) (string, []schema.Loss, error) {
	t, err := sql.Spark().Table(r.Name, r, nil)
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	b.WriteString(t.Create + ";\n")
	for _, c := range t.Checks {
		b.WriteString(c.Add + ";\n")
	}
	var losses []schema.Loss
	for _, u := range t.Unexpressed {
		losses = append(losses, schema.Loss(u))
	}
	return b.String(), losses, nil
}

// embedded is the table of a record with its constraints in an engine whose databases have no catalogs, and the view of the rows
// that break the rules which no CHECK holds. The dots of the record's name are underscores there.
func embedded(d *sql.Dialect, r *schema.Record) (string, []schema.Loss, error) {
	name := strings.ReplaceAll(r.Name, ".", "_")
	t, err := d.Table(name, r, nil)
	if err != nil {
		return "", nil, err
	}
	text := t.Create + ";\n"
	if query := d.Broken(d.Identifier(name), r, t.Held); query != "" {
		text += "-- The rows that break rules which no CHECK holds.\nCREATE VIEW " + d.Identifier(name+"_broken") + " AS\n" + query + ";\n"
	}
	_, unexpressed := d.Predicates(r)
	var losses []schema.Loss
	for _, u := range unexpressed {
		losses = append(losses, schema.Loss(u))
	}
	return text, losses, nil
}
