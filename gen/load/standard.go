package load

import (
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// standardForm warns of a field that json=standard leaves to encoding/json, which writes it in another form.
func (l *loader) standardForm(s *source, t schema.Type) {
	if form := otherForm(t); form != "" && s.def.opts.standardJSON {
		l.found.Warnf(l.fset.Position(s.pos()), diag.UnsupportedType, "hold a number or text instead, or remove json=standard",
			"field %s is %s in encoding/json, which json=standard leaves it to, and not in exported schemas, tables and DecodeJSON", s.v.Name(), form)
	}
}

// otherForm is how encoding/json writes a value that it writes in another form than typedml, "" of other values.
func otherForm(t schema.Type) string {
	switch {
	case t.Kind == schema.Duration:
		return "a number of nanoseconds"
	case t.Kind == schema.List && t.Elem.Type.Scalar() == schema.Uint8 && t.Len == 0:
		return "base64"
	case t.Elem != nil:
		return otherForm(t.Elem.Type)
	}
	return ""
}
