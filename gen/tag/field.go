package tag

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// find resolves the name of another field.
func (e Env) find(name string) (string, *schema.Field, error) {
	if e.Field != nil {
		if path, f := e.Field(name); f != nil {
			return path, f, nil
		}
	}
	remedy := "write the name of a field of the same struct as in Go, dotted into a nested one"
	if e.Near != nil {
		if near := e.Near(name); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
	}
	return "", nil, bad(remedy, "there is no field %s beside it", name)
}

// against lowers the words that compare with another field. Those of upstream that look across structs (eqcsfield) compare
// texts and lists where the others, but for equality, compare numbers of bytes.
func against(op schema.Op, across bool) lowering {
	return func(env Env, t Target, w Word) ([]schema.Constraint, error) {
		path, f, err := env.find(w.Param)
		if err != nil {
			return nil, err
		}
		if !alike(t.Type, f.Type) {
			return nil, bad("compare fields of one type, or write a //typedml:check", "%s is %s, and %s is %s", t.Field, t.Type, w.Param, f.Type)
		}
		c := schema.Constraint{Kind: schema.Against, Op: op, Path: path}
		equality := op == schema.Eq || op == schema.Ne
		switch k := t.Type.Scalar(); {
		case k == schema.List || k == schema.Map || k == schema.Bytes:
			if !equality && !across {
				return nil, bad(fmt.Sprintf("write %s", strings.Replace(w.Name, "field", "csfield", 1)), "upstream compares no lists by %s", w.Name)
			}
			c.Text = "length"
		case k == schema.String && !equality && !across:
			c.Text = "bytes"
		case k == schema.Bool && !equality:
			return nil, bad("compare with eqfield or nefield", "bools have no order")
		case k == schema.Struct:
			return nil, bad("compare their fields in a //typedml:check", "upstream takes two records of one type for equal, whatever they hold")
		}
		return one(c, nil)
	}
}

// alike reports whether upstream compares values of two types: their kinds are one.
func alike(a, b schema.Type) bool {
	return a.Scalar() == b.Scalar() && (a.Len > 0) == (b.Len > 0) || a.Kind == schema.List && b.Kind == schema.List && (a.Len > 0) == (b.Len > 0)
}

// holdsField lowers fieldcontains and fieldexcludes.
func holdsField(op schema.Op) lowering {
	return func(env Env, t Target, w Word) ([]schema.Constraint, error) {
		path, f, err := env.find(w.Param)
		if err == nil && f.Type.Scalar() != schema.String {
			err = bad("name a field that is a string", "%s is %s", w.Param, f.Type)
		}
		return one(schema.Constraint{Kind: schema.Contains, Op: op, Path: path}, err)
	}
}

// postcode lowers postcode_iso3166_alpha2_field: the other field holds the country.
func postcode(env Env, _ Target, w Word) ([]schema.Constraint, error) {
	path, f, err := env.find(w.Param)
	if err == nil && f.Type.Scalar() != schema.String {
		err = bad("name a field that is a string", "%s is %s", w.Param, f.Type)
	}
	return one(schema.Constraint{Kind: schema.Format, Text: "postcode_iso3166_alpha2", Path: path}, err)
}

// present lowers the words that ask whether other fields are set: demand applies when any of them is (or all are).
func present(demand schema.ConstraintKind, unset, all bool) lowering {
	return func(env Env, _ Target, w Word) ([]schema.Constraint, error) {
		when := &schema.Condition{Any: !all}
		names, err := quoted(w.Param)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			path, _, err := env.find(strings.ReplaceAll(name, "'", ""))
			if err != nil {
				return nil, err
			}
			when.Tests = append(when.Tests, schema.Test{Path: path, Not: unset, Is: schema.Constraint{Kind: schema.NotZero}})
		}
		return one(schema.Constraint{Kind: demand, When: when}, nil)
	}
}

// equal lowers the words that ask whether other fields have values: demand applies when all do (or none does).
func equal(demand schema.ConstraintKind, unless bool) lowering {
	return func(env Env, _ Target, w Word) ([]schema.Constraint, error) {
		words, err := quoted(w.Param)
		if err != nil {
			return nil, err
		}
		if len(words)%2 != 0 {
			return nil, bad("write "+w.Name+"=Field value, with 'quotes' around a value that holds a space", "%q is no list of fields with a value each", w.Param)
		}
		when, seen := &schema.Condition{}, map[string]string{}
		for i := 0; i < len(words); i += 2 {
			name, value := strings.ReplaceAll(words[i], "'", ""), strings.ReplaceAll(words[i+1], "'", "")
			path, f, err := env.find(name)
			if err != nil {
				return nil, err
			}
			before, twice := seen[name]
			switch {
			case twice && w.Name == "required_if":
				return nil, bad("name it once", "it names %s twice", name)
			case twice && !unless && before != value:
				return nil, bad("name it once, or write a //typedml:check", "no value of %s is both %s and %s, and the condition is never met", name, before, value)
			}
			seen[name] = value
			is, err := valued(f, value)
			if err != nil {
				return nil, err
			}
			when.Tests = append(when.Tests, schema.Test{Path: path, Not: unless, Is: is})
		}
		return one(schema.Constraint{Kind: demand, When: when}, nil)
	}
}

// valued is the constraint that a field has the value that a tag writes.
func valued(f *schema.Field, value string) (schema.Constraint, error) {
	k := f.Type.Scalar()
	switch {
	case value == "nil" && (f.Optional || f.Type.TakesNull()):
		return schema.Constraint{Kind: schema.Zero}, nil
	case k == schema.List || k == schema.Map || k == schema.Bytes:
		n, err := count(value)
		return schema.Constraint{Kind: schema.Length, Op: schema.Eq, Count: n}, err
	case k == schema.Struct || k == schema.Time:
		return schema.Constraint{}, bad("test it in a //typedml:check", "upstream compares no %s with a text", f.Type)
	case k == schema.Bool && value != "true" && value != "false":
		return schema.Constraint{}, bad("write true or false", "%q is no bool, and upstream takes it for false", value)
	}
	limit, err := Parse(k, value)
	if k == schema.Duration { // upstream reads a plain number there
		limit = schema.Literal{Kind: k}
		if limit.Int, err = strconv.ParseInt(value, 0, 64); err != nil {
			err = bad("write a number of nanoseconds", "%q is no whole number, which upstream reads there", value)
		}
	}
	return schema.Constraint{Kind: schema.Range, Op: schema.Eq, Limit: &limit}, err
}
