package vectors

import (
	"encoding/json"
	"math"
	"math/rand"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
)

// CheckRecord is a record with a field of every kind that checks read, for random expressions.
func CheckRecord() *schema.Record {
	metrics := &schema.Record{Name: "vectors.Metrics", Type: "Metrics", Fields: []schema.Field{
		scalar("auc", schema.Float64), nullable(scalar("loss", schema.Float64)),
	}}
	nested := scalar("metrics", schema.Struct)
	nested.Type.Record = metrics
	maybe := nullable(scalar("maybe", schema.Struct))
	maybe.Type.Record = metrics
	model := scalar("model", schema.Enum)
	model.Type.Base, model.Type.Values = schema.String, []schema.Literal{{Kind: schema.String, Text: "a"}, {Kind: schema.String, Text: "é"}}
	items := scalar("items", schema.List)
	items.Type.Elem = &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	total, net := scalar("total", schema.Decimal), nullable(scalar("net", schema.Decimal))
	total.Type.Precision, total.Type.Scale = 20, 4
	net.Type.Precision, net.Type.Scale = 10, 2
	return &schema.Record{Name: "vectors.Checked", Type: "Checked", Fields: []schema.Field{
		scalar("ratio", schema.Float64), scalar("score", schema.Float64), scalar("share", schema.Float32),
		scalar("depth", schema.Int64), scalar("rounds", schema.Int64), scalar("small", schema.Int8),
		scalar("count", schema.Uint16), scalar("big", schema.Uint64), scalar("name", schema.String), model,
		scalar("flag", schema.Bool), scalar("at", schema.Time), scalar("wait", schema.Duration),
		nullable(scalar("loss", schema.Float64)), nullable(scalar("extra", schema.Int64)), items, nested, maybe,
		total, net, scalar("due", schema.Date), nullable(scalar("paid", schema.Date)),
	}}
}

func scalar(key string, k schema.Kind) schema.Field {
	return schema.Field{Name: strings.ToUpper(key[:1]) + key[1:], Key: key, Type: schema.Type{Kind: k}}
}

func nullable(f schema.Field) schema.Field {
	f.Optional, f.MayBeAbsent = true, true
	return f
}

// Random makes expressions over [CheckRecord], and values of it. The same seed makes the same ones.
type Random struct {
	r *rand.Rand
}

// NewRandom returns a source with the seed.
func NewRandom(seed int64) *Random { return &Random{rand.New(rand.NewSource(seed))} }

func pick[T any](g *Random, from ...T) T { return from[g.r.Intn(len(from))] }

// Check returns a CEL expression of type bool, in which every literal has the type of its peer: it means the same to
// cel-go, with the types of package celtypes, as to the compiler of checks. Fields are named from "this".
func (g *Random) Check() string { return g.bool(1 + g.r.Intn(4)) }

func (g *Random) bool(depth int) string {
	if depth == 0 {
		return pick(g, "this.flag", "!this.flag", "has(this.loss)", "has(this.extra)", "has(this.maybe)", "true",
			"(has(this.maybe) && has(this.maybe.loss))", "has(this.metrics.loss)")
	}
	switch g.r.Intn(12) {
	case 0, 1:
		return "(" + g.bool(depth-1) + pick(g, " && ", " || ") + g.bool(depth-1) + ")"
	case 2:
		return "!" + g.bool(depth-1)
	case 3:
		return "(" + g.bool(depth-1) + " ? " + g.bool(depth-1) + " : " + g.bool(depth-1) + ")"
	case 4:
		return g.text() + pick(g, ".startsWith(", ".endsWith(", ".contains(", ".matches(") + pick(g, `"a"`, `"é"`, `"^.$"`, `""`) + ")"
	case 5:
		return "(" + g.bool(depth-1) + pick(g, " == ", " != ") + g.bool(depth-1) + ")"
	case 6:
		k := pick(g, schema.Int64, schema.Uint64, schema.Float64)
		return "(" + g.number(k, depth-1) + " in [" + strings.Join(g.several(func() string { return g.literal(k) }), ", ") + "])"
	case 7:
		if g.r.Intn(3) == 0 {
			one := pick(g, g.decimal, g.date)
			return "(" + one() + " in [" + strings.Join(g.several(func() string { return literalOf(one) }), ", ") + "])"
		}
		return "(" + g.text() + " in [" + strings.Join(g.several(func() string { return pick(g, `"a"`, `"é"`, `"b"`) }), ", ") + "])"
	}
	left, right := g.pair(depth - 1)
	return "(" + left + pick(g, " == ", " != ", " < ", " <= ", " > ", " >= ") + right + ")"
}

func (g *Random) several(one func() string) []string {
	out := make([]string, 1+g.r.Intn(5))
	for i := range out {
		out[i] = one()
	}
	return out
}

// pair returns two comparable values.
func (g *Random) pair(depth int) (left, right string) {
	switch g.r.Intn(8) {
	case 0:
		return g.text(), pick(g, g.text(), `"a"`)
	case 3:
		return g.decimal(), g.decimal()
	case 4:
		return g.date(), g.date()
	case 1:
		return g.time(depth), g.time(depth)
	case 2:
		return g.duration(depth), g.duration(depth)
	}
	k := pick(g, schema.Int64, schema.Int64, schema.Uint64, schema.Float64, schema.Float64)
	left, right = g.number(k, depth), g.number(k, depth)
	if g.r.Intn(3) == 0 {
		right = g.literal(k)
	}
	return left, right
}

func (g *Random) decimal() string {
	return pick(g, "this.total", "this.net", `decimal("19.99")`, `decimal("-1e2")`, `decimal("0")`, `decimal("12345678901234.5678")`)
}

func (g *Random) date() string {
	return pick(g, "this.due", "this.paid", `date("2024-02-29")`, `date("1969-12-31")`, `date("9999-12-31")`)
}

// literalOf draws until a literal comes.
func literalOf(one func() string) string {
	for {
		if s := one(); !strings.HasPrefix(s, "this.") {
			return s
		}
	}
}

func (g *Random) text() string { return pick(g, "this.name", "this.model") }

func (g *Random) time(depth int) string {
	if depth > 0 && g.r.Intn(2) == 0 {
		return "(" + g.time(depth-1) + pick(g, " + ", " - ") + g.duration(depth-1) + ")"
	}
	return pick(g, "this.at", `timestamp("2020-01-02T03:04:05.000006Z")`, `timestamp("9999-12-31T23:00:00Z")`)
}

func (g *Random) duration(depth int) string {
	if depth > 0 && g.r.Intn(2) == 0 {
		if g.r.Intn(2) == 0 {
			return "(" + g.time(depth-1) + " - " + g.time(depth-1) + ")"
		}
		return "(" + g.duration(depth-1) + pick(g, " + ", " - ") + g.duration(depth-1) + ")"
	}
	return pick(g, "this.wait", `duration("90m")`, `duration("2000000h")`)
}

func (g *Random) number(k schema.Kind, depth int) string {
	if depth == 0 || g.r.Intn(3) == 0 {
		return g.leaf(k)
	}
	switch g.r.Intn(8) {
	case 0:
		return "(" + g.bool(depth-1) + " ? " + g.number(k, depth-1) + " : " + g.number(k, depth-1) + ")"
	case 1:
		return "math.abs(" + g.number(k, depth-1) + ")"
	case 2:
		switch k {
		case schema.Int64:
			return pick(g, "int("+g.number(schema.Float64, depth-1)+")", "int("+g.number(schema.Uint64, depth-1)+")", "size(this.name)", "size(this.items)")
		case schema.Float64:
			return "double(" + g.number(pick(g, schema.Int64, schema.Uint64), depth-1) + ")"
		}
	case 3:
		if k != schema.Uint64 {
			return "-" + g.leaf(k)
		}
	}
	ops := []string{" + ", " - ", " * ", " / ", " % "}
	if k == schema.Float64 {
		ops = ops[:4]
	}
	return "(" + g.number(k, depth-1) + pick(g, ops...) + pick(g, g.number(k, depth-1), g.literal(k)) + ")"
}

func (g *Random) leaf(k schema.Kind) string {
	switch k {
	case schema.Int64:
		return pick(g, "this.depth", "this.rounds", "this.small", "this.extra")
	case schema.Uint64:
		return pick(g, "this.count", "this.big")
	}
	return pick(g, "this.ratio", "this.score", "this.share", "this.loss", "this.metrics.auc", "this.metrics.loss", "this.maybe.auc", "this.maybe.loss")
}

func (g *Random) literal(k schema.Kind) string {
	switch k {
	case schema.Int64:
		return pick(g, "0", "1", "-1", "3", "100", "9223372036854775807", "-9223372036854775808", strconv.Itoa(g.r.Intn(50)))
	case schema.Uint64:
		return pick(g, "0u", "1u", "3u", "65535u", "18446744073709551615u")
	}
	return pick(g, "0.0", "0.1", "1.0", "-1.5", "1e300", "9.223372036854775807e18", strconv.FormatFloat(g.r.Float64()+0.001, 'f', 3, 64))
}

// Value returns a value of [CheckRecord]. Nulls are absent keys.
func (g *Random) Value() map[string]any {
	v := map[string]any{
		"ratio": g.float(), "score": g.float(), "share": float64(float32(g.float())),
		"depth": g.int(), "rounds": g.int(), "small": int64(int8(g.int())), "count": uint64(uint16(g.int())), "big": uint64(g.int()),
		"name": pick(g, "", "a", "éa", "aé𝄞", "b"), "model": pick(g, "a", "é"), "flag": g.r.Intn(2) == 0,
		"at":   time.UnixMicro(g.r.Int63n(4e15) - 1e15).UTC(),
		"wait": time.Duration(g.int() / 5),
	}
	v["total"], v["due"] = g.amount(), g.day()
	g.maybe(v, "net", g.amount())
	g.maybe(v, "paid", g.day())
	v["metrics"] = g.metrics()
	g.maybe(v, "loss", g.float())
	g.maybe(v, "extra", g.int())
	g.maybe(v, "items", []any{1.0, 2.5, 3.0}[:g.r.Intn(4)])
	g.maybe(v, "maybe", g.metrics())
	return v
}

func (g *Random) maybe(v map[string]any, key string, value any) {
	if g.r.Intn(3) > 0 {
		v[key] = value
	}
}

func (g *Random) amount() json.Number {
	return json.Number(pick(g, "0", "19.99", "19.990", "-100", "1", strconv.Itoa(g.r.Intn(99_999_999))+"."+strconv.Itoa(g.r.Intn(100))))
}

func (g *Random) day() string {
	return pick(g, "2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31", time.Unix(g.r.Int63n(4e9)-1e9, 0).UTC().Format(time.DateOnly))
}

func (g *Random) metrics() map[string]any {
	m := map[string]any{"auc": g.float()}
	g.maybe(m, "loss", g.float())
	return m
}

func (g *Random) float() float64 {
	if g.r.Intn(6) == 0 {
		return pick(g, math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1))
	}
	return pick[float64](g, 0, 1, -1, 0.1, 0.3, 1e300, 9.3e18, g.r.NormFloat64(), float64(g.r.Intn(10)))
}

func (g *Random) int() int64 {
	return pick[int64](g, 0, 1, -1, 2, 7, math.MaxInt64, math.MinInt64, int64(g.r.Intn(100)), int64(g.r.Uint64())>>g.r.Intn(64))
}
