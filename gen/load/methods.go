package load

import (
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// signatures are the generated methods, for comparison with what the user wrote: receiver's star, parameters and
// results as types.TypeString has them with full package paths.
var signatures = map[string]string{
	"Validate":         "*func() error",
	"ValidateInto":     "*func(*github.com/typedml/typedml/validate.Report)",
	"SetDefaults":      "*func()",
	"UnmarshalJSON":    "*func([]byte) error",
	"DecodeJSON":       "*func([]byte, *github.com/typedml/typedml/validate.Report)",
	"DecodeFrom":       "*func(*github.com/typedml/typedml/validate/jsonio.Decoder, *github.com/typedml/typedml/validate.Report) bool",
	"MarshalJSON":      "func() ([]byte, error)",
	"AppendJSON":       "*func([]byte) ([]byte, error)",
	"MLflowParams":     "*func() iter.Seq2[string, string]",
	"MLflowMetrics":    "*func() iter.Seq2[string, float64]",
	"AppendFeatures":   "*func([]float32) []float32",
	"AppendFeatures64": "*func([]float64) []float64",
	"FeatureNames":     "*func() []string",
	"TypedMLSchema":    "*func() *github.com/typedml/typedml/schema.Record",
	"AppendColumns":    "*func(*github.com/typedml/typedml/featurestore/columns.Batch)",
	"ReadColumns":      "*func(*github.com/typedml/typedml/featurestore/columns.Batch, int, *github.com/typedml/typedml/validate.Report)",
	"ValidateColumns":  "*func(*github.com/typedml/typedml/featurestore/columns.Batch, *github.com/typedml/typedml/validate.Report)",
}

// methods finds what the user wrote by hand: a Check to call, and generated methods to leave out.
func (l *loader) methods(d *definition) {
	obj := d.pkg.TypesInfo.Defs[d.spec.spec.Name]
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return
	}
	d.unit.Own = map[string]bool{}
	for i := range named.NumMethods() {
		m := named.Method(i)
		got := signature(m)
		switch want, generated := signatures[m.Name()]; {
		case m.Name() == "Check":
			d.unit.HasCheck = got == "*func(*github.com/typedml/typedml/validate.Report)" || got == "func(*github.com/typedml/typedml/validate.Report)"
			if !d.unit.HasCheck {
				l.found.Warnf(l.fset.Position(m.Pos()), diag.MethodConflict, "write func (x *"+d.unit.Name+") Check(r *validate.Report), or rename it",
					"method Check of %s is not called: it has another signature", d.unit.Name)
			}
		case generated && (got == want || "*"+got == want):
			d.unit.Own[m.Name()] = true
		case generated:
			l.found.Errorf(l.fset.Position(m.Pos()), diag.MethodConflict, "rename it, or give it the generated signature "+want,
				"method %s of %s has the name of a generated one and another signature", m.Name(), d.unit.Name)
		}
	}
}

// signature spells a method's type without parameter names, with a star before it for a pointer receiver.
func signature(m *types.Func) string {
	sig := m.Type().(*types.Signature)
	star := ""
	if _, ok := types.Unalias(sig.Recv().Type()).(*types.Pointer); ok {
		star = "*"
	}
	var b strings.Builder
	b.WriteString(star + "func(")
	writeTuple(&b, sig.Params())
	b.WriteString(")")
	if n := sig.Results().Len(); n > 0 {
		results := &strings.Builder{}
		writeTuple(results, sig.Results())
		if n == 1 {
			b.WriteString(" " + results.String())
		} else {
			b.WriteString(" (" + results.String() + ")")
		}
	}
	return b.String()
}

func writeTuple(b *strings.Builder, t *types.Tuple) {
	for i := range t.Len() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(types.TypeString(t.At(i).Type(), nil))
	}
}
