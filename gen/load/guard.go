package load

import (
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/unit"
)

// guard spells the struct type with its tags.
func guard(p *pkg, st *types.Struct) []unit.GuardField {
	out := make([]unit.GuardField, st.NumFields())
	for i := range out {
		v := st.Field(i)
		out[i] = unit.GuardField{Type: spell(p.types, v.Type()), Tag: st.Tag(i)}
		if !v.Embedded() {
			out[i].Name = v.Name()
		}
	}
	return out
}

// spell writes a type in parts, so that each package name can be imported.
func spell(here *types.Package, t types.Type) []unit.Word {
	const open, end = "\x01", "\x02"
	text := types.TypeString(t, func(p *types.Package) string {
		if p == here {
			return ""
		}
		return open + p.Path() + end
	})
	var out []unit.Word
	for {
		before, rest, ok := strings.Cut(text, open)
		if before != "" {
			out = append(out, unit.Word{Text: before})
		}
		if !ok {
			return out
		}
		path, after, _ := strings.Cut(rest, end+".")
		n := 0
		for n < len(after) && nameByte(after[n]) {
			n++
		}
		out = append(out, unit.Word{Package: path, Text: after[:n]})
		text = after[n:]
	}
}

func nameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b >= 0x80
}
