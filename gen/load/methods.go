package load

import (
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

const (
	pathValidate = "github.com/typedml/typedml/validate"
	pathSchema   = "github.com/typedml/typedml/schema"
	pathColumns  = "github.com/typedml/typedml/featurestore/columns"
	report       = "*" + pathValidate + ".Report"
	batch        = "*" + pathColumns + ".Batch"
)

// signatures are the generated methods, for comparison with what the user wrote: a star for a pointer receiver,
// parameters and results as types.TypeString has them with full package paths.
var signatures = map[string]string{
	"Validate":         "*func() error",
	"ValidateInto":     "*func(" + report + ")",
	"KeepsRules":       "*func() bool",
	"SetDefaults":      "*func()",
	"UnmarshalJSON":    "*func([]byte) error",
	"DecodeJSON":       "*func([]byte, " + report + ")",
	"DecodeFrom":       "*func(*" + pathValidate + "/jsonio.Decoder)",
	"MarshalJSON":      "func() ([]byte, error)",
	"AppendJSON":       "*func([]byte) ([]byte, error)",
	"MLflowParams":     "*func() iter.Seq2[string, string]",
	"MLflowMetrics":    "*func() iter.Seq2[string, float64]",
	"AppendFeatures":   "*func([]float32) []float32",
	"AppendFeatures64": "*func([]float64) []float64",
	"FeatureNames":     "*func() []string",
	"TypedMLSchema":    "*func() *" + pathSchema + ".Record",
	"TypedMLLabel":     "*func() (float64, bool)",
	"AppendColumns":    "*func(" + batch + ")",
	"ReadColumns":      "*func(" + batch + ", int, " + report + ")",
	"ValidateColumns":  "*func(" + batch + ", " + report + ")",
}

// methods finds what the user wrote by hand: a Check to call, and generated methods to leave out.
func (l *loader) methods(d *definition) {
	obj := d.pkg.info.Defs[d.spec.spec.Name]
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return
	}
	d.unit.Own = map[string]bool{}
	byHand := map[string]*types.Func{}
	for i := range named.NumMethods() {
		m := named.Method(i)
		got := signature(m)
		switch want, generated := signatures[m.Name()]; {
		case m.Name() == "Check":
			l.checkMethod(d, m, got)
		case generated && (got == want || "*"+got == want):
			d.unit.Own[m.Name()] = true
			byHand[m.Name()] = m
		case generated:
			l.found.Errorf(l.fset.Position(m.Pos()), diag.MethodConflict, "rename it, or write "+spelled(d.unit.Name, m.Name(), want),
				"method %s of %s has the name of a generated one and another signature", m.Name(), d.unit.Name)
		}
	}
	if _, ok := d.pkg.types.Scope().Lookup("New" + d.unit.Name).(*types.Func); ok {
		d.unit.Own["New"+d.unit.Name] = true
	}
	l.bypassed(d, byHand)
	l.promotedCheck(d, named)
	l.originCheck(d)
	l.methodFields(d)
	l.testMethods(d)
}

// bypassed warns of methods written by hand that others than their callers would expect to run.
func (l *loader) bypassed(d *definition, byHand map[string]*types.Func) {
	warn := func(name, inside, remedy, format string) {
		if m := byHand[name]; m != nil && byHand[inside] == nil {
			l.found.Warnf(l.fset.Position(m.Pos()), diag.MethodConflict, remedy, format, name, d.unit.Name)
		}
	}
	warn("Validate", "ValidateInto", "write its rules in func (x *"+d.unit.Name+") Check(r *validate.Report), and remove it",
		"method %s of %s is not called by decoders, nor by records that hold one: they run ValidateInto")
	if d.opts.standardJSON {
		return
	}
	const form = "method %s of %s is called by encoding/json and records that hold one alone: streams, CSV, maps, tables and exported schemas go by the keys of the struct"
	warn("UnmarshalJSON", "DecodeJSON", "write json=standard into the directive if that is meant", form)
	warn("MarshalJSON", "AppendJSON", "write json=standard into the directive if that is meant", form)
}

// promotedCheck warns of a Check that the struct has from an embedded value which is no part of the record.
func (l *loader) promotedCheck(d *definition, named *types.Named) {
	obj, index, _ := types.LookupFieldOrMethod(named, true, d.pkg.types, "Check")
	m, ok := obj.(*types.Func)
	if !ok || len(index) < 2 || !isCheck(signature(m)) {
		return
	}
	st := named.Underlying().(*types.Struct)
	if reflect.StructTag(st.Tag(index[0])).Get("json") != "-" {
		return // the record's own Check calls it
	}
	from := st.Field(index[0])
	l.found.Warnf(l.fset.Position(from.Pos()), diag.MethodConflict,
		"write func (x *"+d.unit.Name+") Check(r *validate.Report), which calls it",
		"method Check, which %s has from %s, is not called: %s is no part of the record", d.unit.Name, from.Name(), from.Name())
}

// originCheck warns of the Check of a generic struct that a definition takes its fields from: the definition has none of its
// methods.
func (l *loader) originCheck(d *definition) {
	if d.origin == nil || len(d.unit.Checked) > 0 {
		return
	}
	name := d.origin.spec.Name.Name
	named, ok := d.source.types.Scope().Lookup(name).Type().(*types.Named)
	if !ok {
		return
	}
	for i := range named.NumMethods() {
		if m := named.Method(i); m.Name() == "Check" && isCheck(signature(m)) {
			l.found.Warnf(l.fset.Position(d.spec.spec.Name.Pos()), diag.MethodConflict,
				"write func (x *"+d.unit.Name+") Check(r *validate.Report), which calls it",
				"method Check of %s is not called for %s: a type has no methods of the one that it is defined from", name, d.unit.Name)
		}
	}
}

// testMethods refuses methods of test files that the code generated for the package outside of its tests would have to
// call, or to do without.
func (l *loader) testMethods(d *definition) {
	if d.pkg.test == nil {
		return
	}
	l.check(d.pkg.test)
	obj := d.pkg.test.types.Scope().Lookup(d.unit.Name)
	if obj == nil {
		return
	}
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return
	}
	for i := range named.NumMethods() {
		m := named.Method(i)
		at := l.fset.Position(m.Pos())
		switch {
		case !isTest(at.Filename):
		case m.Name() == "Check" && isCheck(signature(m)):
			l.checkInTest(at, d.unit.Name)
		case signatures[m.Name()] != "":
			l.found.Errorf(at, diag.MethodConflict, "rename it", "method %s of %s has the name of a generated one", m.Name(), d.unit.Name)
		}
	}
}

// unchecked reports whether the struct has no Check of its own in the package, nor anything else by that name, and a guard can
// tell when it gets one: beside validate.Checker, a struct of one of these names cannot be embedded.
func (l *loader) unchecked(d *definition, p *pkg) bool {
	name := d.spec.spec.Name.Name
	l.check(p)
	obj := p.types.Scope().Lookup(name)
	if obj == nil || name == "Checker" || name == "Check" {
		return false
	}
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return false
	}
	for i := range named.NumMethods() {
		if named.Method(i).Name() == "Check" {
			return false
		}
	}
	st, ok := named.Underlying().(*types.Struct)
	for i := 0; ok && i < st.NumFields(); i++ {
		if st.Field(i).Name() == "Check" {
			return false
		}
	}
	return ok
}

func (l *loader) checkInTest(at token.Position, typ string) {
	l.found.Errorf(at, diag.MethodConflict, "move it to a file that is no test, or rename it",
		"method Check of %s is in a test file, and %s is validated outside of tests, too", typ, typ)
}

// isCheck reports whether a method Check is the user's own rules: its signature is func(*validate.Report).
func isCheck(signature string) bool { return strings.TrimPrefix(signature, "*") == "func("+report+")" }

// checkMethod has the user's Check called, behind those of embedded records: a record keeps everywhere what it promises,
// although Go's promotion would hide them.
func (l *loader) checkMethod(d *definition, m *types.Func, got string) {
	if isCheck(got) {
		d.unit.Checked = append(d.checked, "")
		return
	}
	l.found.Warnf(l.fset.Position(m.Pos()), diag.MethodConflict, "write func (x *"+d.unit.Name+") Check(r *validate.Report), or rename it",
		"method Check of %s is not called: it has another signature", d.unit.Name)
}

// methodFields refuses fields that stand where a generated method would.
func (l *loader) methodFields(d *definition) {
	st := d.pkg.info.Defs[d.spec.spec.Name].Type().Underlying().(*types.Struct)
	for i := range st.NumFields() {
		if f := st.Field(i); signatures[f.Name()] != "" {
			l.found.Errorf(l.fset.Position(f.Pos()), diag.MethodConflict, "rename the field; its json tag may stay",
				"field %s of %s has the name of a generated method", f.Name(), d.unit.Name)
		}
	}
}

// spelled writes a generated method as the user would declare it.
func spelled(typ, method, signature string) string {
	receiver, rest := typ, signature
	if after, ok := strings.CutPrefix(signature, "*"); ok {
		receiver, rest = "*"+typ, after
	}
	for _, path := range []string{pathValidate + "/jsonio", pathValidate, pathSchema, pathColumns} {
		rest = strings.ReplaceAll(rest, path+".", path[strings.LastIndexByte(path, '/')+1:]+".")
	}
	return "func (x " + receiver + ") " + method + strings.TrimPrefix(rest, "func")
}

// signature spells a method's type without parameter names, with a star before it for a pointer receiver.
func signature(m *types.Func) string {
	sig := m.Type().(*types.Signature)
	star := ""
	if _, ok := types.Unalias(sig.Recv().Type()).(*types.Pointer); ok {
		star = "*"
	}
	out := star + "func(" + strings.Join(tuple(sig.Params()), ", ") + ")"
	switch results := tuple(sig.Results()); len(results) {
	case 0:
		return out
	case 1:
		return out + " " + results[0]
	default:
		return out + " (" + strings.Join(results, ", ") + ")"
	}
}

func tuple(t *types.Tuple) []string {
	out := make([]string, t.Len())
	for i := range out {
		out[i] = types.TypeString(types.Unalias(t.At(i).Type()), nil)
	}
	return out
}

// ownForms are methods by which a type decides how it is written.
var ownForms = []string{"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText"}

// ownForm refuses a scalar type with a JSON form of its own: columns, params and features would not share it.
func ownForm(d *definition, n *types.Named) error {
	if _, basic := n.Underlying().(*types.Basic); !basic {
		return nil
	}
	for i := range n.NumMethods() {
		if m := n.Method(i); slices.Contains(ownForms, m.Name()) {
			return refuse(diag.UnsupportedType, `remove the method, or exclude the field with json:"-"`,
				"type %s has a form of its own (%s), which columns, params and models would not share", typeName(d, n), m.Name())
		}
	}
	return nil
}
