package tag

import (
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
)

func isDecimal(t Target) bool { return t.Type.Kind == schema.Decimal }

// Digits reads the parameter of decimal=18.2: how many digits a decimal has at most, and how many of them are behind the point.
func Digits(param string) (precision, scale int, err error) {
	first, second, ok := strings.Cut(param, ".")
	precision, errPrecision := strconv.Atoi(first)
	scale, errScale := strconv.Atoi(second)
	switch {
	case !ok || errPrecision != nil || errScale != nil || strings.ContainsAny(param, "+-"):
		return 0, 0, bad("write decimal=18.2: 18 digits, 2 of them behind the point", "%q is no number of digits with those behind the point", param)
	case precision < 1 || precision > schema.MaxDigits:
		return 0, 0, bad("write a number of 1 to "+strconv.Itoa(schema.MaxDigits), "a decimal cannot have %d digits", precision)
	case scale > precision:
		return 0, 0, bad("write the number of all digits first", "%d of %d digits cannot be behind the point", scale, precision)
	}
	return precision, scale, nil
}

// size lowers decimal=18.2. It belongs to the type: the loader puts it there.
func size(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
	_, _, err := Digits(w.Param)
	return one(schema.Constraint{Kind: schema.Digits}, err)
}

func parseDecimal(s string) (schema.Literal, error) {
	l, ok, fits := schema.ParseDecimal(s)
	switch {
	case !ok:
		return l, bad("write a number such as 12.50", "%q is no decimal", s)
	case !fits:
		return l, bad("write a number within it", "%s does not fit a decimal, which has %d digits", s, schema.MaxDigits)
	}
	return l, nil
}

func parseDate(s string) (schema.Literal, error) {
	t, err := schema.ParseDate(s)
	if err != nil {
		return schema.Literal{Kind: schema.Date}, bad(`write it as "2006-01-02"`, "%q is no date", s)
	}
	return schema.Literal{Kind: schema.Date, Int: t.Unix() / int64(24*time.Hour/time.Second)}, nil
}
