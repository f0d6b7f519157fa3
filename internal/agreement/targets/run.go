package targets

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// Names of the targets.
const (
	Validate  = "Validate"
	Slice     = "validate.Slice"
	Decode    = "DecodeJSON"
	Map       = "DecodeMap"
	Streams   = "Lines, Array"
	RoundTrip = "JSON and back"
	Columns   = "columns"
	Absent    = "absent columns"
)

// All returns the targets' names in the order of tables.
func All() []string {
	return []string{Validate, Slice, Decode, Map, Streams, RoundTrip, Columns, Absent}
}

// Outcome is what the targets report of a row: their findings by target. A target that is absent has no such row.
type Outcome struct {
	Case, Row int
	Found     map[string][]schema.Finding
}

// generated are the methods that are held against the vectors.
type generated interface {
	Validate() error
	ValidateInto(*validate.Report)
	DecodeJSON([]byte, *validate.Report)
	UnmarshalJSON([]byte) error
	AppendJSON([]byte) ([]byte, error)
	AppendColumns(*columns.Batch)
	ReadColumns(*columns.Batch, int, *validate.Report)
	TypedMLSchema() *schema.Record
}

// Struct is a generated struct; it stands for the case with its index.
type Struct struct {
	Case  int
	typ   reflect.Type
	slice func(reflect.Value, *validate.Report)
	forms
}

// Of makes a Struct of T.
func Of[T any, P interface {
	validate.Validator[T]
	jsonio.Row[T]
	generated
}](index int) Struct {
	return Struct{Case: index, typ: reflect.TypeFor[T](), slice: func(rows reflect.Value, r *validate.Report) {
		validate.Slice[T, P](rows.Interface().([]T), r)
	}, forms: formsOf[T, P]()}
}

// Run puts the rows of the folders' vectors through the structs, and writes an Outcome a line. Cases are numbered over
// all files.
func Run(out io.Writer, dirs []string, structs ...Struct) error {
	cases, err := loadCases(dirs)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	for _, s := range structs {
		c := cases[s.Case]
		outcomes, err := s.run(c)
		if err != nil {
			return fmt.Errorf("%s/%s as %s: %w", c.Kind, c.Name, s.typ, err)
		}
		for i, found := range outcomes {
			if err := e.Encode(Outcome{Case: s.Case, Row: i, Found: found}); err != nil {
				return err
			}
		}
	}
	return nil
}

func loadCases(dirs []string) ([]vectors.Case, error) {
	var cases []vectors.Case
	for _, dir := range dirs {
		files, err := vectors.Load(dir)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			cases = append(cases, f.Cases...)
		}
	}
	return cases, nil
}

// run returns the findings of each row by target.
func (s Struct) run(c vectors.Case) ([]map[string][]schema.Finding, error) {
	rec := s.value().TypedMLSchema()
	if got, want := rec.Canonical(), c.Record.Canonical(); got != want {
		return nil, fmt.Errorf("TypedMLSchema is another record:\n%s\nwant\n%s", got, want)
	}
	out := make([]map[string][]schema.Finding, len(c.Rows))
	var all []held
	for i, row := range c.Rows {
		out[i] = map[string][]schema.Finding{}
		if row.JSON != "" {
			out[i][Decode] = guarded(func() []schema.Finding { return s.decode(rec, row) })
			out[i][Map] = guarded(func() []schema.Finding { return s.mapped(rec, row) })
			out[i][Streams] = guarded(func() []schema.Finding { return s.streamed(rec, row) })
		}
		if !row.Go {
			continue
		}
		x := s.value()
		if err := fill(reflect.ValueOf(x).Elem(), rec, row.Value); err != nil {
			return nil, fmt.Errorf("value %s: %w", row.Name, err)
		}
		all = append(all, newHeld(x, rec, row.Value, out[i]))
	}
	for _, h := range all {
		h.found[Validate] = guarded(h.validate)
		h.found[RoundTrip] = guarded(func() []schema.Finding { return s.roundTrip(h) })
	}
	for _, h := range all {
		if s.lacks(h) {
			h.found[Absent] = guarded(func() []schema.Finding { return s.absent(h) })
		}
	}
	s.bulk(all)
	return out, s.columns(rec, all)
}

func (s Struct) value() generated { return reflect.New(s.typ).Interface().(generated) }

// guarded makes a panic a finding.
func guarded(run func() []schema.Finding) (found []schema.Finding) {
	defer func() {
		if p := recover(); p != nil {
			found = broken("panic: %v", p)
		}
	}()
	return run()
}

// broken is a finding of a target's own.
func broken(format string, args ...any) []schema.Finding {
	return []schema.Finding{{Rule: "broken: " + fmt.Sprintf(format, args...)}}
}

// findings are the violations of a report; never nil, so that a target that found nothing is seen to have run.
func findings(r *validate.Report) []schema.Finding {
	out := []schema.Finding{}
	for v := range r.All() {
		out = append(out, schema.Finding{Path: v.Path(), Rule: v.Rule()})
	}
	return out
}
