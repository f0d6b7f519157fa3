package importer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// Signature reads the signature of an MLflow model: an MLmodel file, or JSON, which is a list of columns or an object with
// inputs, outputs and params, each a list or the text of one. The inputs become a struct, the params a second one with their
// defaults; outputs are told in its comment. A column that is not required is a pointer.
func Signature(data []byte, o Options) (Result, error) {
	s := &signature{file: o.File, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	if err := s.parts(); err != nil {
		return Result{}, err
	}
	rec := &schema.Record{Type: "ModelInput"}
	if o.Type != "" {
		rec.Type = o.Type
	}
	if err := s.columns(rec); err != nil {
		return Result{}, err
	}
	outputs, err := s.returned()
	if err != nil {
		return Result{}, err
	}
	rec.Doc = comment("The inputs of a model, as its MLflow signature has them." + outputs)
	params, err := s.parameters(strings.TrimSuffix(rec.Type, "Input") + "Params")
	if err != nil {
		return Result{}, err
	}
	a := &adoption{left: map[*schema.Record][]string{}, notes: s.notes}
	in := reading{rec: a.record(rec, "")}
	if len(in.rec.Fields) == 0 {
		return Result{}, fmt.Errorf("%s: a struct can have none of the inputs:\n  %s", o.File, strings.Join(a.left[in.rec], "\n  "))
	}
	if len(params.Fields) > 0 {
		in.more = append(in.more, a.record(params, ""))
	}
	in.left, in.notes = a.left, a.notes
	return o.write(in)
}

// signature is what is read of one.
type signature struct {
	file string
	data []byte
	// inputs, outputs and params are the three lists; nil for none.
	inputs, outputs, params *part
	notes                   []Note
}

// part is one list of a signature.
type part struct {
	name         string
	items        []any
	line, column int // in the file, from 1; 0 where the list is all of it
}

// errorf is an error in a part: item is the place in its list, -1 for the whole.
func (s *signature) errorf(p *part, item int, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	where := p.name
	if item >= 0 {
		where += "[" + strconv.Itoa(item) + "]"
	}
	return &PositionError{File: s.file, Line: max(p.line, 1), Column: max(p.column, 1), Err: fmt.Errorf("%s: %w", where, err)}
}

// parts finds the three lists.
func (s *signature) parts() error {
	trimmed := bytes.TrimSpace(s.data)
	if len(trimmed) == 0 {
		return positioned(s.file, s.data, 0, errors.New("the file is empty: an MLmodel file, or its signature in JSON, is wanted"))
	}
	if trimmed[0] != '[' && trimmed[0] != '{' {
		return s.mlmodel()
	}
	v, err := parsedOfPython(s.file, s.data)
	if err != nil {
		return err
	}
	if list, ok := v.([]any); ok {
		s.inputs = &part{name: "inputs", items: list}
		return nil
	}
	o := v.(jsonschema.Object)
	if inner, ok := o.Get("signature").(jsonschema.Object); ok {
		o = inner
	}
	for _, p := range s.places() {
		if err := s.part(p.to, p.name, o.Get(p.name), 1, 1); err != nil {
			return err
		}
	}
	if s.inputs == nil {
		return positioned(s.file, s.data, 0, errors.New("it has no inputs: a signature is a list of columns, or an object with inputs, outputs and params"))
	}
	return nil
}

// listed is where a list goes.
type listed struct {
	name string
	to   **part
}

func (s *signature) places() []listed {
	return []listed{{"inputs", &s.inputs}, {"outputs", &s.outputs}, {"params", &s.params}}
}

// part reads one list, or the JSON text of one.
func (s *signature) part(to **part, name string, v any, line, column int) error {
	p := &part{name: name, line: line, column: column}
	if text, ok := v.(string); ok {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		read, err := parsedOfPython(s.file, []byte(text))
		var at *PositionError
		if errors.As(err, &at) {
			return s.errorf(p, -1, "in its JSON text, at byte %d: %w", at.Column, at.Err)
		}
		v = read
	}
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		p.items = v
		*to = p
		return nil
	}
	return s.errorf(p, -1, "%s is no list of columns", short(v))
}

// columns reads the inputs as fields.
func (s *signature) columns(rec *schema.Record) error {
	for i, item := range s.inputs.items {
		o, ok := item.(jsonschema.Object)
		if !ok {
			return s.errorf(s.inputs, i, "%s is no column: it has a name and a type", short(item))
		}
		key, _ := o.Get("name").(string)
		if key == "" {
			if len(s.inputs.items) > 1 || o.Has("name") && o.Get("name") != nil && o.Get("name") != "" {
				return s.errorf(s.inputs, i, "the column has no name: columns are bound by it")
			}
			key = "inputs"
			s.notes = append(s.notes, Note{Path: key, What: "the model's only input has no name: it is called inputs here, and what binds it must know that"})
		}
		if rec.Field(key) != nil {
			return s.errorf(s.inputs, i, "the name %q stands twice", key)
		}
		t, err := s.typ(o, 0)
		if err != nil {
			return s.errorf(s.inputs, i, "%q: %w", key, err)
		}
		rec.Fields = append(rec.Fields, fieldOf(key, t, optional(o)))
	}
	if len(rec.Fields) == 0 {
		return s.errorf(s.inputs, -1, "the list is empty: the model tells of no column")
	}
	return nil
}

// optional reports whether the caller may leave a column out.
func optional(o jsonschema.Object) bool {
	return o.Get("required") == false || o.Get("optional") == true && !o.Has("required")
}

// flatTypes are MLflow's types of columns that have no parts.
var flatTypes = map[string]schema.Kind{
	"boolean": schema.Bool, "integer": schema.Int32, "long": schema.Int64, "float": schema.Float32, "double": schema.Float64,
	"string": schema.String, "binary": schema.Bytes, "datetime": schema.Time,
}

// typ reads the type of a column, or of what it holds. A type that Go does not hold keeps its name.
func (s *signature) typ(o jsonschema.Object, depth int) (schema.Element, error) {
	word, ok := o.Get("type").(string)
	if !ok || depth > deepest {
		return schema.Element{}, errors.New("it has no type, or one that is nested too deep")
	}
	inner := func(key string) (schema.Element, error) {
		part, ok := o.Get(key).(jsonschema.Object)
		if !ok {
			return schema.Element{}, fmt.Errorf("the type %s lacks %s", word, key)
		}
		el, err := s.typ(part, depth+1)
		el.Optional = optional(part)
		return el, err
	}
	switch word {
	case "array":
		items, err := inner("items")
		return schema.Element{Type: schema.Type{Kind: schema.List, Elem: &items}}, err
	case "map":
		values, err := inner("values")
		return schema.Element{Type: schema.Type{Kind: schema.Map, Key: flat(schema.String), Elem: &values}}, err
	case "object":
		return s.object(o, depth)
	case "tensor":
		spec, _ := o.Get("tensor-spec").(jsonschema.Object)
		return tensor(spec)
	case "sparkml vector":
		return schema.Element{Type: schema.Type{Kind: schema.List, Elem: flat(schema.Float64)}}, nil
	case "any":
		return *flat("any value"), nil
	}
	if k, ok := flatTypes[word]; ok {
		return *flat(k), nil
	}
	return schema.Element{}, fmt.Errorf("%q is no type of MLflow's", word)
}

func flat(k schema.Kind) *schema.Element { return &schema.Element{Type: schema.Type{Kind: k}} }

func fieldOf(key string, el schema.Element, optional bool) schema.Field {
	return schema.Field{Key: key, Type: el.Type, Constraints: el.Constraints, Optional: optional}
}

// object reads a type with properties.
func (s *signature) object(o jsonschema.Object, depth int) (schema.Element, error) {
	properties, _ := o.Get("properties").(jsonschema.Object)
	if len(properties) == 0 {
		return schema.Element{}, errors.New("the type object lacks properties")
	}
	rec := &schema.Record{}
	for _, m := range properties {
		p, _ := m.Value.(jsonschema.Object)
		t, err := s.typ(p, depth+1)
		if err != nil {
			return schema.Element{}, fmt.Errorf("property %q: %w", m.Key, err)
		}
		rec.Fields = append(rec.Fields, fieldOf(m.Key, t, optional(p)))
	}
	return schema.Element{Type: schema.Type{Kind: schema.Struct, Record: rec}}, nil
}

// returned says what the model returns, for a comment; "" where it does not tell.
func (s *signature) returned() (string, error) {
	if s.outputs == nil {
		return "", nil
	}
	var words []string
	for i, item := range s.outputs.items {
		o, _ := item.(jsonschema.Object)
		t, err := s.typ(o, 0)
		if err != nil {
			return "", s.errorf(s.outputs, i, "%w", err)
		}
		name, _ := o.Get("name").(string)
		words = append(words, strings.TrimSpace(name+" "+t.Type.String()))
	}
	if len(words) == 0 {
		return "", nil
	}
	return " It returns " + strings.Join(words, ", ") + ".", nil
}

// parameters reads the params as a record of their own, with their defaults.
func (s *signature) parameters(name string) (*schema.Record, error) {
	rec := &schema.Record{Type: gosource.Exported(name), Doc: "What a caller may pass to the model beside the rows, and what stands for what is not passed."}
	if s.params == nil {
		return rec, nil
	}
	for i, item := range s.params.items {
		o, _ := item.(jsonschema.Object)
		key, _ := o.Get("name").(string)
		if key == "" || rec.Field(key) != nil {
			return nil, s.errorf(s.params, i, "the param has no name, or one that stands twice: %q", key)
		}
		if !o.Has("type") && o.Has("dtype") {
			o = append(slices.Clone(o), jsonschema.Member{Key: "type", Value: o.Get("dtype")})
		}
		t, err := s.typ(o, 0)
		if err != nil {
			return nil, s.errorf(s.params, i, "%q: %w", key, err)
		}
		if shape, ok := o.Get("shape").([]any); ok && len(shape) > 0 {
			if t, err = shaped(t, shape); err != nil {
				return nil, s.errorf(s.params, i, "%q: %w", key, err)
			}
		}
		f := fieldOf(key, t, false)
		s.standing(&f, o.Get("default"))
		rec.Fields = append(rec.Fields, f)
	}
	return rec, nil
}

// standing gives a param its default.
func (s *signature) standing(f *schema.Field, v any) {
	l, ok := literal(f.Type.Scalar(), v)
	list, isList := v.([]any)
	switch {
	case v == nil:
		f.Optional = true
	case ok && l.Kind != schema.Time && l.Kind != schema.Bytes:
		f.Default = &l
	case isList && len(list) == 0 && f.Type.Kind == schema.List && f.Type.Len == 0:
		f.Default = &schema.Literal{Kind: schema.List}
	default:
		s.notes = append(s.notes, Note{Path: f.Key, What: "no tag says the default " + short(v)})
	}
}
