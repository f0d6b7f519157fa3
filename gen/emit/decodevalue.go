package emit

import (
	"cmp"
	"math"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// slot is where a decoded value goes: a field, or an element of a list or map.
type slot struct {
	target jen.Code
	goType unit.Type
	typ    schema.Type
	at     place
	// key puts the violations of a record in their place; "" for elements, which their loop puts there.
	key string
	// local says that the target is a variable.
	local bool
	// depth is how many variables of arrays stand around the value: their elements need other names.
	depth int
	// limit is how many elements the rules of a list allow, 0 when they do not say.
	limit int
	// hideKeys says that the field is sensitive: the keys of its maps are not told.
	hideKeys bool
	// pointer says that the target is a pointer to a record of the type.
	pointer bool
	// defaulted says that the target holds a default, which a value that does not decode replaces, too.
	defaulted bool
}

func (d *jsonReader) slot(i int) slot {
	x, b := &d.s.Record.Fields[i], &d.s.Fields[i]
	required := requiredMessage(x.Constraints)
	return slot{
		target: jen.Id("x").Op("." + b.Selector), goType: b.Type, typ: x.Type, key: x.Key, limit: maxLength(x.Constraints),
		hideKeys: x.Sensitive, defaulted: x.Default != nil,
		at: place{
			name: identifier(b.Selector), path: x.Key, selector: x.Name, typ: x.Type.String(),
			sensitive: x.Sensitive || x.Type.HoldsSensitive(),
			missing:   cmp.Or(b.Missing, required), null: cmp.Or(b.Null, required), mistyped: b.Mistyped,
		},
	}
}

// requiredMessage is the definition's own text for a value that must be there, "" when it has none, or tells the value.
func requiredMessage(cs []schema.Constraint) string {
	for _, c := range cs {
		if c.Kind == schema.NotZero && c.When == nil && !strings.Contains(c.Message, "{value}") {
			return c.Message
		}
	}
	return ""
}

// elem is the slot of the elements of v, which has no target yet.
func (v slot) elem() slot {
	t := v.typ.Elem.Type
	return slot{
		goType: *v.goType.Elem, typ: t, limit: maxLength(v.typ.Elem.Constraints), hideKeys: v.hideKeys,
		at: place{name: v.at.name + "Elem", selector: v.at.selector, typ: t.String(), sensitive: v.at.sensitive},
	}
}

// maxLength returns the greatest length that the rules allow, 0 when they do not limit it.
func maxLength(cs []schema.Constraint) int {
	limit := int64(0)
	for _, c := range cs {
		n := c.Count
		switch {
		case c.Kind != schema.Length || c.Op != schema.Lt && c.Op != schema.Lte && c.Op != schema.Eq:
			continue
		case c.Op == schema.Lt:
			n--
		}
		if n = max(n, 1); limit == 0 || n < limit { // 0 says that there is no limit
			limit = n
		}
	}
	return int(min(limit, math.MaxInt32))
}

func (v slot) into(target jen.Code) slot {
	v.target = target
	return v
}

// callable is a record as one whose generated methods are called.
func (v slot) callable() *jen.Statement { return callable(v.target, v.goType, v.pointer) }

func (v slot) set(value jen.Code) *jen.Statement { return jen.Add(v.target).Op("=").Add(value) }

// value emits the statements that decode the value at d into v.
func (d *jsonReader) value(g *jen.Group, v slot) {
	switch {
	case v.goType.Form == unit.Pointer || v.goType.Form == unit.Opt:
		d.optional(g, v)
	case v.typ.Kind == schema.Struct:
		d.record(g, v)
	case v.goType.Form == unit.Array && v.typ.Kind == schema.List:
		d.array(g, v)
	case v.typ.Kind == schema.Bytes:
		g.Add(orNull(v)).Else().Block(v.set(d.scalar(v)))
	case v.typ.Kind == schema.List:
		d.list(g, v)
	case v.typ.Kind == schema.Map:
		d.mapping(g, v)
	default:
		g.Add(v.set(d.scalar(v)))
	}
}

// orNull starts an if whose else decodes a value that is not null.
func orNull(v slot) *jen.Statement {
	null := jen.Nil()
	if v.goType.Form == unit.Opt {
		null = goType(v.goType).Values()
	}
	return jen.If(jen.Id("d").Dot("Null").Call()).Block(v.set(null))
}

func (d *jsonReader) optional(g *jen.Group, v slot) {
	inner := v
	inner.goType = *v.goType.Elem
	g.Add(orNull(v)).Else().BlockFunc(func(g *jen.Group) {
		if v.typ.Kind != schema.Struct || v.goType.Form == unit.Opt {
			d.local(g, inner, "v")
			value := jen.Op("&").Id("v")
			if v.goType.Form == unit.Opt {
				value = jen.Qual(pkgValidate, "Some").Call(jen.Id("v"))
			}
			g.Add(v.set(value))
			return
		}
		inner.pointer = true
		g.Add(v.set(jen.New(goType(inner.goType))))
		g.Add(inner.callable()).Dot("SetDefaults").Call()
		d.record(g, inner)
	})
}

// local emits the declaration of a variable and the statements that decode v into it.
func (d *jsonReader) local(g *jen.Group, v slot, name string) {
	v = v.into(jen.Id(name))
	v.pointer = false
	if direct(v) {
		g.Id(name).Op(":=").Add(d.scalar(v))
		return
	}
	g.Var().Id(name).Add(goType(v.goType))
	if v.typ.Kind == schema.Struct && v.goType.Form == unit.Named {
		g.Add(v.callable()).Dot("SetDefaults").Call()
	}
	v.local = true
	d.value(g, v)
}

func (d *jsonReader) record(g *jen.Group, v slot) {
	decode := v.callable().Dot("DecodeFrom").Call(jen.Id("d"))
	if v.key == "" {
		g.Add(decode)
		return
	}
	g.Id("mark").Op(":=").Id("d").Dot("Mark").Call()
	g.Add(decode)
	g.Id("d").Dot("Nest").Call(jen.Id("mark"), jen.Lit(v.key))
}

// floats reports whether v is a list of plain float64, which has a method of its own.
func (v slot) floats() bool {
	return v.typ.Elem.Type.Kind == schema.Float64 && v.goType.Elem.Form == unit.Named && v.goType.Elem.Name == "float64" &&
		v.goType.Elem.Package == ""
}

func (d *jsonReader) list(g *jen.Group, v slot) {
	elem := v.elem()
	if v.floats() {
		read := jen.Id("d").Dot("Float64s").Call(jen.Nil(), d.ref(v.at), d.ref(elem.at))
		if v.limit > 0 {
			read = jen.Id("d").Dot("Float64sUpTo").Call(jen.Nil(), jen.Lit(v.limit), d.ref(v.at), d.ref(elem.at))
		}
		g.Add(orNull(v)).Else().Block(v.set(read))
		return
	}
	read := jen.If(jen.Id("d").Dot("Array").Call(d.ref(v.at))).Block(
		jen.Id("list").Op(":=").Add(goType(v.goType)).Values(),
		jen.For(jen.Id("d").Dot("NextElem").Call()).BlockFunc(func(g *jen.Group) {
			if v.limit > 0 {
				g.If(jen.Id("d").Dot("Surplus").Call(jen.Len(jen.Id("list")), jen.Lit(v.limit), d.ref(v.at))).Block(jen.Break())
			}
			g.Id("mark").Op(":=").Id("d").Dot("Mark").Call()
			d.element(g, elem, func(value jen.Code) jen.Code {
				return jen.Id("list").Op("=").Append(jen.Id("list"), value)
			})
			g.Id("d").Dot("NestAt").Call(jen.Id("mark"), jen.Lit(v.key), jen.Len(jen.Id("list")).Op("-").Lit(1))
		}),
		v.set(jen.Id("list")),
	)
	if v.defaulted && !v.local {
		read.Else().Block(v.set(jen.Nil()))
	}
	g.Add(orNull(v)).Else().Add(read)
}

// element emits the decoding of an element and what add does with it.
func (d *jsonReader) element(g *jen.Group, elem slot, add func(value jen.Code) jen.Code) {
	if direct(elem) {
		g.Add(add(d.scalar(elem)))
		return
	}
	name := at("v", elem.depth)
	if elem.goType.Form == unit.Pointer || elem.goType.Form == unit.Opt {
		name = "p" // what it points to is v
	}
	d.local(g, elem, name)
	g.Add(add(jen.Id(name)))
}

// direct reports whether one expression decodes v.
func direct(v slot) bool {
	switch v.typ.Kind {
	case schema.Struct, schema.List, schema.Map, schema.Bytes:
		return false
	}
	return v.goType.Form == unit.Named
}

func (d *jsonReader) array(g *jen.Group, v slot) {
	elem := v.elem()
	if v.local {
		elem.depth = v.depth + 1
	}
	if v.floats() {
		g.Id("d").Dot("Float64Array").Call(jen.Add(v.target).Index(jen.Op(":")), d.ref(v.at), d.ref(elem.at))
		return
	}
	g.If(jen.Id("d").Dot("Array").Call(d.ref(v.at))).Block(
		jen.Id("n").Op(":=").Lit(0),
		jen.For(jen.Op(";").Id("d").Dot("NextElem").Call().Op(";").Id("n").Op("++")).BlockFunc(func(g *jen.Group) {
			g.If(jen.Id("n").Op(">=").Lit(v.typ.Len)).Block(
				jen.Id("d").Dot("Skip").Call(),
				jen.Continue(),
			)
			g.Id("mark").Op(":=").Id("d").Dot("Mark").Call()
			d.element(g, elem, func(value jen.Code) jen.Code {
				return jen.Add(v.target).Index(jen.Id("n")).Op("=").Add(value)
			})
			g.Id("d").Dot("NestAt").Call(jen.Id("mark"), jen.Lit(v.key), jen.Id("n"))
		}),
		jen.Id("d").Dot("Length").Call(jen.Id("n"), jen.Lit(v.typ.Len), d.ref(v.at)),
	)
}

func (d *jsonReader) mapping(g *jen.Group, v slot) {
	elem := v.elem()
	g.Add(orNull(v)).Else().If(jen.Id("d").Dot("Object").Call(d.ref(v.at))).Block(
		jen.Id("entries").Op(":=").Add(goType(v.goType)).Values(),
		jen.For(jen.Id("d").Dot("NextKey").Call()).BlockFunc(func(g *jen.Group) {
			text := jen.Id("key")
			if k := *v.goType.Key; k.Name != "string" || k.Package != "" {
				text = jen.String().Call(jen.Id("key"))
			}
			g.Id("key").Op(":=").Add(goType(*v.goType.Key)).Call(jen.Id("d").Dot("Key").Call())
			g.Id("mark").Op(":=").Id("d").Dot("Mark").Call()
			g.If(jen.List(jen.Id("_"), jen.Id("twice")).Op(":=").Id("entries").Index(jen.Id("key")), jen.Id("twice")).Block(
				jen.Id("d").Dot("Duplicate").Call(d.ref(elem.at)),
			).Else().BlockFunc(func(g *jen.Group) {
				d.element(g, elem, func(value jen.Code) jen.Code {
					return jen.Id("entries").Index(jen.Id("key")).Op("=").Add(value)
				})
			})
			if v.hideKeys {
				g.Comment("The keys of a sensitive map are not told.")
				g.Id("d").Dot("NestEntry").Call(jen.Id("mark"), jen.Lit(v.key))
				return
			}
			g.Id("d").Dot("NestKey").Call(jen.Id("mark"), jen.Lit(v.key), text)
		}),
		v.set(jen.Id("entries")),
	)
}

// scalar is the expression that decodes a scalar of v's Go type.
func (d *jsonReader) scalar(v slot) *jen.Statement {
	method, result := reader(v)
	call := jen.Id("d").Dot(method).Call(d.ref(v.at))
	if v.typ.Kind == schema.Bytes || v.goType.Name == result.Name && v.goType.Package == result.Package {
		return call
	}
	return goType(v.goType).Call(call)
}

// reader names the method of jsonio.Decoder that reads a scalar, and its result type.
func reader(v slot) (method string, result unit.Type) {
	switch k := v.typ.Scalar(); k {
	case schema.Bytes:
		return "Bytes", unit.Type{}
	case schema.Time:
		return "Time", unit.Type{Package: "time", Name: "Time"}
	case schema.Duration:
		return "Duration", unit.Type{Package: "time", Name: "Duration"}
	case schema.Decimal:
		return "Decimal", unit.Type{Package: pkgValidate, Name: "Decimal"}
	case schema.Date:
		return "Date", unit.Type{Package: pkgValidate, Name: "Date"}
	default:
		basic := string(k)
		if b := v.goType.Basic; b == "int" || b == "uint" {
			basic = b
		}
		return identifier(basic), unit.Type{Name: basic}
	}
}
