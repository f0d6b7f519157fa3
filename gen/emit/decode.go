package emit

import (
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// decodeMethods emits UnmarshalJSON, DecodeJSON and DecodeFrom, and the places that they name in violations.
func (f *file) decodeMethods(s *unit.Struct) {
	f.unmarshalJSON(s)
	f.decodeJSON(s)
	core := "DecodeFrom"
	if s.Own["UnmarshalJSON"] && !s.Own["DecodeFrom"] {
		core = "decodeFields"
		f.decodeByHand(s)
	}
	if m := f.method(s, core, "reads the object at d into x and reports what is wrong with it: types, and keys that are absent,\n"+
		"// unknown or twice there. It runs no rules, and keeps what x holds where the input says nothing."); m != nil {
		d := &jsonReader{s: s}
		m.Params(jen.Id("d").Op("*").Qual(pkgJSON, "Decoder")).BlockFunc(d.body)
		d.declare(f)
	}
}

func (f *file) unmarshalJSON(s *unit.Struct) {
	if s.StandardJSON {
		return
	}
	m := f.method(s, "UnmarshalJSON", "decodes a JSON object strictly and runs the rules. The error is nil or one *validate.Error that holds\n"+
		"// every violation; x changes only when there is none. What the input leaves out has its default then, or is zero"+kept(s)+".")
	if m == nil {
		return
	}
	m.Params(jen.Id("data").Index().Byte()).Error().Block(slices.Concat(
		[]jen.Code{jen.Var().Id("r").Qual(pkgValidate, "Report")},
		fresh(s),
		[]jen.Code{
			jen.Id("y").Dot("DecodeJSON").Call(jen.Id("data"), jen.Op("&").Id("r")),
			jen.If(jen.Err().Op(":=").Id("r").Dot("Take").Call(), jen.Err().Op("!=").Nil()).Block(
				jen.Return(jen.Err()),
			),
			jen.Op("*").Id("x").Op("=").Id("y"),
			jen.Return(jen.Nil()),
		},
	)...)
}

// fresh are the statements that make y, which takes the place of x: of x it has what is no part of the record.
func fresh(s *unit.Struct) []jen.Code {
	out := []jen.Code{jen.Var().Id("y").Id(s.Name)}
	for _, k := range s.Kept {
		out = append(out, jen.Id("y").Dot(k.Selector).Op("=").Id("x").Dot(k.Selector))
		for _, field := range k.But {
			out = append(out, jen.Qual(pkgJSON, "Clear").Call(jen.Op("&").Id("y").Dot(k.Selector).Dot(field)))
		}
	}
	return out
}

// kept says what decoding does with the fields that are no part of the record.
func kept(s *unit.Struct) string {
	if len(s.Kept) == 0 {
		return ""
	}
	return ";\n// fields that are no part of the record stay as they are"
}

func (f *file) decodeJSON(s *unit.Struct) {
	lists := recycled(s)
	doc := "is UnmarshalJSON into the caller's report"
	if s.StandardJSON {
		doc = "decodes a JSON object strictly and runs the rules, into the caller's report"
	}
	if s.Own["UnmarshalJSON"] {
		doc = "decodes a JSON object of the struct's keys strictly and runs the rules, into the caller's report;\n" +
			"// UnmarshalJSON is written by hand"
	}
	doc += ". It changes x when the input decoded, even when the value\n" +
		"// breaks rules; rules of values that did not decode are not reported. Of what a long input can multiply (unknown\n" +
		"// keys, keys that stand twice, what is wrong in lists and maps) jsonio.MaxReported are reported, and how many more there are."
	if len(lists) > 0 {
		doc += "\n// The lists of float64 that it replaces in x are recycled: what is decoded with r later is written there."
	}
	m := f.method(s, "DecodeJSON", doc)
	if m == nil {
		return
	}
	core := "DecodeFrom"
	if s.Own["UnmarshalJSON"] && !s.Own["DecodeFrom"] {
		core = "decodeFields"
	}
	m.Params(jen.Id("data").Index().Byte(), jen.Id("r").Op("*").Qual(pkgValidate, "Report")).Block(slices.Concat(
		[]jen.Code{jen.Id("d").Op(":=").Qual(pkgJSON, "NewDecoder").Call(jen.Id("data"), jen.Id("r"))},
		fresh(s),
		[]jen.Code{
			jen.Id("y").Dot("SetDefaults").Call(),
			jen.Id("y").Dot(core).Call(jen.Op("&").Id("d")),
			jen.If(jen.Op("!").Id("d").Dot("End").Call(jen.Id("r"))).Block(jen.Return()),
			jen.Id("d").Dot("Limit").Call(jen.Id("r")),
			jen.Id("y").Dot("ValidateInto").Call(jen.Id("r")),
			jen.If(jen.Id("d").Dot("Settle").Call(jen.Id("r"), jen.Id("x").Dot("TypedMLSchema").Call())).Block(append(
				lists,
				jen.Op("*").Id("x").Op("=").Id("y"),
			)...),
		},
	)...)
}

// recycled are the statements that give the report the lists of x that a new value replaces, the first one last: it is
// the first that the next input asks for.
func recycled(s *unit.Struct) []jen.Code {
	d := &jsonReader{s: s}
	var out []jen.Code
	for i := range slices.Backward(s.Record.Fields) {
		if v := d.slot(i); v.goType.Form == unit.Slice && v.typ.Kind == schema.List && v.floats() {
			out = append(out, jen.Id("r").Dot("Recycle").Call(v.target))
		}
	}
	return out
}

// decodeByHand emits the DecodeFrom of a struct whose UnmarshalJSON was written by hand: records that hold it decode it
// with that.
func (f *file) decodeByHand(s *unit.Struct) {
	m := f.method(s, "DecodeFrom", "reads the value at d into x with the hand-written UnmarshalJSON.")
	m.Params(jen.Id("d").Op("*").Qual(pkgJSON, "Decoder")).Block(
		jen.Id("raw").Op(":=").Id("d").Dot("Raw").Call(),
		jen.If(jen.Id("d").Dot("Failed").Call()).Block(jen.Return()),
		jen.If(jen.Err().Op(":=").Id("x").Dot("UnmarshalJSON").Call(jen.Id("raw")), jen.Err().Op("!=").Nil()).Block(
			jen.Id("d").Dot("Refuse").Call(jen.Err(), jen.Id("raw"), jen.Lit(s.Record.HoldsSensitive())),
		),
	)
}

// jsonReader emits the body of one DecodeFrom.
type jsonReader struct {
	s      *unit.Struct
	places []place
}

// place is one jsonio.Field of the output.
type place struct {
	name, path, selector, typ string
	sensitive                 bool   // or a value of the type holds something that is
	missing, null, mistyped   string // the definition's own messages
}

// word is the number of keys that one word of the set of seen keys holds.
const word = 64

func (d *jsonReader) body(g *jen.Group) {
	fields := d.s.Record.Fields
	var cases []jen.Code
	for i := range fields {
		cases = append(cases, jen.Case(jen.Lit(fields[i].Key)).Block(
			jen.If(jen.Id("d").Dot("First").Call(jen.Op("&").Add(d.seen(i)), jen.Lit(i%word), d.fieldPlace(i))).BlockFunc(func(g *jen.Group) {
				d.value(g, d.slot(i))
			}),
		))
	}
	other := jen.Id("d").Dot("UnknownIn").Call(jen.Id("x").Dot("TypedMLSchema").Call())
	if d.s.Record.IgnoreUnknown {
		other = jen.Id("d").Dot("Skip").Call()
	}
	cases = append(cases, jen.Default().Block(other))

	enter := "Record"
	if d.s.Record.HoldsSensitive() {
		enter = "SensitiveRecord"
	}
	g.If(jen.Op("!").Id("d").Dot(enter).Call()).Block(jen.Return())
	if len(fields) > 0 {
		g.Id("f").Op(":=").Op("&").Id(d.table())
		g.Var().Id("seen").Add(d.seenType())
	}
	g.For(jen.Id("d").Dot("NextKey").Call()).Block(
		jen.Switch(jen.String().Call(jen.Id("d").Dot("Key").Call())).Block(cases...),
	)
	for i := range fields {
		if fields[i].MayBeAbsent || fields[i].Default != nil {
			continue
		}
		g.If(d.seen(i).Op("&").Parens(jen.Lit(1).Op("<<").Lit(i % word)).Op("==").Lit(0)).Block(
			jen.Id("d").Dot("Missing").Call(d.fieldPlace(i)),
		)
	}
}

// seenType is a bit set with a bit for each field.
func (d *jsonReader) seenType() *jen.Statement {
	if n := len(d.s.Fields); n > word {
		return jen.Index(jen.Lit((n + word - 1) / word)).Uint64()
	}
	return jen.Uint64()
}

func (d *jsonReader) seen(i int) *jen.Statement {
	if len(d.s.Fields) > word {
		return jen.Id("seen").Index(jen.Lit(i / word))
	}
	return jen.Id("seen")
}

// fieldPlace refers to the place of field i.
func (d *jsonReader) fieldPlace(i int) jen.Code {
	return d.ref(d.slot(i).at)
}

// ref refers to a place of the table; equal places share an entry, others with its name get a number.
func (d *jsonReader) ref(p place) jen.Code {
	base := p.name
	for n := 2; ; n++ {
		i := d.find(p.name)
		if i < 0 {
			d.places = append(d.places, p)
			i = len(d.places) - 1
		}
		if d.places[i] == p {
			return jen.Op("&").Id("f").Dot(p.name)
		}
		p.name = base + strconv.Itoa(n)
	}
}

func (d *jsonReader) find(name string) int {
	for i := range d.places {
		if d.places[i].name == name {
			return i
		}
	}
	return -1
}

// table is the name of the variable that holds the places.
func (d *jsonReader) table() string { return "fields" + d.s.Name }

// namesPerLine keeps the lines of the table's type short.
const namesPerLine = 5

// declare emits the places.
func (d *jsonReader) declare(f *file) {
	if len(d.places) == 0 {
		return
	}
	var values members
	for _, p := range d.places {
		value := jen.Qual(pkgJSON, "NewField").Call(jen.Lit(p.path), jen.Lit(p.selector), jen.Lit(p.typ))
		if p.sensitive {
			value.Dot("Sensitive").Call()
		}
		if p.missing != "" || p.null != "" || p.mistyped != "" {
			value.Dot("Say").Call(jen.Lit(p.missing), jen.Lit(p.null), jen.Lit(p.mistyped))
		}
		values.add(p.name, value)
	}
	f.jen.Comment("// " + d.table() + " are the places that decoding a " + d.s.Name + " names in its violations.")
	f.jen.Var().Id(d.table()).Op("=").StructFunc(func(g *jen.Group) {
		for part := range slices.Chunk(d.places, namesPerLine) {
			g.ListFunc(func(g *jen.Group) {
				for _, p := range part {
					g.Id(p.name)
				}
			}).Qual(pkgJSON, "Field")
		}
	}).Add(values.lines())
}
