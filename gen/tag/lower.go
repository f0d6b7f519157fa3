package tag

import (
	"errors"
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

const (
	takesSized     = "numbers, strings, lists, maps and durations"
	takesEquatable = takesSized + " and bools"
)

func anything(Target) bool { return true }

func sized(t Target) bool {
	k := t.Type.Scalar()
	return k.Number() || k == schema.String || k == schema.Bytes || k == schema.List || k == schema.Map || k == schema.Duration
}

func equatable(t Target) bool { return sized(t) || t.Type.Kind == schema.Bool }

func discrete(t Target) bool {
	k := t.Type.Scalar()
	return k == schema.String || k.Integer()
}

func isText(t Target) bool { return t.Type.Scalar() == schema.String }

func floats(t Target) bool { return t.Type.Kind.Float() || floatList(t) }

func floatList(t Target) bool {
	return t.Type.Kind == schema.List && t.Type.Elem.Type.Kind.Float() && !t.Type.Elem.Optional
}

func numberList(t Target) bool {
	return t.Type.Kind == schema.List && t.Type.Elem.Type.Kind.Number() && !t.Type.Elem.Optional
}

func notZero(Env, Target, Word) (schema.Constraint, error) {
	return schema.Constraint{Kind: schema.NotZero}, nil
}

func omit(condition string) func(Env, Target, Word) (schema.Constraint, error) {
	return func(Env, Target, Word) (schema.Constraint, error) {
		return schema.Constraint{Kind: schema.Omit, Text: condition}, nil
	}
}

// compare lowers the size words: to Range for what has a value, to Length for what has a length. Of a string, eq and
// ne compare the text; all other words count runes.
func compare(op schema.Op) func(Env, Target, Word) (schema.Constraint, error) {
	return func(_ Env, t Target, w Word) (schema.Constraint, error) {
		k := t.Type.Scalar()
		counted := k == schema.List || k == schema.Map || k == schema.Bytes || k == schema.String && w.Name != "eq" && w.Name != "ne"
		if counted {
			n, err := count(w.Param)
			return schema.Constraint{Kind: schema.Length, Op: op, Count: n}, err
		}
		limit, err := Parse(k, w.Param)
		return schema.Constraint{Kind: schema.Range, Op: op, Limit: &limit}, err
	}
}

func count(param string) (int64, error) {
	n, err := strconv.ParseInt(param, 0, 64)
	switch {
	case err != nil:
		return 0, bad("write a whole number", "%q is no whole number, and a length needs one", param)
	case n < 0:
		return 0, bad("write 0 or more", "a length cannot be %d", n)
	}
	return n, nil
}

// Parse reads a limit or default of the kind: integers as Go writes them (010 is octal, as upstream has it), floats
// rounded to the kind and finite (-0 is 0), durations with their unit.
func Parse(k schema.Kind, s string) (schema.Literal, error) {
	l := schema.Literal{Kind: k}
	var err error
	switch {
	case k == schema.Bool:
		var b bool
		if b, err = strconv.ParseBool(s); b {
			l.Int = 1
		}
	case k.Signed():
		l.Int, err = strconv.ParseInt(s, 0, k.Bits())
	case k.Unsigned():
		l.Uint, err = strconv.ParseUint(s, 0, k.Bits())
	case k.Float():
		if l.Float, err = strconv.ParseFloat(s, k.Bits()); err == nil && !finiteNumber(l.Float) {
			return l, bad("write a finite number", "%s is no limit or default", s)
		}
		if l.Float == 0 {
			l.Float = 0 // and not -0, which a Go constant cannot be
		}
	case k == schema.Duration:
		var d time.Duration
		d, err = time.ParseDuration(s)
		l.Int = int64(d)
	case k == schema.String:
		if !utf8.ValidString(s) {
			return l, bad("write text in UTF-8", "%q is not valid UTF-8", s)
		}
		l.Text = s
	default:
		return l, bad("", "a value of type %s has no literal form", k)
	}
	return l, parseError(k, s, err)
}

func finiteNumber(f float64) bool { return !math.IsInf(f, 0) && !math.IsNaN(f) }

func parseError(k schema.Kind, s string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, strconv.ErrRange):
		return bad("write a value within the type", "%s does not fit %s", s, k)
	case k == schema.Duration:
		return bad(`write a number with its unit, such as "1.5s"`, "%q is no duration", s)
	case k.Integer():
		return bad("write a whole number", "%q is no %s", s, k)
	}
	return bad("write a "+string(k), "%q is no %s", s, k)
}

// oneOf cuts its parameter at spaces; 'single quotes' keep them, as upstream has it. An alternative counts once.
func oneOf(_ Env, t Target, w Word) (schema.Constraint, error) {
	c := schema.Constraint{Kind: schema.OneOf}
	for _, field := range quotedFields.FindAllString(w.Param, -1) {
		text := strings.ReplaceAll(field, "'", "")
		l, err := Parse(t.Type.Scalar(), text)
		if err != nil {
			return c, err
		}
		if t.Type.Scalar() != schema.String && l.String() != text {
			return c, bad("write "+l.String(), "upstream compares %s as decimal text, which never matches", text)
		}
		if !slices.Contains(c.Limits, l) {
			c.Limits = append(c.Limits, l)
		}
	}
	return c, nil
}

var quotedFields = regexp.MustCompile(`'[^']*'|\S+`)

func decimals(_ Env, _ Target, w Word) (schema.Constraint, error) {
	n, err := strconv.Atoi(w.Param)
	if err != nil || n < 0 || n > maxDecimals {
		return schema.Constraint{}, bad("write decimals=2", "%q is no number of decimal places in 0…%d", w.Param, maxDecimals)
	}
	return schema.Constraint{Kind: schema.Decimals, Count: int64(n)}, nil
}

// maxDecimals is where 10^N stops being an exact double with room for a mantissa.
const maxDecimals = 15

func finite(Env, Target, Word) (schema.Constraint, error) {
	return schema.Constraint{Kind: schema.Finite}, nil
}

// interval lowers norm=low..high and sum=low..high: a closed interval of doubles.
func interval(kind schema.ConstraintKind) func(Env, Target, Word) (schema.Constraint, error) {
	return func(_ Env, _ Target, w Word) (schema.Constraint, error) {
		lowText, highText, ok := strings.Cut(w.Param, "..")
		low, errLow := strconv.ParseFloat(lowText, 64)
		high, errHigh := strconv.ParseFloat(highText, 64)
		if !ok || errLow != nil || errHigh != nil || !finiteNumber(low) || !finiteNumber(high) {
			return schema.Constraint{}, bad("write "+w.Name+"=0.99..1.01", "%q is no interval of finite numbers", w.Param)
		}
		if low > high {
			return schema.Constraint{}, bad("exchange the limits", "the interval %s is empty", w.Param)
		}
		if kind == schema.Norm && high < 0 {
			return schema.Constraint{}, bad("write limits of at least 0", "a norm is never negative, and %s is", w.Param)
		}
		return schema.Constraint{Kind: kind, Limits: []schema.Literal{
			{Kind: schema.Float64, Float: low}, {Kind: schema.Float64, Float: high},
		}}, nil
	}
}

// pattern takes an expression or, because a comma would end it in a tag, @name of a string constant.
func pattern(env Env, _ Target, w Word) (schema.Constraint, error) {
	source := w.Param
	if name, ok := strings.CutPrefix(source, "@"); ok {
		if source, ok = env.Const(name); !ok {
			return schema.Constraint{}, bad("declare it: const "+name+" = `^…$`", "the package has no string constant %s", name)
		}
	}
	if _, err := syntax.Parse(source, syntax.Perl); err != nil {
		return schema.Constraint{}, bad("it is written as in package regexp; a comma in it needs regex=@constant", "%v", err)
	}
	return schema.Constraint{Kind: schema.Pattern, Text: source, Param: source}, nil
}
