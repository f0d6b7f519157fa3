package sql

import (
	"strings"

	"github.com/typedml/typedml/schema"
)

// Dialect is how one engine spells types and predicates. Dialects are made by functions of this package, such as
// [Spark], and are safe for concurrent use.
type Dialect struct {
	// Name is the engine's, for messages.
	Name string

	types map[schema.Kind]string // of scalar kinds
	words map[word]string        // templates; $1 to $9 stand for the arguments
	// notInCheck are the words that the engine's CHECK constraints do not take.
	notInCheck []word
	// checkLacks is what those words are, for a message: "lambda".
	checkLacks string
	// notInNames are the characters that no column's name holds.
	notInNames string
	// mark is the quotation mark of identifiers.
	mark string
	// quoted spells a string literal.
	quoted func(string) string
	// double spells a finite float, where that needs more than wordDouble.
	double func(float64) string
	// decimal spells a decimal, where that needs more than wordDecimal.
	decimal func(text string) string
	// matches is a condition that a text meets which matches an expression of Go's regexp syntax.
	matches func(d *Dialect, text, pattern string) (string, error)
	// table ends CREATE TABLE before the comment, such as "USING delta".
	table string
	// inTable is true where constraints stand in CREATE TABLE, and where it takes comments of SQL alone.
	inTable bool
	// grid is true where places of decimals are decided in floats, and float32 cannot be.
	grid bool
	// json is true of an engine without types for lists, maps and records, which are JSON in texts, and without NaN, decimals
	// and integers of more than 64 bits.
	json bool
	// maxPlaces is the largest number of decimal places that rounding through the engine's decimals decides exactly.
	maxPlaces int64
}

// word is an operation that dialects spell differently.
type word string

const (
	wordList   word = "list type"   // of $1
	wordMap    word = "map type"    // from $1 to $2
	wordStruct word = "struct type" // of the members $1
	wordMember word = "member"      // $1 of type $2
	wordField  word = "field"       // $2, a text, of the record $1; where it is not $1.$2

	wordDouble   word = "double literal" // of the digits $1
	wordInt      word = "int literal"
	wordDecimal  word = "decimal literal"
	wordWideInt  word = "wide int literal" // of nanoseconds
	wordTime     word = "time literal"     // of $1 microseconds
	wordDate     word = "date literal"
	wordNumeric  word = "decimal type" // of $1 digits, $2 behind the point
	wordInfinity word = "infinity"
	wordMinusInf word = "-infinity"

	wordIsNaN    word = "is NaN"
	wordRunes    word = "runes of a string"
	wordOctets   word = "bytes of a byte string"
	wordTextSize word = "bytes of a text"
	wordItems    word = "items of a list"
	wordSize     word = "entries of a map"
	wordMatches  word = "regular expression" // $1 against $2, a literal
	wordStarts   word = "startsWith"
	wordEnds     word = "endsWith"
	wordContains word = "contains"

	wordAny       word = "any element" // $3 of the element $2 of $1
	wordNulls     word = "any element NULL"
	wordElement   word = "element"        // the value of the element $1, as $2 of the words here
	wordSample    word = "first element"  // $4 of the first element $2 of $1 where $3
	wordNumberOf  word = "count elements" // the elements $2 of $1 where $3
	wordFilter    word = "filter"         // the elements $2 of $1 where $3
	wordTransform word = "transform"      // $3 of each element $2 of $1
	wordDistinct  word = "distinct items" // how many of $1
	wordVarious   word = "distinct"       // how many values $3 of the elements $2 of $1 differ
	wordPairs     word = "any neighbours" // $3 of two items of $1, in the name of $2
	wordBefore    word = "item before"    // of the list $1 in wordPairs of $2: the first of the two
	wordItem      word = "item"           // the second
	wordLanes     word = "sum by lanes"   // of the terms $3 over the list $1, with names that begin with $2
	wordLaneItem  word = "item of a lane" // of the list $1 in wordLanes
	wordEntries   word = "entries"        // of the map $1, a list
	wordKey       word = "entry's key"
	wordValue     word = "entry's value"
	wordEmpty     word = "empty list"

	wordToDouble     word = "to double"
	wordToFloat      word = "to float"
	wordToInt        word = "to int"
	wordToDecimal    word = "to decimal(20,0)"
	wordToWide       word = "to decimal(38,0)"
	wordTryInt       word = "to int or null"
	wordTruncate     word = "truncated float to int or null"
	wordTryDecimal   word = "to decimal(20,0) or null"
	wordTryPlaces    word = "to decimal(38,$2) or null"
	wordMicros       word = "microseconds of a time"
	wordTryAdd       word = "checked +"
	wordTrySub       word = "checked -"
	wordTryMul       word = "checked *"
	wordWhole        word = "checked integer" // NULL where $1, made by checked operations, has overflowed
	wordBetween      word = "nanoseconds between two times"
	wordDigits       word = "digits in order" // of an unsigned integer, as a text of 20
	wordQuotient     word = "integer quotient"
	wordWideQuotient word = "quotient of unsigned integers" // where the remainder must not be taken off first
	wordSqrt         word = "square root"
	wordIsMinus0     word = "is -0" // of a zero

	wordObject word = "object as JSON" // of the columns $1
	wordNamed  word = "member of that" // $2 called $1
	wordHex    word = "hexadecimal"    // of a byte string, where wordObject takes none
	wordText   word = "as text"
	wordJSON   word = "value as JSON"
	wordLeft   word = "first runes" // $2 of $1
	wordCount  word = "count where"
	wordArray  word = "array"
	wordPair   word = "rule and value"
	wordNumber word = "rows of an array" // $1 as ($2 from 0, $3)
	wordRows   word = "rows of structs"  // $1 as $2
)

// fill puts the arguments into a template.
func fill(template string, args []string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(template, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString(args[after[0]-'1'])
		template = after[1:]
	}
}

// quote spells an identifier.
func (d *Dialect) quote(name string) string {
	return d.mark + strings.ReplaceAll(name, d.mark, d.mark+d.mark) + d.mark
}

// Identifier spells a name of one or more parts, such as a column, or a table in its catalog and schema.
func (d *Dialect) Identifier(parts ...string) string {
	quoted := make([]string, len(parts))
	for i, part := range parts {
		quoted[i] = d.quote(part)
	}
	return strings.Join(quoted, ".")
}

// Unexpressed is a rule that a dialect cannot say, or not where it was asked for.
type Unexpressed struct {
	Path string // as in [Predicate]
	Rule string
	Why  string
}

// String says it in one line.
func (u Unexpressed) String() string {
	at := u.Path
	if at == "" {
		at = "record"
	}
	return at + ": " + u.Rule + ": " + u.Why
}

// Text spells a string literal.
func (d *Dialect) Text(s string) string { return d.quoted(s) }
