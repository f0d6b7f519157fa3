package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

// broken is the condition that a value, which is there, breaks a constraint on the whole of it.
func (f *file) broken(v value, c schema.Constraint) logic {
	switch c.Kind {
	case schema.NotZero:
		if v.present || v.typ.Kind == schema.Struct && c.When == nil {
			return logic{op: never}
		}
		return zero(v)
	case schema.Zero:
		if v.present {
			return logic{op: always}
		}
		return not(zero(v))
	case schema.Range:
		return outside(v, c)
	case schema.Length:
		return comparison(lengthOf(v), negated[c.Op], symbols[c.Op], jen.Id(strconv.FormatInt(c.Count, 10)))
	case schema.Pattern:
		return not(call(f.pattern(v, c).Dot("MatchString").Call(v.as("string"))))
	case schema.OneOf:
		return unlisted(v, c)
	case schema.Against:
		return f.against(v, c)
	case schema.Contains, schema.ContainsAny, schema.HasPrefix, schema.HasSuffix:
		if c.Path != "" {
			return f.containsField(v, c)
		}
		return demanded(c, call(jen.Qual("strings", exported(string(c.Kind))).Call(v.as("string"), jen.Lit(c.Text))))
	case schema.Format:
		if c.Path != "" {
			return f.formatField(v, c)
		}
		return not(formatted(v, c, jen.Lit(c.Argument)))
	case schema.Digits:
		return not(call(v.receiver().Dot("Fits").Call(jen.Lit(v.typ.Precision), jen.Lit(v.typ.Scale))))
	case schema.Unique:
		return not(f.unique(v, c))
	case schema.OneHot:
		return not(oneHot(v))
	case schema.User:
		return not(user(v, c))
	case schema.Clock:
		return f.clock(v, c)
	case schema.AnyOf:
		return f.noneOf(v, c)
	}
	return logic{op: never}
}

func call(code *jen.Statement) logic { return atom(code, precPrimary) }

func comparison(a *jen.Statement, op, opposite string, b jen.Code) logic {
	return opposable(a.Clone().Op(op).Add(b), a.Clone().Op(opposite).Add(b), precCompare)
}

// demanded is the condition that a constraint which may be turned around is broken, given what it speaks of.
func demanded(c schema.Constraint, is logic) logic {
	if c.Op == schema.Ne {
		return is
	}
	return not(is)
}

// zero is the condition that a value is zero; of a list, a map or a byte string, that it is nil.
func zero(v value) logic {
	switch k := v.typ.Kind; {
	case k == schema.Struct || k == schema.List && v.typ.Len > 0:
		return opposable(compared(v.place(), v.goes, "=="), compared(v.place(), v.goes, "!="), precCompare)
	case v.typ.TakesNull():
		return opposable(v.code().Op("==").Nil(), v.code().Op("!=").Nil(), precCompare)
	case k == schema.Bool:
		return not(call(v.as("bool")))
	case v.typ.Scalar() == schema.String:
		return comparison(v.code(), "==", "!=", jen.Lit(""))
	case k == schema.Time || method(k):
		return call(v.receiver().Dot("IsZero").Call())
	}
	return comparison(v.code(), "==", "!=", jen.Lit(0))
}

// outside is the condition that a Range is broken. Of floats it is the negated comparison, so that NaN breaks it.
func outside(v value, c schema.Constraint) logic {
	limit := literal(*c.Limit)
	if method(v.typ.Kind) {
		return comparison(v.receiver().Dot("Compare").Call(limit), negated[c.Op], symbols[c.Op], jen.Lit(0))
	}
	if v.typ.Kind.Float() && c.Op != schema.Ne && c.Op != schema.Eq {
		return not(atom(v.code().Op(symbols[c.Op]).Add(limit), precCompare))
	}
	return comparison(v.code(), negated[c.Op], symbols[c.Op], limit)
}

func lengthOf(v value) *jen.Statement {
	if v.typ.Scalar() == schema.String {
		return jen.Qual("unicode/utf8", "RuneCountInString").Call(v.as("string"))
	}
	return jen.Len(v.code())
}

// unlisted is the condition that a value is none of the alternatives, or one of those that are refused.
func unlisted(v value, c schema.Constraint) logic {
	is := logic{op: never}
	for _, l := range c.Limits {
		if c.Fold {
			is = or(is, call(jen.Qual("strings", "EqualFold").Call(v.as("string"), literal(l))))
		} else {
			is = or(is, comparison(v.code(), "==", "!=", literal(l)))
		}
	}
	return demanded(c, is)
}

// formatted is the condition that a value has a format, with the argument that some take.
func formatted(v value, c schema.Constraint, argument jen.Code) logic {
	f, _ := format.Lookup(c.Text)
	name, args := f.Func, []jen.Code{v.as("string")}
	switch k := v.typ.Scalar(); {
	case k == schema.Bytes:
		name, args = f.Bytes, []jen.Code{v.code()}
	case k.Unsigned():
		name, args = f.Integers+"Uint", []jen.Code{v.as("uint64")}
	case k.Integer():
		name, args = f.Integers+"Int", []jen.Code{v.as("int64")}
	}
	for _, choice := range f.Choices {
		if choice.Argument == c.Argument {
			name = choice.Func
		}
	}
	if f.Argument != "" {
		args = append(args, argument)
	}
	return call(jen.Qual(pkgIs, name).Call(args...))
}

// clock is the condition that an instant is on the wrong side of the present, or of an instant before or after it.
func (f *file) clock(v value, c schema.Constraint) logic {
	now := jen.Id("r").Dot("Clock").Call()
	if f.deciding {
		now = jen.Qual("time", "Now").Call()
	}
	if c.Limit != nil {
		now = now.Dot("Add").Call(literal(*c.Limit))
	}
	return not(instants(c.Op, v.receiver(), now))
}

// noneOf is the condition that every alternative is broken.
func (f *file) noneOf(v value, c schema.Constraint) logic {
	broken := logic{op: always}
	for _, all := range c.Any {
		alternative := logic{op: never}
		for _, one := range all {
			alternative = or(alternative, f.broken(v, one))
		}
		broken = and(broken, alternative)
	}
	return broken
}
