package tag

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

const (
	takesSized     = "numbers, decimals, dates, strings, lists, maps and durations"
	takesEquatable = takesSized + " and bools"
	takesOrdered   = takesSized + ", and times, which are compared with the present"
	takesText      = "strings"
)

func anything(Target) bool { return true }

func sized(t Target) bool {
	k := t.Type.Scalar()
	return k.Number() || k == schema.String || k == schema.Bytes || k == schema.List || k == schema.Map || k == schema.Duration ||
		k == schema.Decimal || k == schema.Date
}

func equatable(t Target) bool { return sized(t) || t.Type.Kind == schema.Bool }

func discrete(t Target) bool {
	k := t.Type.Scalar()
	return k == schema.String || k.Integer()
}

// ordered are the types of gt, gte, lt, lte, min and max.
func ordered(t Target) bool { return sized(t) || t.Type.Kind == schema.Time }

// hashable reports whether values of the type are compared one with another.
func hashable(t schema.Type) bool {
	k := t.Scalar()
	return k.Number() || k == schema.String || k == schema.Bool || k == schema.Time || k == schema.Duration || k == schema.Decimal || k == schema.Date
}

// collection are the types of unique: lists and maps of single values, lists of records, and single values, which are to
// differ from that of another field.
func collection(t Target) bool {
	e := t.Type.Elem
	return e != nil && (hashable(e.Type) || e.Type.Kind == schema.Struct) || e == nil && hashable(t.Type)
}

// differs lowers unique=Field on a single value.
func differs(env Env, t Target, w Word) ([]schema.Constraint, error) {
	path, f, err := env.find(w.Param)
	switch {
	case err != nil:
		return nil, err
	case f.Optional || f.Type.Scalar() != t.Type.Scalar():
		return nil, bad("name a field of the same type", "%s is %s, and %s is another type", t.Field, t.Type, w.Param)
	}
	return one(schema.Constraint{Kind: schema.Against, Op: schema.Ne, Path: path}, nil)
}

func isRecord(t Target) bool { return t.Type.Kind == schema.Struct }

func isText(t Target) bool { return t.Type.Scalar() == schema.String }

func floats(t Target) bool { return t.Type.Kind.Float() || floatList(t) }

func floatList(t Target) bool {
	return t.Type.Kind == schema.List && t.Type.Elem.Type.Kind.Float() && !t.Type.Elem.Optional
}

func numberList(t Target) bool {
	return t.Type.Kind == schema.List && t.Type.Elem.Type.Kind.Number() && !t.Type.Elem.Optional
}

// always lowers a word to the same constraint, whatever it stands on.
func always(c schema.Constraint) lowering {
	return func(Env, Target, Word) ([]schema.Constraint, error) { return one(c, nil) }
}

func one(c schema.Constraint, err error) ([]schema.Constraint, error) {
	return []schema.Constraint{c}, err
}

// compare lowers the size words: to Range for what has a value, to Length for what has a length. Of a string, eq and
// ne compare the text; all other words count runes.
func compare(op schema.Op) lowering {
	return func(_ Env, t Target, w Word) ([]schema.Constraint, error) {
		k := t.Type.Scalar()
		if k == schema.Time {
			return clock(op, w)
		}
		counted := k == schema.List || k == schema.Map || k == schema.Bytes || k == schema.String && w.Name != "eq" && w.Name != "ne"
		if counted {
			n, err := count(w.Param)
			return one(schema.Constraint{Kind: schema.Length, Op: op, Count: n}, err)
		}
		limit, err := Parse(k, w.Param)
		return one(schema.Constraint{Kind: schema.Range, Op: op, Limit: &limit}, err)
	}
}

// clock compares an instant with the present: upstream ignores a parameter there, which hides a mistake.
func clock(op schema.Op, w Word) ([]schema.Constraint, error) {
	if w.Param != "" {
		return nil, bad("write "+w.Name+" alone, which means the present", "of a time it has no parameter")
	}
	return one(schema.Constraint{Kind: schema.Clock, Op: op}, nil)
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
	case k == schema.Decimal:
		return parseDecimal(s)
	case k == schema.Date:
		return parseDate(s)
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
func oneOf(op schema.Op, fold bool) lowering {
	return func(_ Env, t Target, w Word) ([]schema.Constraint, error) {
		c := schema.Constraint{Kind: schema.OneOf, Op: op, Fold: fold}
		fields, err := quoted(w.Param)
		if err != nil {
			return nil, err
		}
		for _, field := range fields {
			text := strings.ReplaceAll(field, "'", "")
			l, err := Parse(t.Type.Scalar(), text)
			if err != nil {
				return nil, err
			}
			if t.Type.Scalar() != schema.String && l.String() != text {
				return nil, bad("write "+l.String(), "upstream compares %s as decimal text, which never matches", text)
			}
			if !slices.Contains(c.Limits, l) {
				c.Limits = append(c.Limits, l)
			}
		}
		return one(c, nil)
	}
}

// quoted cuts a parameter at the spaces that stand between no single quotes, and leaves the quotes. One that opens a value and
// that nothing closes is refused: upstream drops it and cuts the value at its spaces.
func quoted(param string) ([]string, error) {
	fields := quotedFields.FindAllString(param, -1)
	for _, f := range fields {
		if strings.HasPrefix(f, "'") && strings.Count(f, "'") == 1 {
			return nil, bad("close it, or remove it: no value can hold one", "nothing closes the single quote of %s", f)
		}
	}
	return fields, nil
}

var quotedFields = regexp.MustCompile(`'[^']*'|\S+`)

// folded lowers eq_ignore_case and ne_ignore_case: the whole parameter is the text.
func folded(op schema.Op) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		l, err := Parse(schema.String, w.Param)
		return one(schema.Constraint{Kind: schema.OneOf, Op: op, Fold: true, Limits: []schema.Literal{l}}, err)
	}
}

// holds lowers a word that looks for its parameter in a text.
func holds(kind schema.ConstraintKind, op schema.Op) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		_, err := Parse(schema.String, w.Param)
		return one(schema.Constraint{Kind: kind, Op: op, Text: w.Param}, err)
	}
}

// holdsRune is holds for the first character of the parameter.
func holdsRune(op schema.Op) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		if _, err := Parse(schema.String, w.Param); err != nil {
			return nil, err
		}
		r, size := utf8.DecodeRuneInString(w.Param)
		if size != len(w.Param) {
			return nil, bad(fmt.Sprintf("write %s=%c, or contains for the whole text", w.Name, r), "%q is more than one character, of which upstream looks for the first", w.Param)
		}
		return one(schema.Constraint{Kind: schema.Contains, Op: op, Text: w.Param}, nil)
	}
}

// unique takes lists and maps of scalars, and with the name of a field lists of records.
func unique(env Env, t Target, w Word) ([]schema.Constraint, error) {
	c := schema.Constraint{Kind: schema.Unique}
	switch {
	case t.Type.Elem == nil && w.Param == "":
		return nil, bad("it takes lists and maps; write unique=Other where the value is to differ from that of another field", "%s has no items", t.Type)
	case t.Type.Elem == nil:
		return differs(env, t, w)
	}
	elem := t.Type.Elem.Type
	switch {
	case elem.Record == nil && w.HasParam:
		return nil, bad("write unique", "the elements are %s, and have no fields", elem)
	case elem.Record == nil:
		return one(c, nil)
	case t.Type.Kind == schema.Map:
		return nil, bad("compare them in a method Check(*validate.Report)", "the values are records")
	case w.Param == "":
		return nil, bad("write unique=Field", "the elements are records: name the field that tells them apart")
	}
	f := Promoted(elem.Record, w.Param)
	switch {
	case f == nil:
		return nil, bad("write the name of the field in Go", "the record %s has no field %s", elem.Record.Type, w.Param)
	case !hashable(f.Type):
		return nil, bad("name a field that holds one value", "the field %s is %s", w.Param, f.Type)
	}
	c.Text = f.Key
	return one(c, nil)
}

// formatted lowers a word to the format of its name.
func formatted(f format.Format) lowering {
	return func(_ Env, t Target, w Word) ([]schema.Constraint, error) {
		c := schema.Constraint{Kind: schema.Format, Text: f.Name}
		k := t.Type.Scalar()
		switch {
		case len(f.Choices) > 0:
			c.Argument = w.Param
			if w.Param == "" {
				c.Argument = f.Choices[0].Argument
			}
			if !slices.ContainsFunc(f.Choices, func(x format.Choice) bool { return x.Argument == c.Argument }) {
				return nil, bad(w.Name+" takes "+f.Takes(), "%q is none of them", w.Param)
			}
		case f.Argument != "":
			if _, err := Parse(schema.String, w.Param); err != nil {
				return nil, err
			}
			if problem := f.Check(w.Param); problem != "" {
				return nil, bad(w.Name+" takes "+f.Argument, "%s", problem)
			}
			c.Argument = w.Param
		}
		switch ranged, isRange := f.Range(); {
		case k.Number() && isRange:
			cs := within(k, ranged[0], ranged[1])
			if len(cs) == 0 && t.Optional { // nil breaks it
				return one(schema.Constraint{Kind: schema.NotZero}, nil)
			}
			return cs, nil
		case (k.Number() && f.AnyNumber || k == schema.Bool) && t.Optional: // nil breaks it
			return one(schema.Constraint{Kind: schema.NotZero}, nil)
		case k.Number() && f.AnyNumber, k == schema.Bool:
			return nil, nil
		}
		return one(c, nil)
	}
}

// within demands that a number lies in a closed interval, as far as its kind reaches beyond it.
func within(k schema.Kind, low, high int64) []schema.Constraint {
	var all []schema.Constraint
	for _, side := range []struct {
		op            schema.Op
		limit, beyond int64
	}{{schema.Gte, low, low - 1}, {schema.Lte, high, high + 1}} {
		if _, err := Parse(k, strconv.FormatInt(side.beyond, 10)); err == nil {
			limit, _ := Parse(k, strconv.FormatInt(side.limit, 10))
			all = append(all, schema.Constraint{Kind: schema.Range, Op: side.op, Limit: &limit})
		}
	}
	if len(all) < 2 {
		return all
	}
	return []schema.Constraint{{Kind: schema.AnyOf, Any: [][]schema.Constraint{all}}} // NaN breaks it once
}

func decimals(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
	n, err := strconv.Atoi(w.Param)
	if err != nil || n < 0 || n > maxDecimals {
		return nil, bad("write decimals=2", "%q is no number of decimal places in 0…%d", w.Param, maxDecimals)
	}
	return one(schema.Constraint{Kind: schema.Decimals, Count: int64(n)}, nil)
}

// maxDecimals is where 10^N stops being an exact double with room for a mantissa.
const maxDecimals = 15

// interval lowers norm=low..high and sum=low..high: a closed interval of doubles.
func interval(kind schema.ConstraintKind) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		lowText, highText, ok := strings.Cut(w.Param, "..")
		low, errLow := strconv.ParseFloat(lowText, 64)
		high, errHigh := strconv.ParseFloat(highText, 64)
		if !ok || errLow != nil || errHigh != nil || !finiteNumber(low) || !finiteNumber(high) {
			return nil, bad("write "+w.Name+"=0.99..1.01", "%q is no interval of finite numbers", w.Param)
		}
		if low > high {
			return nil, bad("exchange the limits", "the interval %s is empty", w.Param)
		}
		if kind == schema.Norm && high < 0 {
			return nil, bad("write limits of at least 0", "a norm is never negative, and %s is", w.Param)
		}
		return one(schema.Constraint{Kind: kind, Limits: []schema.Literal{
			{Kind: schema.Float64, Float: low}, {Kind: schema.Float64, Float: high},
		}}, nil)
	}
}

// pattern takes an expression or, because a comma would end it in a tag, @name of a string constant.
func pattern(env Env, _ Target, w Word) ([]schema.Constraint, error) {
	source := w.Param
	if name, ok := strings.CutPrefix(source, "@"); ok {
		if source, ok = env.Const(name); !ok {
			return nil, bad("declare it: const "+name+" = `^…$`", "the package has no string constant %s", name)
		}
	}
	if _, err := syntax.Parse(source, syntax.Perl); err != nil {
		return nil, bad("it is written as in package regexp; a comma in it needs regex=@constant", "%v", err)
	}
	return one(schema.Constraint{Kind: schema.Pattern, Text: source, Param: source}, nil)
}
