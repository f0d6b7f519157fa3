package random

import (
	"slices"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// Record draws a record of some fields and checks: one field or two more often than many.
func (s *Source) Record(name string) *schema.Record {
	s.narrow = !s.oneIn(6)
	return s.record(name, 0)
}

func (s *Source) record(name string, depth int) *schema.Record {
	rec := &schema.Record{Name: "random." + name, Type: name, IgnoreUnknown: s.oneIn(8)}
	fields := 2 + s.rng.IntN(6-2*depth)
	if s.narrow {
		fields = 1 + s.rng.IntN(2)
	}
	for i := range fields {
		rec.Fields = append(rec.Fields, s.field(i, depth))
	}
	for i := range rec.Fields {
		if s.oneIn(3) {
			s.relate(rec, &rec.Fields[i])
		}
		f := &rec.Fields[i]
		if !f.Optional {
			f.Constraints = demanding(f.Type, f.Constraints)
		}
		if s.oneIn(8) {
			skip(f)
		}
	}
	s.checks(rec)
	return rec
}

func (s *Source) field(i, depth int) schema.Field {
	n := strconv.Itoa(i)
	f := schema.Field{Name: "F" + n, Key: pick(s, "f", "f", "f", "f", "größe_", "a.b-") + n}
	e := s.element("F"+n, depth)
	f.Type, f.Constraints = e.Type, e.Constraints
	switch f.Type.Kind {
	case schema.List, schema.Map, schema.Bytes:
	default:
		f.Optional = s.oneIn(4) && s.evaluator.Contradiction(&schema.Element{Type: f.Type, Optional: true, Constraints: f.Constraints}) == nil
	}
	if s.oneIn(4) {
		s.setDefault(&f)
	}
	if f.Default == nil && s.oneIn(5) {
		f.OmitEmpty = s.oneIn(2)
		f.OmitZero = !f.OmitEmpty
	}
	f.OmitZero = f.OmitZero && (f.Optional || !defaults(f.Type)) // differs: testdata/vectors
	f.MayBeAbsent = f.Optional || f.Default != nil || f.OmitEmpty || f.OmitZero || omits(f.Constraints)
	f.Sensitive = s.oneIn(10) && flat(f.Type)
	if s.oneIn(8) {
		f.Role = pick(s, schema.RoleKey, schema.RoleNone, schema.RoleLookup, schema.RoleDerived)
		if depth > 0 && !f.Role.Sent() { // that is refused inside of a record
			f.Role = schema.RoleNone
		}
	}
	return f
}

// skip gives a field that holds records the tag "-".
func skip(f *schema.Field) {
	if f.Type.Innermost().Record == nil {
		return
	}
	f.Constraints = nil
	if f.Optional {
		f.Constraints = append(f.Constraints, schema.Constraint{Kind: schema.Omit, Rule: "omitnil", Text: "nil"})
	}
	f.Constraints = append(f.Constraints, schema.Constraint{Kind: schema.Omit, Rule: "-", Text: "always"})
	f.Type = bare(f.Type)
	f.MayBeAbsent = true
}

// bare is a type without the rules that a tag says behind dive.
func bare(t schema.Type) schema.Type {
	for _, e := range []**schema.Element{&t.Key, &t.Elem} {
		if *e != nil {
			*e = &schema.Element{Type: bare((*e).Type), Optional: (*e).Optional, Constraints: slices.DeleteFunc(slices.Clone((*e).Constraints), func(c schema.Constraint) bool { return !c.Implicit })}
		}
	}
	return t
}

// defaults reports whether a record by value has defaults inside.
func defaults(t schema.Type) bool {
	if t.Kind == schema.List && t.Len > 0 {
		return defaults(t.Elem.Type)
	}
	return t.Kind == schema.Struct && slices.ContainsFunc(t.Record.Fields, func(f schema.Field) bool {
		return f.Default != nil || !f.Optional && defaults(f.Type)
	})
}

// flat reports whether a type holds neither maps nor records: what is told of sensitive ones differs (testdata/vectors).
func flat(t schema.Type) bool {
	return t.Kind != schema.Map && t.Kind != schema.Struct && (t.Elem == nil || flat(t.Elem.Type))
}

func omits(rules []schema.Constraint) bool {
	for _, c := range rules {
		if c.Kind == schema.Omit {
			return true
		}
	}
	return false
}

// element draws a type and its rules.
func (s *Source) element(name string, depth int) *schema.Element {
	t := s.typ(name, depth)
	return &schema.Element{Type: t, Constraints: s.rules(t)}
}

// item draws what a list or a map holds.
func (s *Source) item(name string, depth int) *schema.Element {
	e := s.element(name, depth)
	e.Constraints = demanding(e.Type, e.Constraints)
	return e
}

// demanding is the rules of a record by value as tags have them: required counts there where it is not the first word.
func demanding(t schema.Type, cs []schema.Constraint) []schema.Constraint {
	out := slices.Clone(cs)
	for i := range out {
		if t.Kind == schema.Struct && i > 0 && out[i].Kind == schema.NotZero && out[i].When == nil {
			out[i].When = &schema.Condition{}
		}
	}
	return out
}

func (s *Source) typ(name string, depth int) schema.Type {
	if depth > 1 || s.oneIn(2) {
		return s.scalar()
	}
	switch s.rng.IntN(10) {
	case 0, 1, 2:
		return schema.Type{Kind: schema.List, Elem: s.number()}
	case 3:
		if s.oneIn(2) {
			return schema.Type{Kind: schema.List, Elem: s.item(name, depth+1), Len: pick(s, 1, 2)}
		}
		return schema.Type{Kind: schema.List, Elem: s.number(), Len: pick(s, 1, 2, 3, 17)}
	case 4:
		return schema.Type{Kind: schema.List, Elem: s.item(name, depth+1)}
	case 5, 6:
		key := schema.Type{Kind: schema.String}
		return schema.Type{Kind: schema.Map, Key: &schema.Element{Type: key, Constraints: s.rules(key)}, Elem: s.item(name, depth+1)}
	case 7, 8:
		return schema.Type{Kind: schema.Struct, Record: s.record("In"+name, depth+1)}
	}
	return s.scalar()
}

// number draws a number as an element of a list.
func (s *Source) number() *schema.Element {
	t := schema.Type{Kind: pick(s, schema.Float64, schema.Float64, schema.Float64, schema.Float32, schema.Float32, schema.Int64, schema.Int8, schema.Uint16)}
	e := &schema.Element{Type: t}
	if s.oneIn(2) {
		e.Constraints = s.rules(t)
	}
	return e
}

func (s *Source) scalar() schema.Type {
	k := pick(s, schema.Bool, schema.Int8, schema.Int16, schema.Int32, schema.Int64, schema.Int64, schema.Uint8, schema.Uint16,
		schema.Uint32, schema.Uint64, schema.Float32, schema.Float32, schema.Float64, schema.Float64, schema.Float64, schema.Float64,
		schema.String, schema.String, schema.String, schema.Time, schema.Duration, schema.Bytes, schema.Enum, schema.Enum,
		schema.Decimal, schema.Decimal, schema.Date)
	if k == schema.Enum {
		return s.enum()
	}
	t := schema.Type{Kind: k}
	if k == schema.Decimal {
		t.Precision = pick(s, 1, 4, 18, 38)
		t.Scale = pick(s, 0, min(2, t.Precision), t.Precision)
	}
	return t
}

// enum draws an enum with sorted values.
func (s *Source) enum() schema.Type {
	t := schema.Type{Kind: schema.Enum, Base: pick(s, schema.String, schema.String, schema.Int8, schema.Int64, schema.Uint16)}
	for i := range 1 + s.rng.IntN(3) {
		l := schema.Literal{Kind: t.Base}
		switch {
		case t.Base == schema.String:
			l.Text = []string{"", "high", "é<[%] 1"}[i]
		case t.Base.Signed():
			l.Int = int64(i*3 - 1)
		default:
			l.Uint = uint64(i * 5)
		}
		t.Values = append(t.Values, l)
	}
	return t
}

// setDefault gives a field a default that its own rules accept, when one is drawn.
func (s *Source) setDefault(f *schema.Field) {
	if f.Type.Kind == schema.Time || f.Type.Kind == schema.Bytes || f.Type.Kind == schema.Map || f.Type.Kind == schema.Struct || f.Type.Len > 0 {
		return
	}
	e := schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}
	for range 20 {
		l, ok := s.literal(f.Type, f.Constraints)
		if ok && len(s.evaluator.EvaluateElement(&e, l.Any())) == 0 {
			f.Default = &l
			return
		}
	}
}
