package check

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
)

// root is the name of the record itself, for keys that CEL cannot name otherwise.
const root = "this"

// variable is a field that the check reads.
type variable struct {
	typ schema.Type
	// nullable says that the field, or a record on the way to it, may hold null.
	nullable bool
}

// kind is the kind of the field's values in expressions: integers are Int64 or Uint64, floats Float64.
func (v variable) kind() schema.Kind {
	switch k := v.typ.Scalar(); {
	case k.Signed():
		return schema.Int64
	case k.Unsigned():
		return schema.Uint64
	case k.Float():
		return schema.Float64
	default:
		return k
	}
}

// celTypes maps the kinds of expressions to CEL's types. Kinds that only size and has take are dynamic there.
func celType(k schema.Kind) *cel.Type {
	switch k {
	case schema.Bool:
		return cel.BoolType
	case schema.Int64:
		return cel.IntType
	case schema.Uint64:
		return cel.UintType
	case schema.Float64:
		return cel.DoubleType
	case schema.String:
		return cel.StringType
	case schema.Bytes:
		return cel.BytesType
	case schema.Time:
		return cel.TimestampType
	case schema.Duration:
		return cel.DurationType
	case schema.Decimal:
		return decimalType
	case schema.Date:
		return dateType
	case schema.List:
		return cel.ListType(cel.DynType)
	case schema.Map:
		return cel.MapType(cel.DynType, cel.DynType)
	}
	return cel.DynType
}

// variables declares the fields that the check reads.
func (c *compiler) variables() []cel.EnvOption {
	var out []cel.EnvOption
	for path, v := range c.fields {
		out = append(out, cel.Variable(path, celType(v.kind())))
	}
	return out
}

// names returns the names of a chain such as metrics.auc_roc; ok is false when e is none.
func (c *compiler) names(e ast.Expr) (chain []string, ok bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return []string{c.standIns.name(strings.TrimPrefix(e.AsIdent(), "."))}, true
	case ast.SelectKind:
		s := e.AsSelect()
		chain, ok = c.names(s.Operand())
		return append(chain, c.standIns.name(s.FieldName())), ok && !s.IsTestOnly()
	}
	return nil, false
}

// field resolves a chain of names and replaces it by one identifier, the path. Scalars may stand anywhere; lists,
// maps, byte strings and records only where the caller says so.
func (c *compiler) field(e ast.Expr, chain []string, scalarOnly bool) {
	path, v, err := c.lookup(chain)
	if err != nil {
		c.problem(c.start(e), err.remedy, "%s", err.message)
		return
	}
	if scalarOnly && !scalar(v.typ) {
		c.problem(c.start(e), whatToDoWith(path, v.typ), "%s is %s, and no value of an expression", path, article(v.typ.Kind))
		return
	}
	c.fields[path] = v
	e.SetKindCase(ast.NewExprFactory().NewIdent(e.ID(), path))
}

func scalar(t schema.Type) bool {
	switch t.Kind {
	case schema.List, schema.Map, schema.Bytes, schema.Struct:
		return false
	}
	return true
}

func whatToDoWith(path string, t schema.Type) string {
	if t.Kind == schema.Struct {
		return "name one of its fields, such as " + path + "." + t.Record.Fields[0].Key
	}
	return "use size(" + path + "), a rule of the field, or a Check method in Go"
}

// lookupError says why a path names no field.
type lookupError struct{ message, remedy string }

// lookup finds the field of a chain, which may start with "this".
func (c *compiler) lookup(chain []string) (string, variable, *lookupError) {
	if chain[0] == root && c.record.Field(root) == nil {
		chain = chain[1:]
		if len(chain) == 0 {
			return "", variable{}, &lookupError{"the record itself is no value", "name a field: " + root + ".key"}
		}
	}
	rec, v := c.record, variable{}
	for i, name := range chain {
		path := strings.Join(chain[:i], ".")
		if rec == nil {
			return "", v, &lookupError{fmt.Sprintf("%s is %s and has no field %s", path, article(v.kind()), name), notARecord(v.typ.Kind)}
		}
		f := rec.Field(name)
		if f == nil {
			return "", v, &lookupError{"there is no field " + strings.Join(chain[:i+1], "."), suggestion(rec, name)}
		}
		v = variable{typ: f.Type, nullable: v.nullable || f.Optional || f.Type.TakesNull()}
		rec = f.Type.Record
	}
	return strings.Join(chain, "."), v, nil
}

func notARecord(k schema.Kind) string {
	if k == schema.List || k == schema.Map {
		return "write the check on the record that it holds, or a Check method in Go"
	}
	return ""
}

// suggestion names the key that was probably meant: fields go by their keys, not by their Go names.
func suggestion(rec *schema.Record, name string) string {
	var keys []string
	for _, f := range rec.Fields {
		if f.Name == name {
			return "fields are named by their keys: " + f.Key
		}
		keys = append(keys, f.Key)
	}
	if near := nearest.Of(name, keys); near != "" {
		return "did you mean " + near + "?"
	}
	return "fields are named by their keys"
}
