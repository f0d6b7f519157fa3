package load

import (
	"go/types"
	"strings"
)

// maxTries is how many instances of a generic struct are tried for an example.
const maxTries = 1 << 12

// exampleOf spells an instance of a generic struct with types that meet the constraints of its parameters; … stands for them where
// none is at hand.
func (l *loader) exampleOf(d *definition) string {
	l.check(d.source)
	name := d.spec.spec.Name
	args := "…"
	if obj := d.source.info.Defs[name]; obj != nil {
		if generic, ok := obj.Type().(*types.Named); ok && generic.TypeParams().Len() > 0 {
			tries := maxTries
			if fitting := fit(generic, nil, &tries); fitting != nil {
				args = arguments(fitting, d.source.types)
			}
		}
	}
	return name.Name + "[" + args + "]"
}

// fit completes type arguments of a generic type so that they meet its constraints, nil when it finds none.
func fit(generic *types.Named, args []types.Type, tries *int) []types.Type {
	params := generic.TypeParams()
	if len(args) == params.Len() {
		*tries--
		if _, err := types.Instantiate(nil, generic, args, true); err != nil {
			return nil
		}
		return args
	}
	for _, t := range candidates(params.At(len(args)), generic.Obj().Pkg()) {
		if fitting := fit(generic, append(args[:len(args):len(args)], t), tries); fitting != nil || *tries <= 0 {
			return fitting
		}
	}
	return nil
}

// candidates are types that a type parameter may take: plain ones, those that its constraint lists, lists, and those of the package.
func candidates(param *types.TypeParam, p *types.Package) []types.Type {
	basic := func(k types.BasicKind) types.Type { return types.Typ[k] }
	out := []types.Type{basic(types.Float64), basic(types.String), basic(types.Int64)}
	if types.Identical(param.Constraint(), types.Universe.Lookup("comparable").Type()) { // a key of a map most often
		out[0], out[1] = out[1], out[0]
	}
	out = append(out, terms(param.Constraint())...)
	out = append(out, basic(types.Bool), types.NewSlice(basic(types.Float64)), types.NewSlice(basic(types.String)))
	for _, name := range p.Scope().Names() {
		if obj, ok := p.Scope().Lookup(name).(*types.TypeName); ok && !types.IsInterface(obj.Type()) {
			if n, ok := obj.Type().(*types.Named); ok && n.TypeParams().Len() == 0 {
				out = append(out, n)
			}
		}
	}
	return out
}

// terms are the types that a constraint lists.
func terms(constraint types.Type) []types.Type {
	i, ok := constraint.Underlying().(*types.Interface)
	if !ok {
		return []types.Type{constraint}
	}
	var out []types.Type
	for e := range i.EmbeddedTypes() {
		union, ok := e.(*types.Union)
		if !ok {
			out = append(out, terms(e)...)
			continue
		}
		for term := range union.Terms() {
			out = append(out, terms(term.Type())...)
		}
	}
	return out
}

// arguments writes types as the package does.
func arguments(args []types.Type, in *types.Package) string {
	words := make([]string, len(args))
	for i, t := range args {
		words[i] = types.TypeString(t, func(p *types.Package) string {
			if p == in {
				return ""
			}
			return p.Name()
		})
	}
	return strings.Join(words, ", ")
}
