package vectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Key is the key of the field of a case that is no whole record; its Go name is V.
const Key = "v"

// File is the vectors of one kind: a schema.ConstraintKind, "check", or a matter of structure.
type File struct {
	Kind  string
	Cases []Case
}

// Case is a record and values of it.
type Case struct {
	Kind, Name string
	Record     *schema.Record
	Rows       []Row
}

// Row is one value and what is wrong with it.
type Row struct {
	// Name tells the row from the others of all files: kind, case and value.
	Name string
	// Value is the record's value as [schema.Evaluator] reads it; absent keys are missing.
	Value map[string]any
	// JSON is the value as JSON text, "" when JSON cannot say it.
	JSON string
	// Go says that there is such a Go value, and Broken what Validate reports of it; Decoded is what a decoder reports.
	Go              bool
	Broken, Decoded []schema.Finding
}

// Load reads every file of the folder, in the order of their names.
func Load(dir string) ([]File, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("listing vectors: %w", err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no vectors in %s", dir)
	}
	var files []File
	for _, path := range paths {
		f, err := load(path)
		if err != nil {
			return nil, fmt.Errorf("vectors %s: %w", filepath.Base(path), err)
		}
		files = append(files, f)
	}
	return files, nil
}

// The form of a file.
type (
	fileJSON struct {
		Kind  string     `json:"kind"`
		Cases []caseJSON `json:"cases"`
	}
	caseJSON struct {
		Name   string                       `json:"name"`
		Field  *schema.Field                `json:"field"`
		Record *schema.Record               `json:"record"`
		Meets  []json.RawMessage            `json:"meets"`
		Breaks map[string][]json.RawMessage `json:"breaks"`
		Rows   []rowJSON                    `json:"rows"`
	}
	rowJSON struct {
		Value   json.RawMessage `json:"value"`
		Broken  *[]string       `json:"broken"`
		Decoded *[]string       `json:"decoded"`
	}
)

func load(path string) (File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return File{}, fmt.Errorf("reading: %w", err)
	}
	var in fileJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return File{}, fmt.Errorf("parsing: %w", err)
	}
	if want := strings.TrimSuffix(filepath.Base(path), ".json"); in.Kind != want {
		return File{}, fmt.Errorf("its kind is %q", in.Kind)
	}
	f := File{Kind: in.Kind}
	for _, c := range in.Cases {
		out, err := c.read(in.Kind)
		if err != nil {
			return File{}, fmt.Errorf("case %q: %w", c.Name, err)
		}
		f.Cases = append(f.Cases, out)
	}
	return f, nil
}

func (c caseJSON) read(kind string) (Case, error) {
	out := Case{Kind: kind, Name: c.Name, Record: c.Record}
	whole := c.Record != nil
	if !whole {
		if c.Field == nil {
			return out, fmt.Errorf("it has neither field nor record")
		}
		c.Field.Name, c.Field.Key = "V", Key
		out.Record = &schema.Record{Name: "vectors.case", Type: "Case", Fields: []schema.Field{*c.Field}}
	}
	for _, r := range c.rows() {
		row, err := r.read(whole)
		if err != nil {
			return out, fmt.Errorf("value %s: %w", r.Value, err)
		}
		row.Name = kind + "/" + c.Name + "/" + string(r.Value)
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// rows spells the short forms out.
func (c caseJSON) rows() []rowJSON {
	var rows []rowJSON
	for _, v := range c.Meets {
		rows = append(rows, rowJSON{Value: v, Broken: &[]string{}})
	}
	rules := make([]string, 0, len(c.Breaks))
	for rule := range c.Breaks {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	for _, rule := range rules {
		for _, v := range c.Breaks[rule] {
			rows = append(rows, rowJSON{Value: v, Broken: &[]string{Key + ": " + rule}})
		}
	}
	return append(rows, c.Rows...)
}

func (r rowJSON) read(whole bool) (Row, error) {
	v, err := parse(r.Value)
	if err != nil {
		return Row{}, err
	}
	row := Row{Value: map[string]any{}}
	if whole {
		var ok bool
		if row.Value, ok = v.(map[string]any); !ok {
			return row, fmt.Errorf("no object")
		}
	} else if v != missing {
		row.Value[Key] = v
	}
	row.JSON = jsonText(row.Value)
	row.Go = r.Broken != nil
	switch {
	case r.Broken == nil && r.Decoded == nil:
		return row, fmt.Errorf("it has neither broken nor decoded")
	case r.Decoded == nil:
		r.Decoded = r.Broken
	case r.Broken == nil:
		r.Broken = &[]string{}
	}
	if row.Broken, err = findings(*r.Broken); err != nil {
		return row, err
	}
	row.Decoded, err = findings(*r.Decoded)
	return row, err
}

func findings(entries []string) ([]schema.Finding, error) {
	var out []schema.Finding
	for _, e := range entries {
		i := strings.LastIndex(e, ": ")
		if i < 0 {
			return nil, fmt.Errorf("%q is no \"path: rule\"", e)
		}
		out = append(out, schema.Finding{Path: e[:i], Rule: e[i+2:]})
	}
	return out, nil
}
