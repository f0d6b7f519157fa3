package emit

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// encodeMethods emits MarshalJSON, which values have, too, and AppendJSON.
func (f *file) encodeMethods(s *unit.Struct) {
	if !s.Own["MarshalJSON"] && !s.StandardJSON && s.Of == nil {
		f.jen.Comment("// MarshalJSON encodes x as AppendJSON does.")
		f.jen.Func().Params(jen.Id("x").Id(s.Name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
			jen.Return(jen.Id("x").Dot("AppendJSON").Call(jen.Nil())),
		)
	}
	gives := "decoding it gives x again"
	if s.Own["MarshalJSON"] || s.Own["UnmarshalJSON"] {
		gives = "DecodeJSON gives x again"
	}
	m := f.method(s, "AppendJSON", "appends x as a JSON object with its keys in the order of the struct; "+gives+". A value\n"+
		"// that JSON lacks, such as NaN, is an error that names its path; b is returned as it was then.")
	if m == nil {
		return
	}
	e := &jsonWriter{}
	var body []jen.Code
	for i := range s.Record.Fields {
		body = append(body, e.field(&s.Record.Fields[i], s.Fields[i])...)
	}
	m.Params(jen.Id("b").Index().Byte()).Params(jen.Index().Byte(), jen.Error()).BlockFunc(func(g *jen.Group) {
		if e.fails {
			g.Id("start").Op(":=").Len(jen.Id("b"))
			g.Var().Err().Error()
		}
		if e.state == objectClosed {
			g.Add(appendText("{"))
		}
		for _, c := range body {
			g.Add(c)
		}
		g.Return(jen.Append(jen.Id("b"), jen.LitRune('}')), jen.Nil())
	})
}

// jsonWriter emits the body of one AppendJSON.
type jsonWriter struct {
	fails bool // a value may have no JSON form
	state objectState
}

// objectState says what is known about the object where the next member begins.
type objectState uint8

const (
	objectClosed objectState = iota // its brace is not written
	objectOpen                      // members may have been written or left out
	objectFilled                    // a member was written
)

func (e *jsonWriter) field(x *schema.Field, b unit.Field) []jen.Code {
	v := encoded{
		from: jen.Id("x").Op("." + b.Selector), goType: b.Type, typ: x.Type, sensitive: x.Sensitive,
		wrap: func(err jen.Code) jen.Code { return jen.Qual(pkgJSON, "Under").Call(jen.Lit(x.Key), err) },
	}
	key := keyText(x.Key)
	drop := dropped(x, v)
	if drop == nil {
		out := []jen.Code{e.open(key)}
		if e.state == objectOpen {
			out = []jen.Code{comma(), appendText(key)}
		}
		e.state = objectFilled
		return append(out, e.value(v, 0)...)
	}
	var out []jen.Code
	if e.state == objectClosed {
		out = append(out, appendText("{"))
		e.state = objectOpen
	}
	write := []jen.Code{comma(), appendText(key)}
	if e.state == objectFilled {
		write = []jen.Code{appendText("," + key)}
	}
	return append(out, jen.If(drop).Block(append(write, e.value(v, 0)...)...))
}

// open appends the brace or comma before a member that is always written, and its key.
func (e *jsonWriter) open(key string) jen.Code {
	if e.state == objectFilled {
		return appendText("," + key)
	}
	return appendText("{" + key)
}

func comma() jen.Code {
	return jen.Id("b").Op("=").Qual(pkgJSON, "AppendComma").Call(jen.Id("b"))
}

// appendText appends a constant.
func appendText(text string) jen.Code {
	lit := jen.Op("`" + text + "`")
	if strings.Contains(text, "`") {
		lit = jen.Lit(text)
	}
	return jen.Id("b").Op("=").Append(jen.Id("b"), jen.Add(lit).Op("..."))
}

// keyText is a key as JSON has it, with its colon.
func keyText(key string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(key); err != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n") + ":"
}

// dropped is the condition that the member is written, nil when it always is.
func dropped(x *schema.Field, v encoded) jen.Code {
	switch {
	case !x.OmitEmpty && !x.OmitZero:
		return nil
	case v.goType.Form == unit.Opt:
		return jen.Add(v.from).Dot("Valid")
	case v.goType.Form == unit.Pointer || v.goType.Form == unit.Slice || v.goType.Form == unit.Map || x.Type.Kind == schema.Bytes:
		return jen.Add(v.from).Op("!=").Nil()
	}
	switch k := x.Type.Scalar(); {
	case k == schema.Bool:
		return jen.Add(v.from)
	case k.Number() || k == schema.Duration:
		return jen.Add(v.from).Op("!=").Lit(0)
	case k == schema.String:
		return jen.Add(v.from).Op("!=").Lit("")
	case !x.OmitZero:
		return nil // encoding/json's omitempty leaves structs and arrays alone
	case k == schema.Time || method(k):
		return jen.Op("!").Add(v.from).Dot("IsZero").Call()
	}
	return compared(jen.Add(v.from), v.goType, "!=")
}
