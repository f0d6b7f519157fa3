package sql

import (
	"errors"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// DuckDB is the dialect of DuckDB, from version 1.3 on (TRY, lambda). Unsigned integers widen as in every table; -0, NaN and
// texts with U+0000 are kept. A CHECK takes no lambda, so rules on the elements of lists and maps, norms and sums are no
// CHECK; queries have them.
func DuckDB() *Dialect {
	return &Dialect{
		Name: "DuckDB",
		types: map[schema.Kind]string{
			schema.Bool: "BOOLEAN", schema.Int8: "TINYINT", schema.Int16: "SMALLINT", schema.Int32: "INTEGER", schema.Int64: "BIGINT",
			schema.Uint8: "SMALLINT", schema.Uint16: "INTEGER", schema.Uint32: "BIGINT", schema.Uint64: "DECIMAL(20,0)",
			schema.Float32: "FLOAT", schema.Float64: "DOUBLE", schema.String: "VARCHAR", schema.Bytes: "BLOB",
			schema.Time: "TIMESTAMPTZ", schema.Duration: "BIGINT", schema.Date: "DATE",
		},
		words:      duckdbWords,
		notInCheck: []word{wordAny, wordSample, wordNumberOf, wordFilter, wordTransform, wordVarious, wordPairs, wordLanes},
		checkLacks: "lambda",
		mark:       `"`,
		quoted:     sqliteText,
		double:     func(x float64) string { return strconv.FormatFloat(x, 'E', -1, 64) },
		decimal:    duckdbDecimal,
		matches:    duckdbMatches,
		notInNames: "\x00",
		maxPlaces:  22,
		inTable:    true,
		grid:       true,
	}
}

var duckdbWords = map[word]string{
	wordList: "$1[]", wordMap: "MAP($1, $2)", wordStruct: "STRUCT($1)", wordMember: "$1 $2", wordField: "struct_extract($1, $2)",

	wordInt: "CAST($1 AS BIGINT)", wordWideInt: "CAST($1 AS HUGEINT)", wordTime: "make_timestamptz(CAST($1 AS BIGINT))", wordDate: "DATE '$1'",
	wordNumeric: "DECIMAL($1,$2)", wordInfinity: "CAST('inf' AS DOUBLE)", wordMinusInf: "CAST('-inf' AS DOUBLE)",

	wordIsNaN: "isnan($1)", wordRunes: "length($1)", wordOctets: "octet_length($1)", wordTextSize: "strlen($1)", wordItems: "len($1)", wordSize: "cardinality($1)",
	wordMatches: "regexp_matches($1, $2)", wordStarts: "starts_with($1, $2)", wordEnds: "suffix($1, $2)", wordContains: "contains($1, $2)",

	wordAny: "(len(list_filter($1, lambda $2: $3)) > 0)", wordNulls: "(list_aggregate($1, 'count') <> len($1))", wordElement: "$1",
	wordSample:   "list_transform(list_filter($1, lambda $2: $3), lambda $2: $4)[1]",
	wordNumberOf: "len(list_filter($1, lambda $2: $3))",
	wordFilter:   "list_filter($1, lambda $2: $3)", wordTransform: "list_transform($1, lambda $2: $3)",
	wordDistinct: duckdbDistinct("$1"), wordVarious: duckdbDistinct("list_transform($1, lambda $2: $3)"),
	wordPairs:  "(len(list_filter(range(2, len($1) + 1), lambda $2: $3)) > 0)",
	wordBefore: "($1)[$2 - 1]", wordItem: "($1)[$2]",
	wordLanes: duckdbLanes, wordLaneItem: "($1)[$2_at + 1]",
	wordEntries: "map_entries($1)", wordKey: "struct_extract($1, 'key')", wordValue: "struct_extract($1, 'value')", wordEmpty: "[]",

	wordToDouble: "CAST($1 AS DOUBLE)", wordToFloat: "CAST($1 AS FLOAT)", wordToInt: "CAST($1 AS BIGINT)",
	wordToDecimal: "TRY_CAST($1 AS UBIGINT)", wordToWide: "CAST($1 AS HUGEINT)",
	wordTryInt: "TRY_CAST($1 AS BIGINT)", wordTruncate: "TRY_CAST(trunc($1) AS BIGINT)", wordTryDecimal: "TRY_CAST($1 AS UBIGINT)",
	wordMicros: "epoch_us($1)",
	wordTryAdd: "TRY($1 + $2)", wordTrySub: "TRY($1 - $2)", wordTryMul: "TRY($1 * $2)",
	wordQuotient: "($1 // $2)", wordWideQuotient: "($1 // $2)", wordSqrt: "sqrt($1)", wordIsMinus0: "CAST($1 AS VARCHAR) = '-0.0'",

	wordObject: "CAST(json_object($1) AS VARCHAR)", wordNamed: "$1, $2", wordHex: "hex($1)", wordText: "CAST($1 AS VARCHAR)", wordLeft: "left($1, $2)",
}

// duckdbDistinct counts the values that differ; NULL is one of them.
func duckdbDistinct(list string) string {
	return "(list_unique(" + list + ") + CASE WHEN list_aggregate(" + list + ", 'count') < len(" + list + ") THEN 1 ELSE 0 END)"
}

// duckdbLanes adds the terms in the order of the reference evaluator, as sparkLanes does.
const duckdbLanes = "list_transform([list_transform(range(0, 16), lambda $2_lane: list_reduce(list_prepend(0E+00, " +
	"list_transform(range($2_lane, len($1), 16), lambda $2_at: $3)), lambda $2_a, $2_b: $2_a + $2_b))], lambda $2_l: " +
	"((($2_l[1] + $2_l[9]) + ($2_l[5] + $2_l[13])) + (($2_l[3] + $2_l[11]) + ($2_l[7] + $2_l[15]))) + " +
	"((($2_l[2] + $2_l[10]) + ($2_l[6] + $2_l[14])) + (($2_l[4] + $2_l[12]) + ($2_l[8] + $2_l[16]))))[1]"

// duckdbDecimal spells a decimal with no more digits than it has: DuckDB reads some literals as integers.
func duckdbDecimal(text string) string {
	whole, places, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := max(len(strings.TrimLeft(whole, "0"))+len(places), 1)
	return "CAST('" + text + "' AS DECIMAL(" + strconv.Itoa(digits) + "," + strconv.Itoa(len(places)) + "))"
}

// maxProgram is the size of a regular expression that RE2 certainly has the memory for.
const maxProgram = 5000

var errProgram = errors.New("the pattern may be too large for RE2")

// duckdbMatches is regexp_matches, which RE2 decides. Classes are spelled by their ranges: RE2 has its own tables.
func duckdbMatches(d *Dialect, text, pattern string) (string, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", err
	}
	program, err := syntax.Compile(re.Simplify())
	if err != nil {
		return "", err
	}
	if len(program.Inst) > maxProgram {
		return "", errProgram
	}
	var b strings.Builder
	(&engine{re2Fixed, noChar}).node(&b, re)
	return fill(d.words[wordMatches], []string{text, d.Text(b.String())}), nil
}

// noChar is a class of no character.
const noChar = `[^\x{0}-\x{10ffff}]`

// re2Fixed are the nodes without operands.
var re2Fixed = map[syntax.Op]string{
	syntax.OpNoMatch: noChar, syntax.OpEmptyMatch: "(?:)", syntax.OpAnyCharNotNL: `[^\n]`, syntax.OpAnyChar: `[\x{0}-\x{10ffff}]`,
	syntax.OpBeginText: `\A`, syntax.OpEndText: `\z`, syntax.OpBeginLine: `(?m:^)`, syntax.OpEndLine: `(?m:$)`,
	syntax.OpWordBoundary: `\b`, syntax.OpNoWordBoundary: `\B`,
}
