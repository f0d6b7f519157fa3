package schema

// ConstraintKind is one of the few things that a rule can demand of a value. Tags are lowered to them; a back end
// renders each kind or says why it can't.
type ConstraintKind string

// Kinds of constraints, with the members of [Constraint] that they use.
const (
	// NotZero demands a value other than the type's zero; of a list or map, that it is not nil; of an optional value,
	// that it is there (upstream's required).
	NotZero ConstraintKind = "not_zero"
	// Omit ends the evaluation of the value's later rules, and of what it holds, without a violation, by Text: "nil" when
	// an optional value, a list or a map is nil; "empty" (upstream's omitempty) when it is nil, or a value of another type
	// is zero, a record or an array with all that it holds; "zero" (omitzero) as "empty", and a list or map without items,
	// too. An optional value that is there is omitted by "zero" alone, when what it holds is zero. "always" ends them in any
	// case (upstream's nostructlevel).
	Omit ConstraintKind = "omit"
	// Range compares a number, duration or text with Limit by Op. NaN fails every Op but Ne.
	Range ConstraintKind = "range"
	// Length compares with Count by Op: runes of a string, items of a list or map, bytes of a byte string.
	Length ConstraintKind = "length"
	// Pattern demands that the regular expression Text (Go's regexp syntax) matches somewhere in the string.
	Pattern ConstraintKind = "pattern"
	// OneOf demands one of Limits, with Op Ne none of them; with Fold, texts are equal under simple Unicode case folding.
	OneOf ConstraintKind = "one_of"
	// Contains demands that the string holds Text; with Op Ne, as with the three kinds that follow, that it does not.
	Contains ConstraintKind = "contains"
	// ContainsAny demands that the string holds one of the characters of Text.
	ContainsAny ConstraintKind = "contains_any"
	// HasPrefix demands that the string begins with Text.
	HasPrefix ConstraintKind = "has_prefix"
	// HasSuffix demands that the string ends with Text.
	HasSuffix ConstraintKind = "has_suffix"
	// Format demands the named format Text, such as "email", of a string, or of an integer's decimal digits. Argument is
	// what a format takes, such as the layout of "datetime".
	Format ConstraintKind = "format"
	// Decimals demands that the number is the double (or float32) nearest to some k/10^Count; it refuses NaN and ±Inf.
	Decimals ConstraintKind = "decimals"
	// Digits demands that a decimal has no more digits than its type: Precision in all, Scale behind the point.
	Digits ConstraintKind = "digits"
	// Finite refuses NaN and ±Inf, in a list of every element.
	Finite ConstraintKind = "finite"
	// Norm demands that the Euclidean norm of a list of floats lies in [Limits[0], Limits[1]].
	Norm ConstraintKind = "norm"
	// Sum demands that the sum of a list of numbers lies in [Limits[0], Limits[1]].
	Sum ConstraintKind = "sum"
	// Interval demands that a float lies in [Limits[0], Limits[1]], in a list every element; NaN lies in none.
	Interval ConstraintKind = "interval"
	// Sorted demands that each item of a list compares by Op with the one after it: Lt is strictly increasing. NaN compares
	// with nothing.
	Sorted ConstraintKind = "sorted"
	// OneHot demands that one item of a list of numbers or bools is 1 or true, and each other 0 or false.
	OneHot ConstraintKind = "one_hot"
	// Unique refuses a list with equal elements, or a map with equal values; two nil ones are equal. Of a list of records,
	// the fields with the key Text are compared.
	Unique ConstraintKind = "unique"
	// Zero demands what NotZero refuses; of an optional value, that it is nil. A nil value ends its rules when Zero is the
	// first of them (upstream's isdefault).
	Zero ConstraintKind = "zero"
	// Clock compares an instant by Op with the present, that of the report or of the [Evaluator], or with the instant that is
	// Limit, a duration, after it.
	Clock ConstraintKind = "clock"
	// User demands what a function of the user's decides, one that is declared as the rule Text; Argument is what it takes
	// besides the value.
	User ConstraintKind = "user"
	// AnyOf demands that the value meets all constraints of one of the alternatives Any.
	AnyOf ConstraintKind = "any_of"
	// Against compares the value by Op with that of another field, Path, of the same type: what Text says of both, "" the
	// values, "length" the numbers of items, "bytes" those of bytes. Where the other is nil, Ne alone is met.
	Against ConstraintKind = "against"
)

// Op compares.
type Op string

// Comparison operators of Range and Length.
const (
	Eq  Op = "eq"
	Ne  Op = "ne"
	Lt  Op = "lt"
	Lte Op = "lte"
	Gt  Op = "gt"
	Gte Op = "gte"
)

// Constraint is one rule on one value.
type Constraint struct {
	Kind ConstraintKind `json:"kind"`
	// Rule and Param are the user's words: "gte" and "0" of validate:"gte=0". They name the rule in violations.
	Rule  string `json:"rule"`
	Param string `json:"param,omitempty"`
	// Actual is the word that Rule, an alias, stands for here, such as "max", or the alternatives; "" where Rule is none.
	Actual string `json:"actual,omitempty"`
	Op     Op     `json:"op,omitempty"`
	// Limit is Range's, of the value's own kind: a limit of a float32 is rounded to float32; or Clock's, nil for none.
	Limit *Literal `json:"limit,omitempty"`
	// Limits are OneOf's values, or the closed interval of Norm, Sum and Interval (float64).
	Limits []Literal `json:"limits,omitempty"`
	// Count is Length's limit or Decimals' number of places.
	Count int64 `json:"count,omitempty"`
	// Text is Pattern's expression, Format's or User's name, Omit's condition, what Contains and its like look for, or Unique's key.
	Text string `json:"text,omitempty"`
	// Argument is Format's or User's, "" for most.
	Argument string `json:"argument,omitempty"`
	// Fold makes OneOf compare without regard to case.
	Fold bool `json:"fold,omitempty"`
	// Any are AnyOf's alternatives.
	Any [][]Constraint `json:"any,omitempty"`
	// Path is the dotted path of keys to another field, from the record that holds the constraint's field: that of Against; of
	// Contains, the one whose text is looked for instead of Text; of Format, the one whose text is the argument.
	Path string `json:"path,omitempty"`
	// When says when the constraint applies; nil is always.
	When *Condition `json:"when,omitempty"`
	// Implicit rules come from the type, not from a tag (an enum's values): a nil optional value does not break them.
	Implicit bool `json:"implicit,omitempty"`
	// Message replaces the standard words of a violation: the tag msg. It may have the placeholders {value}, {limit}, {field},
	// {path} and {rule}.
	Message string `json:"message,omitempty"`
}

// Condition is met when all of its tests are, with Any when one of them is. One without tests is always met, with Any never:
// NotZero with the former refuses the zero of a record, too.
type Condition struct {
	Any   bool   `json:"any,omitempty"`
	Tests []Test `json:"tests,omitempty"`
}

// Test asks whether another field of the record meets a constraint; with Not, whether it does not. The constraint is
// NotZero (of an optional value: that it is there), Zero of what has a nil (that it is nil), a Range or a Length. A field in
// a record that is nil meets none.
type Test struct {
	Path string     `json:"path"` // as [Constraint.Path]
	Not  bool       `json:"not,omitempty"`
	Is   Constraint `json:"is"`
}

// Operands are the paths of the other fields that the constraint reads.
func (c *Constraint) Operands() []string {
	var out []string
	if c.Path != "" {
		out = append(out, c.Path)
	}
	if c.When != nil {
		for _, t := range c.When.Tests {
			out = append(out, t.Path)
		}
	}
	for _, all := range c.Any {
		for i := range all {
			out = append(out, all[i].Operands()...)
		}
	}
	return out
}

// ConstraintKinds lists every kind: completeness tests range over it.
func ConstraintKinds() []ConstraintKind {
	return []ConstraintKind{
		NotZero, Omit, Range, Length, Pattern, OneOf, Contains, ContainsAny, HasPrefix, HasSuffix, Format, Decimals, Digits, Finite, Norm, Sum,
		Interval, Sorted, OneHot, Unique, Zero, Clock, AnyOf, Against, User,
	}
}

// Shape reports whether a violation of the constraint makes the value's later rules meaningless: presence, and the
// length of a list or map. Evaluation of the value stops after it.
func (c Constraint) Shape(t Type) bool {
	switch c.Kind {
	case NotZero:
		return true
	case Length:
		return t.Kind == List || t.Kind == Map
	}
	return false
}
