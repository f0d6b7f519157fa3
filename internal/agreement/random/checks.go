package random

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/schema"
)

// checks gives a record up to two checks over its fields: those drawn expressions that compile.
func (s *Source) checks(rec *schema.Record) {
	for range 3 {
		source := s.expression(rec)
		if source == "" || len(rec.Checks) == 2 || s.oneIn(3) {
			continue
		}
		expr, problems := check.Compile(rec, source)
		if len(problems) > 0 {
			continue
		}
		name := "check" + strconv.Itoa(len(rec.Checks))
		rec.Checks = append(rec.Checks, schema.Check{Name: name, Message: "a check of " + rec.Type, Source: source, Expr: expr})
	}
}

// expression draws a comparison, with a guard or a second one at times.
func (s *Source) expression(rec *schema.Record) string {
	a := s.comparison(rec)
	if a == "" {
		return ""
	}
	f := pick(s, rec.Fields...)
	switch s.rng.IntN(5) {
	case 0:
		if f.Optional {
			return fmt.Sprintf("!has(this.%s) || %s", quoted(f.Key), a)
		}
	case 1:
		return a + pick(s, " && ", " || ") + s.comparison(rec)
	case 2:
		return "!(" + a + ")"
	}
	return a
}

// quoted is a key in backquotes, where it is no identifier.
func quoted(key string) string {
	if strings.ContainsAny(key, ".-") {
		return "`" + key + "`"
	}
	return key
}

func (s *Source) comparison(rec *schema.Record) string {
	f := pick(s, rec.Fields...)
	x := "this." + quoted(f.Key)
	if f.Type.Kind == schema.Struct {
		inner := pick(s, f.Type.Record.Fields...)
		x, f = x+"."+quoted(inner.Key), inner
	}
	op := pick(s, " < ", " <= ", " > ", " >= ", " == ", " != ")
	switch k := f.Type.Scalar(); {
	case k.Float():
		return fmt.Sprintf("%s * %s + %s%s%s", x, s.literalText(), x, op, s.literalText())
	case k.Signed():
		return fmt.Sprintf("%s %s %d%s%d", x, pick(s, "+", "-", "*", "/", "%"), s.rng.IntN(5), op, s.rng.IntN(9))
	case k.Unsigned():
		return fmt.Sprintf("%s %s %du%s%du", x, pick(s, "+", "-", "*", "/", "%"), s.rng.IntN(5), op, s.rng.IntN(9))
	case k == schema.String && s.oneIn(2):
		return fmt.Sprintf("%s.%s(%q)", x, pick(s, "startsWith", "endsWith", "contains", "matches"), pick(s, "a", "é", ""))
	case k == schema.String, k == schema.List, k == schema.Map:
		return fmt.Sprintf("size(%s)%s%d", x, op, s.rng.IntN(4))
	case k == schema.Duration:
		return fmt.Sprintf("%s + duration(\"90m\")%sduration(\"1s\")", x, op)
	}
	return ""
}

func (s *Source) literalText() string { return pick(s, "0.0", "0.1", "1.0", "-1.5", "1e300", "19.99") }
