package check_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/schema"
)

func field(key string, kind schema.Kind) schema.Field {
	return schema.Field{Name: strings.ToUpper(key[:1]) + key[1:], Key: key, Type: schema.Type{Kind: kind}}
}

func optional(f schema.Field) schema.Field {
	f.Optional = true
	return f
}

func listOf(key string, kind schema.Kind) schema.Field {
	f := field(key, schema.List)
	f.Type.Elem = &schema.Element{Type: schema.Type{Kind: kind}}
	return f
}

// record has a field of every kind.
func record() *schema.Record {
	metrics := &schema.Record{Name: "m", Fields: []schema.Field{field("auc", schema.Float64), optional(field("loss", schema.Float64))}}
	nested := field("metrics", schema.Struct)
	nested.Type.Record = metrics
	maybe := optional(field("maybe", schema.Struct))
	maybe.Type.Record = metrics
	enum := field("model", schema.Enum)
	enum.Type.Base = schema.String
	weights := field("weights", schema.Map)
	weights.Type.Key = &schema.Element{Type: schema.Type{Kind: schema.String}}
	weights.Type.Elem = &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	return &schema.Record{Name: "r", Type: "R", Fields: []schema.Field{
		field("ratio", schema.Float64), field("share", schema.Float32), field("depth", schema.Int32),
		field("rounds", schema.Int64), field("count", schema.Uint16), field("big", schema.Uint64),
		field("name", schema.String), field("flag", schema.Bool), field("at", schema.Time), field("wait", schema.Duration),
		field("raw", schema.Bytes), optional(field("extra", schema.Float64)), enum, nested, maybe,
		listOf("items", schema.Float64), weights, field("namespace", schema.Int64), field("in", schema.Int64),
		field("early-stopping", schema.Int64), field("größe", schema.Float64), field("名", schema.Float64), field("größe (m+cm)", schema.Float64), field("a.b", schema.Float64),
		field("total", schema.Decimal), optional(field("net", schema.Decimal)), field("due", schema.Date), field("paid", schema.Date),
		field("A", schema.Float64), field("é", schema.Float64), field("B", schema.Float64),
	}}
}

// render spells an expression as an S-expression.
func render(e *schema.Expr) string {
	switch e.Op {
	case schema.OpField:
		return e.Path
	case schema.OpLiteral:
		if e.Type == schema.String {
			return `"` + e.Value.Text + `"`
		}
		return string(e.Type) + ":" + e.Value.String()
	case schema.OpHas:
		return "has(" + e.Path + ")"
	}
	parts := []string{string(e.Op)}
	for _, a := range e.Args {
		parts = append(parts, render(a))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func TestCompile(t *testing.T) {
	for source, want := range map[string]string{
		"ratio <= 1":                                "(<= ratio float64:1)",
		"0.99 <= ratio + share":                     "(<= float64:0.99 (+ ratio share))",
		"ratio > -1 && !flag":                       "(&& (> ratio float64:-1) (! flag))",
		"2 * ratio < 1 + 1":                         "(< (* float64:2 ratio) float64:2)",
		"count > 5":                                 "(> count uint64:5)",
		"big in [1, 2]":                             "(in big uint64:1 uint64:2)",
		"ratio in [0, 0.5]":                         "(in ratio float64:0 float64:0.5)",
		"ratio >= (flag ? ratio : 0)":               "(>= ratio (?: flag ratio float64:0))",
		"double(depth) < ratio":                     "(< (double depth) ratio)",
		"int(ratio) < rounds":                       "(< (int ratio) rounds)",
		"int(depth) < rounds":                       "(< depth rounds)",
		"double(3) < ratio":                         "(< float64:3 ratio)",
		"math.abs(ratio - 1) < 0.01":                "(< (abs (- ratio float64:1)) float64:0.01)",
		"math.abs(count) > 1":                       "(> count uint64:1)",
		"-depth < depth % 3":                        "(< (neg depth) (% depth int64:3))",
		"size(items) == 3":                          "(== (size items) int64:3)",
		"items.size() > 3":                          "(> (size items) int64:3)",
		"size(name) > size(raw)":                    "(> (size name) (size raw))",
		"name.startsWith('é')":                      `(startsWith name "é")`,
		"name.endsWith(name)":                       "(endsWith name name)",
		"name.contains('b')":                        `(contains name "b")`,
		`name.matches("^a+$")`:                      `(matches name "^a+$")`,
		`matches(name, "a")`:                        `(matches name "a")`,
		"model in ['a', 'b']":                       `(in model "a" "b")`,
		`wait < duration("1h")`:                     "(< wait duration:1h0m0s)",
		`wait in [duration("1h")]`:                  "(in wait duration:1h0m0s)",
		`at >= timestamp("2020-01-02T03:04:05Z")`:   "(>= at time:2020-01-02T03:04:05Z)",
		`at + wait > at`:                            "(> (+ at wait) at)",
		"total >= net":                              "(>= total net)",
		`total < decimal("19.990")`:                 "(< total decimal:19.99)",
		`decimal("-1e2") != net`:                    "(!= decimal:-100 net)",
		"total > 0 && net <= 19.99":                 "(&& (> total decimal:0) (<= net decimal:19.99))",
		"-1.50 < total && total < 1e3":              "(&& (< decimal:-1.5 total) (< total decimal:1000))",
		"total != .5":                               "(!= total decimal:0.5)",
		"total == 9007199254740993.000000001":       "(== total decimal:9007199254740993.000000001)",
		`total in [0, 0.1, decimal("7")]`:           "(in total decimal:0 decimal:0.1 decimal:7)",
		"due <= paid":                               "(<= due paid)",
		`due > date("2024-02-29")`:                  "(> due date:2024-02-29)",
		`due in [date("0001-01-01")]`:               "(in due date:0001-01-01)",
		`due != (flag ? paid : date("1969-12-31"))`: "(!= due (?: flag paid date:1969-12-31))",
		`has(net) ? total > net : due < paid`:       "(?: has(net) (> total net) (< due paid))",
		"metrics.auc > 0.5":                         "(> metrics.auc float64:0.5)",
		"maybe.loss > 0.5":                          "(> maybe.loss float64:0.5)",
		"!has(extra) || extra > 0":                  "(|| (! has(extra)) (> extra float64:0))",
		"has(maybe) && has(maybe.loss)":             "(&& has(maybe) has(maybe.loss))",
		"has(maybe.auc) && has(items)":              "(&& has(maybe.auc) has(items))",
		"this.namespace > 1":                        "(> namespace int64:1)",
		"this.`in` > 1":                             "(> in int64:1)",
		"this.`early-stopping` > 1":                 "(> early-stopping int64:1)",
		"größe > 1.0":                               "(> größe float64:1)",
		"A > é + B":                                 "(> A (+ é B))",
		"this.größe > 名":                            "(> größe 名)",
		"this.`größe (m+cm)` > this.`a.b` + 名":      "(> größe (m+cm) (+ a.b 名))",
		`name == 'größe"' && größe > 1`:             `(&& (== name "größe"") (> größe float64:1))`,
		`name == r'\größe' && größe > 1`:            `(&& (== name "\größe") (> größe float64:1))`,
		`name == """"größe" """ && größe > 1`:       `(&& (== name ""größe" ") (> größe float64:1))`,
		"größe > 1.0 // größe (\n && 名 > 1":         "(&& (> größe float64:1) (> 名 float64:1))",
		"ratio < 0.1 + 0.2":                         "(< ratio float64:0.30000000000000004)",
		"true && ratio < 1 || false":                "(< ratio float64:1)",
		"(1 < 2 ? ratio : 0.5) < 1":                 "(< ratio float64:1)",
		"depth < -(7 / 2)":                          "(< depth int64:-3)",
		"flag == true":                              "(== flag bool:true)",
		"ratio\n < 1":                               "(< ratio float64:1)",
	} {
		expr, problems := check.Compile(record(), source)
		require.Empty(t, problems, source)
		assert.Equal(t, want, render(expr), source)
		assert.Equal(t, schema.Bool, expr.Type, source)
		_, err := json.Marshal(expr)
		require.NoError(t, err)
	}
}

// The mark ¦ stands where the problem must be placed.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ source, message, remedy string }{
		{"depth ¦<= ratio", "<= does not take an int and a double", "double(depth)"},
		{"depth / 2 ¦<= ratio", "<= does not take an int and a double", "double(…)"},
		{"'é' == name && depth ¦< count", "< does not take an int and a uint", "int(count)"},
		{"wait ¦< '1h'", "a duration and a string", "duration("},
		{"at ¦< '2020'", "a timestamp and a string", "timestamp("},
		{"name ¦< 3", "a string and an int", "one type"},
		{"count > ¦-1", "-1 is no unsigned number", "unsigned"},
		{"ratio < ¦9007199254740993", "no double is exactly", "as a double"},
		{"¦rati > 1", "no field rati", "did you mean ratio"},
		{"¦Ratio > 1", "no field Ratio", "keys: ratio"},
		{"¦metrics.acu > 1", "no field metrics.acu", "did you mean auc"},
		{"¦ratio.x > 1", "ratio is a double", ""},
		{"metrics == ¦metrics", "metrics is a record", "metrics.auc"},
		{"items == ¦items", "items is a list", "size(items)"},
		{"1 in ¦items", "no list of literals", "Check method"},
		{"depth in [1, ¦depth]", "literals only", "=="},
		{"depth in ¦[]", "empty list", ""},
		{`depth in [1, 2, ¦"3"]`, "in looks for an int, and this is a string", "one type"},
		{"depth in [1, ¦1.5]", "in looks for an int, and this is a double", "double(depth)"},
		{"depth in [¦1.5]", "in looks for an int, and this is a double", "double(depth)"},
		{"depth in [1, ¦true]", "this is a bool", ""},
		{`depth in [1, ¦duration("1s")]`, "this is a duration", ""},
		{`count in [1, ¦"a"]`, "in looks for a uint, and this is a string", ""},
		{`ratio in [1, 1.5, ¦"a"]`, "in looks for a double, and this is a string", ""},
		{`model in ["a", ¦1]`, "in looks for a string, and this is an int", ""},
		{`at in [timestamp("2020-01-01T00:00:00Z"), ¦3]`, "this is an int", ""},
		{`name in ["a", 1, ¦true]`, "this is a bool", ""},
		{`wait in [duration("1s"), ¦3]`, "in looks for a duration, and this is an int", ""},
		{`at - at in [duration("1s"), ¦3]`, "in looks for a duration, and this is an int", ""},
		{"flag in [true, ¦1]", "in looks for a bool, and this is an int", ""},
		{"(depth > 1) in [true, ¦1]", "in looks for a bool, and this is an int", ""},
		{"¦namespace > 1", "namespace is a word of CEL", "this.namespace"},
		{"größe > 1 && ¦groesse > 1", "no field groesse", "keys"},
		{"'größe' == name && größe ¦< '1'", "< does not take a double and a string", "one type"},
		{"größe > 1 && ¦größen > 1", "no field größen", "did you mean größe"},
		{"größe > 1 && ¦größen(1)", "größen() is not supported", "supported are"},
		{"depth ¦> größe", "> does not take an int and a double", "double(depth)"},
		{"größe > 1 ¦größe", "größe", ""},
		{"größe > ¦`größe", "unexpected `größe", "this.`key`"},
		{"¦in > 1", "in is a word of CEL", "this.`in`"},
		{"ratio < 1¦;", "unexpected ;", "message first"},
		{"ratio < 1 &&¦", "the end", ""},
		{"name == ¦'abc", "unexpected 'abc", "close"},
		{"ratio < 1 ¦& flag", "unexpected &", "&&"},
		{"¦items.all(x, x > 0)", "all() is not supported", "Check method"},
		{"¦items[0] > 1.0", "[] is not supported", "elements"},
		{"¦math.greatest(ratio, 1) > 1", "math.greatest() is not supported", "&&"},
		{"¦nonsense(ratio)", "nonsense() is not supported", "supported are"},
		{"extra != ¦null", "null is not supported", "has(path)"},
		{"has(¦ratio)", "ratio is never null", "pointer"},
		{"¦has(extra, extra)", "takes one field", ""},
		{"has(¦1)", "takes a field", ""},
		{"¦ratio + 1", "the check is a double, not bool", "compare"},
		{"¦1 < 2", "reads no field", "key"},
		{"flag ¦< true", "< does not take a bool", "=="},
		{"name ¦+ 'a' == name", "+ does not take a string", "parts"},
		{"name.matches(¦'(')", "missing closing )", "regexp"},
		{"name.matches(¦name)", "no literal", "literal"},
		{"wait > duration(¦'x')", "not a duration", "1h30m"},
		{"at > timestamp(¦'x')", "not an RFC 3339", "2020"},
		{"at > timestamp(¦'2020-01-01T00:00:00.0000001Z')", "finer than a microsecond", ""},
		{"total ¦+ net > 0", "+ does not take a decimal and a decimal", "Check method in Go"},
		{"¦-total < 0", "- does not take a decimal", "Check method in Go"},
		{"total ¦* 2 > net", "* does not take a decimal and a decimal", "Check method in Go"},
		{"total ¦> ratio", "> does not take a decimal and a double", "make both decimals"},
		{"ratio ¦== total", "== does not take a double and a decimal", "make both decimals"},
		{"total ¦> '1'", "> does not take a decimal and a string", `decimal("19.99")`},
		{"¦int(total) > 3", "int() does not take a decimal", "Go"},
		{"total > (flag ¦? total : net)", "?: does not take a bool here", "c && a < x"},
		{"total > decimal(¦'x')", "not a decimal: x", "19.99"},
		{"total > decimal(¦'1e39')", "at most 38 digits", "19.99"},
		{"total > ¦1e39", "at most 38 digits", "19.99"},
		{"total > ¦0x10", "not written as one", `decimal("19.99")`},
		{"total > decimal(¦name)", "decimal() takes a literal text", "19.99"},
		{"due ¦< '2020-01-01'", "< does not take a date and a string", `date("2020-01-01")`},
		{"due ¦< at", "< does not take a date and a timestamp", "a day is no instant"},
		{"due ¦- paid > wait", "- does not take a date and a date", "Check method in Go"},
		{"due > date(¦'2023-02-29')", "not a date: 2023-02-29", "2020-01-01"},
		{"¦int(name) > 3", "int() does not take a string", "Go"},
		{"flag && ¦name", "expected type 'bool'", ""},
		{"b'a' == ¦b'a'", "byte strings", ""},
		{"size(¦metrics) > 1", "no size", ""},
		{"¦name.startsWith()", "startsWith() does not take", ""},
		{"¦this > 1", "record itself", "this.key"},
		{"¦ratio > 1 || 1 < 2", "always true", "field"},
		{"¦flag && false", "always false", "field"},
		{"depth > 1 ¦/ 0", "division by zero", ""},
		{"depth > 9223372036854775807 ¦+ 1", "overflow", ""},
		{"ratio > 1.0 ¦/ 0.0", "no finite number", ""},
		{"ratio > ¦99999999999999999999", "invalid int literal", ""},
	} {
		at := strings.Index(c.source, "¦")
		source := strings.Replace(c.source, "¦", "", 1)
		expr, problems := check.Compile(record(), source)
		require.NotEmpty(t, problems, source)
		assert.Nil(t, expr, source)
		p := problems[len(problems)-1]
		assert.Contains(t, p.Message, c.message, source)
		assert.Contains(t, p.Remedy, c.remedy, source)
		assert.Equal(t, at, p.Offset, "%s: %v", source, p)
	}
}

// Every function and macro of CEL and of its math extension is supported or refused with a remedy, and none is both.
func TestEveryFunctionHasARow(t *testing.T) {
	missing, both := check.Rows()
	assert.Empty(t, missing, "rows are missing in function.go")
	assert.Empty(t, both, "rows contradict each other")
}
