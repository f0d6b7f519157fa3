package load

import (
	"go/types"
	"reflect"
	"strings"

	"github.com/typedml/typedml/gen/unit"
)

// guard spells the struct type with its tags for a package. In fields of the record an alias is what it stands for, so that
// it cannot be given to another type.
func guard(p *pkg, st *types.Struct) []unit.GuardField {
	out := make([]unit.GuardField, st.NumFields())
	for i := range out {
		v := st.Field(i)
		out[i] = unit.GuardField{Type: spell(p.types, guarded(st, i)), Tag: st.Tag(i)}
		if !v.Embedded() {
			out[i].Name = v.Name()
		} else if stands, ok := aliased(p, v.Type()); ok {
			out[i].Alias = spell(p.types, stands)
		}
	}
	return out
}

// aliased returns what an embedded alias stands for, where the package can name it.
func aliased(p *pkg, t types.Type) (types.Type, bool) {
	if _, ok := t.(*types.Alias); !ok {
		return nil, false
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.TypeArgs().Len() > 0 {
		return nil, false
	}
	return n, n.Obj().Pkg() == p.types || n.Obj().Exported() && importable(n.Obj().Pkg().Path(), p.path)
}

// guarded is the type of a field as its guard has it.
func guarded(st *types.Struct, i int) types.Type {
	v := st.Field(i)
	if left := reflect.StructTag(st.Tag(i)).Get("json") == "-"; left || v.Embedded() || !v.Exported() {
		return v.Type()
	}
	return unalias(v.Type())
}

// unalias replaces the aliases in the types that fields of records have.
func unalias(t types.Type) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(unalias(t.Elem()))
	case *types.Slice:
		return types.NewSlice(unalias(t.Elem()))
	case *types.Array:
		return types.NewArray(unalias(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(unalias(t.Key()), unalias(t.Elem()))
	case *types.Named:
		args := make([]types.Type, t.TypeArgs().Len())
		for i := range args {
			args[i] = unalias(t.TypeArgs().At(i))
		}
		if len(args) > 0 {
			if inst, err := types.Instantiate(nil, t.Origin(), args, false); err == nil {
				return inst
			}
		}
		return t
	default:
		return t
	}
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
