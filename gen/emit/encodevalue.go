package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// encoded is a value that is written.
type encoded struct {
	from   jen.Code
	goType unit.Type
	typ    schema.Type
	// wrap puts the value's place before the path of an error.
	wrap func(err jen.Code) jen.Code
	// sensitive says that the field is: the keys of its maps are not told.
	sensitive bool
	// pointer says that from is a pointer to a record.
	pointer bool
}

// value returns the statements that append v.
func (e *jsonWriter) value(v encoded, depth int) []jen.Code {
	switch {
	case v.goType.Form == unit.Pointer:
		inner := v
		inner.goType = *v.goType.Elem
		inner.from = jen.Parens(jen.Op("*").Add(v.from))
		if v.typ.Kind == schema.Struct {
			inner.from, inner.pointer = v.from, true
		}
		return orAppendNull(jen.Add(v.from).Op("==").Nil(), e.value(inner, depth))
	case v.goType.Form == unit.Opt:
		inner := v
		inner.goType = *v.goType.Elem
		inner.from = jen.Add(v.from).Dot("Value")
		return orAppendNull(jen.Op("!").Add(v.from).Dot("Valid"), e.value(inner, depth))
	case v.typ.Kind == schema.List:
		return e.list(v, depth)
	case v.typ.Kind == schema.Map:
		return e.mapping(v, depth)
	}
	return []jen.Code{e.scalar(v)}
}

func orAppendNull(isNull jen.Code, write []jen.Code) []jen.Code {
	return []jen.Code{jen.If(isNull).Block(appendText("null")).Else().Block(write...)}
}

func (e *jsonWriter) list(v encoded, depth int) []jen.Code {
	from := v.from
	if v.goType.Form == unit.Array {
		from = jen.Add(v.from).Index(jen.Op(":"))
	}
	if elem := v.goType.Elem; elem.Form == unit.Named && elem.Name == "float64" && elem.Package == "" {
		return []jen.Code{e.call(v, jen.Qual(pkgJSON, "AppendFloats").Call(jen.Id("b"), from))}
	}
	i := index(depth)
	elem := encoded{
		from: jen.Add(v.from).Index(jen.Id(i)), goType: *v.goType.Elem, typ: v.typ.Elem.Type, sensitive: v.sensitive,
		wrap: func(err jen.Code) jen.Code { return v.wrap(jen.Qual(pkgJSON, "UnderAt").Call(jen.Id(i), err)) },
	}
	write := []jen.Code{
		appendRune('['),
		jen.For(jen.Id(i).Op(":=").Range().Add(v.from)).Block(append([]jen.Code{
			jen.If(jen.Id(i).Op(">").Lit(0)).Block(appendRune(',')),
		}, e.value(elem, depth+1)...)...),
		appendRune(']'),
	}
	if v.goType.Form == unit.Array {
		return write
	}
	return orAppendNull(jen.Add(v.from).Op("==").Nil(), write)
}

func (e *jsonWriter) mapping(v encoded, depth int) []jen.Code {
	key := at("key", depth)
	wrap := func(err jen.Code) jen.Code { return v.wrap(jen.Qual(pkgJSON, "UnderKey").Call(jen.Id(key), err)) }
	if v.sensitive {
		wrap = v.wrap
	}
	elem := encoded{from: jen.Id("v"), goType: *v.goType.Elem, typ: v.typ.Elem.Type, sensitive: v.sensitive, wrap: wrap}
	loop := []jen.Code{
		comma(),
		e.call(encoded{wrap: wrap}, jen.Qual(pkgJSON, "AppendString").Call(jen.Id("b"), jen.Id(key))),
		appendRune(':'),
		jen.Id("v").Op(":=").Add(v.from).Index(jen.Id(key)),
	}
	return orAppendNull(jen.Add(v.from).Op("==").Nil(), []jen.Code{
		appendRune('{'),
		jen.For(jen.List(jen.Id("_"), jen.Id(key)).Op(":=").Range().Qual("slices", "Sorted").Call(
			jen.Qual("maps", "Keys").Call(v.from),
		)).Block(append(loop, e.value(elem, depth+1)...)...),
		appendRune('}'),
	})
}

func appendRune(r rune) jen.Code {
	return jen.Id("b").Op("=").Append(jen.Id("b"), jen.LitRune(r))
}

// call is the statement of an append function that may fail.
func (e *jsonWriter) call(v encoded, call jen.Code) jen.Code {
	e.fails = true
	return jen.If(jen.List(jen.Id("b"), jen.Err()).Op("=").Add(call), jen.Err().Op("!=").Nil()).Block(
		jen.Return(jen.Id("b").Index(jen.Op(":").Id("start")), v.wrap(jen.Err())),
	)
}

// scalar is the statement that appends a scalar or record.
func (e *jsonWriter) scalar(v encoded) jen.Code {
	b := jen.Id("b")
	set := func(call jen.Code) jen.Code { return jen.Id("b").Op("=").Add(call) }
	switch k := v.typ.Scalar(); {
	case k == schema.Struct && v.goType.Marshals:
		return e.call(v, jen.Qual(pkgJSON, "AppendMarshaler").Call(b, v.from))
	case k == schema.Struct:
		return e.call(v, callable(v.from, v.goType, v.pointer).Dot("AppendJSON").Call(b))
	case k == schema.Bool:
		return set(jen.Qual("strconv", "AppendBool").Call(b, v.as("bool")))
	case k.Signed():
		return set(jen.Qual("strconv", "AppendInt").Call(b, v.as("int64"), jen.Lit(10)))
	case k.Unsigned():
		return set(jen.Qual("strconv", "AppendUint").Call(b, v.as("uint64"), jen.Lit(10)))
	case k == schema.Float64:
		return e.call(v, jen.Qual(pkgJSON, "AppendFloat").Call(b, v.as("float64")))
	case k == schema.Float32:
		return e.call(v, jen.Qual(pkgJSON, "AppendFloat32").Call(b, v.as("float32")))
	case k == schema.Bytes:
		return set(jen.Qual(pkgJSON, "AppendBytes").Call(b, v.from))
	case k == schema.Time:
		return e.call(v, jen.Qual(pkgJSON, "AppendTime").Call(b, v.from))
	case k == schema.Decimal:
		return set(jen.Qual(pkgJSON, "AppendDecimal").Call(b, v.from))
	case k == schema.Date:
		return e.call(v, jen.Qual(pkgJSON, "AppendDate").Call(b, v.from))
	case k == schema.Duration:
		if v.goType.Package != "time" {
			return set(jen.Qual(pkgJSON, "AppendDuration").Call(b, jen.Qual("time", "Duration").Call(v.from)))
		}
		return set(jen.Qual(pkgJSON, "AppendDuration").Call(b, v.from))
	}
	return e.call(v, jen.Qual(pkgJSON, "AppendString").Call(b, v.from))
}

// as converts the value to a predeclared type, unless it has it.
func (v encoded) as(name string) jen.Code {
	if v.goType.Package == "" && v.goType.Name == name {
		return v.from
	}
	return jen.Id(name).Call(v.from)
}
