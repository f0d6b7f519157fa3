package sql

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// SQLite is the dialect of SQLite, from version 3.38 on, with STRICT tables. What SQLite has no type for is kept so:
//
//   - bools are 0 and 1, times are microseconds since 1970 in UTC, durations nanoseconds;
//   - dates are the text 2006-01-02, unsigned integers of 64 bits and decimals the text of their digits;
//   - lists, maps and records are JSON as AppendJSON writes it; a member that is absent is its
//     default or, where it may be absent, its zero, and else null;
//   - NaN becomes NULL, and -0 becomes 0; a text that holds U+0000 breaks "type", as SQLite's functions end there.
//
// Predicates are exact or not made: floats in JSON, which SQLite reads to 15 digits, and regular expressions that no GLOB
// says are [Unexpressed]. A CHECK takes no subquery, so rules on the elements of lists and maps are no CHECK; queries have
// them.
func SQLite() *Dialect {
	return &Dialect{
		Name: "SQLite",
		types: map[schema.Kind]string{
			schema.Bool: "INTEGER", schema.Int8: "INTEGER", schema.Int16: "INTEGER", schema.Int32: "INTEGER", schema.Int64: "INTEGER",
			schema.Uint8: "INTEGER", schema.Uint16: "INTEGER", schema.Uint32: "INTEGER", schema.Uint64: "TEXT",
			schema.Float32: "REAL", schema.Float64: "REAL", schema.String: "TEXT", schema.Bytes: "BLOB",
			schema.Time: "INTEGER", schema.Duration: "INTEGER", schema.Date: "TEXT",
		},
		words:      sqliteWords,
		notInCheck: []word{wordAny, wordSample, wordNumberOf, wordVarious, wordDistinct, wordPairs, wordSize},
		checkLacks: "subquery",
		mark:       "`",
		quoted:     sqliteText,
		double:     sqliteDouble,
		matches:    sqliteMatches,
		notInNames: "\x00",
		table:      " STRICT",
		maxPlaces:  22,
		json:       true,
		grid:       true,
		inTable:    true,
	}
}

var sqliteWords = map[word]string{
	wordList: "TEXT", wordMap: "TEXT", wordStruct: "TEXT", wordMember: "$1 $2",

	wordInt: "$1", wordTime: "$1", wordDate: "'$1'", wordNumeric: "TEXT",
	wordInfinity: "9e999", wordMinusInf: "(-9e999)",

	wordIsNaN: "", wordRunes: "length($1)", wordOctets: "length(CAST($1 AS BLOB))", wordTextSize: "length(CAST($1 AS BLOB))",
	wordItems: "json_array_length($1)", wordSize: "(SELECT count(*) FROM json_each($1))",
	wordStarts: "(substr($1, 1, length($2)) = $2)", wordEnds: "($2 = '' OR substr($1, -length($2)) = $2)", wordContains: "(instr($1, $2) > 0)",

	wordAny: "EXISTS (SELECT 1 FROM json_each($1) AS $2 WHERE $3)", wordElement: "$1.value",
	wordSample:   "(SELECT $4 FROM json_each($1) AS $2 WHERE $3 ORDER BY $5 LIMIT 1)",
	wordNumberOf: "(SELECT count(*) FROM json_each($1) AS $2 WHERE $3)",
	wordDistinct: "(SELECT count(DISTINCT quote(value)) FROM json_each($1))", wordVarious: "(SELECT count(DISTINCT quote($3)) FROM json_each($1) AS $2)",
	wordPairs:  "EXISTS (SELECT 1 FROM json_each($1) AS $2_0 JOIN json_each($1) AS $2 ON $2.key = $2_0.key + 1 WHERE $3)",
	wordBefore: "$2_0.value", wordItem: "$2.value",
	wordEntries: "$1", wordKey: "$1.key", wordValue: "$1.value", wordEmpty: "'[]'",

	wordToDouble: "CAST($1 AS REAL)", wordToInt: "$1", wordTryInt: "CAST($1 AS INTEGER)", wordTruncate: "CAST($1 AS INTEGER)",
	wordTryAdd: "($1 + $2)", wordTrySub: "($1 - $2)", wordTryMul: "($1 * $2)", wordWhole: "CASE typeof($1) WHEN 'integer' THEN $1 END",
	wordQuotient: "($1 / $2)", wordBetween: "(($1 - $2) * 1000)",
	wordDigits: "substr('0000000000000000000' || $1, -20)",

	wordObject: "json_object($1)", wordNamed: "$1, $2", wordHex: "hex($1)", wordText: "CAST($1 AS TEXT)", wordLeft: "substr($1, 1, $2)",
}

// sqliteText spells a string literal. SQL has no U+0000.
func sqliteText(s string) string {
	text := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.ContainsRune(s, 0) {
		return "(" + strings.ReplaceAll(text, "\x00", "' || char(0) || '") + ")"
	}
	return text
}

// sqliteDouble spells a double so that every version of SQLite reads it exactly, though it promises 15 digits only: what
// has fewer as it is, and else a quotient or product of integers, with the short form in a comment.
func sqliteDouble(x float64) string {
	short := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(short, ".") {
		short += ".0"
	}
	exact, _ := new(big.Rat).SetString(short)
	if same := exact.Cmp(new(big.Rat).SetFloat64(x)) == 0; same && len(strings.Trim(short, "-0.")) <= 15 && len(short) <= 20 {
		return short
	}
	fraction, exponent := math.Frexp(math.Abs(x))
	m := uint64(fraction * (1 << 53))
	exponent -= 53
	for m%2 == 0 && exponent < 0 {
		m, exponent = m/2, exponent+1
	}
	text, by := strconv.FormatUint(m, 10)+" * 1.0", " * "
	if x < 0 {
		text = "-" + text
	}
	if exponent < 0 {
		exponent, by = -exponent, " / "
	}
	for ; exponent > 0; exponent -= min(exponent, 62) {
		text += by + strconv.FormatUint(1<<min(exponent, 62), 10)
	}
	return fmt.Sprintf("(%s /* %s */)", text, strconv.FormatFloat(x, 'g', -1, 64))
}
