package load

import (
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/gen/unit"
)

// methodRule finds the method that validateFn calls of a value of the Go type. The definition calls it from then on.
func (l *loader) methodRule(d *definition, name string, goes unit.Type) (string, error) {
	n := l.namedOf(d, goes)
	if n == nil {
		return "", tag.MethodError("define a type with the method, or declare a function as a rule: //typedml:rule", "%s has no method %s", spelledType(goes), name)
	}
	m := methodOf(n, name)
	switch {
	case m == nil && name == "Validate" && l.isDefinition(n):
		return "", tag.MethodError("remove it: they run without it", "%s has no method Validate but the generated one, which runs the rules of its fields", n.Obj().Name())
	case m == nil || !m.Exported():
		return "", tag.MethodError("write it, exported", "%s has no method %s that upstream would find", n.Obj().Name(), name)
	}
	sig := m.Signature()
	if sig.Params().Len() != 0 || sig.Results().Len() != 1 {
		return "", tag.MethodError("take nothing, and return an error or a bool", "the method %s of %s is %s", name, n.Obj().Name(), types.TypeString(sig, types.RelativeTo(d.pkg.types)))
	}
	result := sig.Results().At(0).Type()
	isError := types.Identical(result, types.Universe.Lookup("error").Type())
	if b, isBasic := result.Underlying().(*types.Basic); !isError && (!isBasic || b.Kind() != types.Bool) {
		return "", tag.MethodError("return an error or a bool", "the method %s of %s returns %s", name, n.Obj().Name(), typeName(d, result))
	}
	rule := typeName(d, n) + "." + name
	if goes.Spelled != nil {
		rule = spelledType(goes) + "." + name
	}
	d.calls(rule, unit.Rule{Func: name, Takes: goes, Method: true, Error: isError})
	return rule, nil
}

// namedOf returns the defined type that is spelled so, nil where it is none.
func (l *loader) namedOf(d *definition, t unit.Type) *types.Named {
	if t.Form != unit.Named || t.Name == t.Basic {
		return nil
	}
	in := d.pkg.types
	if t.Package != "" {
		p := l.packages[t.Package]
		if p == nil {
			return nil
		}
		in = p.types
	}
	obj := in.Scope().Lookup(t.Name)
	if obj == nil {
		return nil
	}
	n, _ := types.Unalias(obj.Type()).(*types.Named)
	return n
}

// spelledType names a type in a sentence.
func spelledType(t unit.Type) string {
	switch t.Form {
	case unit.Slice, unit.Array:
		return "a list"
	case unit.Map:
		return "a map"
	}
	if t.Spelled != nil {
		var b strings.Builder
		for _, w := range t.Spelled {
			b.WriteString(w.Text)
		}
		return b.String()
	}
	return t.Name
}

// isDefinition reports whether a type carries the directive.
func (l *loader) isDefinition(n *types.Named) bool {
	_, a := l.annotationOf(n)
	return a != nil
}

// methodOf is the method that a pointer to the type has by a name, nil where it has none.
func methodOf(n *types.Named, name string) *types.Func {
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), name)
	m, _ := obj.(*types.Func)
	return m
}
