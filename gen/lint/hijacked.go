package lint

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// Hijacked finds structs that embed a definition beside other fields of JSON and are none themselves. Go promotes the
// definition's methods: the struct is decoded, encoded and validated as if the other fields were not there.
var Hijacked = analyzer("typedmlhijacked", "report structs that embed a definition and so have its UnmarshalJSON, MarshalJSON and Validate", hijacked)

func hijacked(p *pass) {
	for _, file := range p.written() {
		named := map[*ast.StructType]*ast.TypeSpec{}
		annotated := map[*ast.StructType]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.GenDecl:
				for _, s := range x.Specs {
					p.specs(x, s, named, annotated)
				}
			case *ast.StructType:
				if !annotated[x] {
					p.promoted(x, named[x])
				}
			}
			return true
		})
	}
}

// specs notes the struct that a type declaration names, and whether it is a definition.
func (p *pass) specs(g *ast.GenDecl, s ast.Spec, named map[*ast.StructType]*ast.TypeSpec, annotated map[*ast.StructType]bool) {
	spec, ok := s.(*ast.TypeSpec)
	if !ok {
		return
	}
	st, ok := ast.Unparen(spec.Type).(*ast.StructType)
	if !ok {
		return
	}
	named[st] = spec
	for _, doc := range []*ast.CommentGroup{g.Doc, spec.Doc} {
		if doc == nil {
			continue
		}
		annotated[st] = annotated[st] || slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
			return strings.HasPrefix(c.Text, "//typedml:schema")
		})
	}
}

// taken are the generated methods that other packages look for, with what they make of a struct that has them.
var taken = []struct{ method, harm string }{
	{"UnmarshalJSON", "decoded"}, {"MarshalJSON", "encoded"}, {"Validate", "validated"},
}

// promoted reports the embedded definitions whose methods the struct has.
func (p *pass) promoted(st *ast.StructType, spec *ast.TypeSpec) {
	outer, name := p.TypesInfo.TypeOf(st), "the struct"
	if spec != nil {
		if obj := p.TypesInfo.Defs[spec.Name]; obj != nil {
			outer, name = obj.Type(), obj.Name()
		}
	}
	if outer == nil {
		return
	}
	at := -1
	for _, f := range st.Fields.List {
		at += max(1, len(f.Names))
		if len(f.Names) > 0 {
			continue
		}
		of := definition(p.TypesInfo.TypeOf(f.Type))
		if of == nil || !p.others(st, at) {
			continue
		}
		var methods, harms []string
		for _, t := range taken {
			obj, index, _ := types.LookupFieldOrMethod(outer, true, p.Pkg, t.method)
			if _, ok := obj.(*types.Func); ok && len(index) > 1 && index[0] == at {
				methods, harms = append(methods, t.method), append(harms, t.harm)
			}
		}
		if len(methods) == 0 {
			continue
		}
		p.report(f.Type.Pos(), f.Type.End(), diag.Diagnostic{
			Code:    diag.HijackedStruct,
			Message: name + " has " + listed(methods) + " from the embedded " + of.Obj().Name() + ": its other fields are not " + strings.Join(harms, ", "),
			Remedy:  "hold " + of.Obj().Name() + " in a named field, or make the struct a definition: //typedml:schema",
		})
	}
}

// others reports whether a struct has a field that encoding/json decodes, beside the i-th one.
func (p *pass) others(st *ast.StructType, i int) bool {
	t, ok := p.TypesInfo.TypeOf(st).(*types.Struct)
	if !ok {
		return false
	}
	for j := range t.NumFields() {
		f := t.Field(j)
		switch f.Type().Underlying().(type) {
		case *types.Signature, *types.Chan: // there is no JSON of them
			continue
		}
		if j != i && reflect.StructTag(t.Tag(j)).Get("json") != "-" && (f.Exported() || f.Embedded() && isStruct(f.Type())) {
			return true
		}
	}
	return false
}

// isStruct reports whether a type is a struct, or points to one: the fields of an embedded one are decoded whatever its name.
func isStruct(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

// listed writes "a, b and c".
func listed(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
