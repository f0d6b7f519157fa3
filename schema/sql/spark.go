package sql

import (
	"fmt"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Spark is the dialect of Spark SQL 4 with Delta tables. It does not depend on spark.sql.ansi.enabled. Delta takes no
// lambda in a CHECK, so rules on the elements of lists and maps, norms and sums are no CHECK; queries have them.
func Spark() *Dialect {
	return &Dialect{
		Name: "Spark",
		types: map[schema.Kind]string{
			schema.Bool: "BOOLEAN", schema.Int8: "TINYINT", schema.Int16: "SMALLINT", schema.Int32: "INT", schema.Int64: "BIGINT",
			schema.Uint8: "SMALLINT", schema.Uint16: "INT", schema.Uint32: "BIGINT", schema.Uint64: "DECIMAL(20,0)",
			schema.Float32: "FLOAT", schema.Float64: "DOUBLE", schema.String: "STRING", schema.Bytes: "BINARY",
			schema.Time: "TIMESTAMP", schema.Duration: "BIGINT", schema.Date: "DATE",
		},
		words:      sparkWords,
		notInCheck: []word{wordAny, wordSample, wordNumberOf, wordFilter, wordTransform, wordVarious, wordPairs, wordLanes},
		checkLacks: "lambda",
		mark:       "`",
		quoted:     sparkText,
		matches:    sparkMatches,
		notInNames: " ,;{}()\n\t=",
		table:      "USING delta",
		maxPlaces:  22,
	}
}

var sparkWords = map[word]string{
	wordList: "ARRAY<$1>", wordMap: "MAP<$1, $2>", wordStruct: "STRUCT<$1>", wordMember: "$1: $2",

	wordDouble: "$1D", wordInt: "$1L", wordDecimal: "$1BD", wordWideInt: "$1BD", wordTime: "timestamp_micros($1L)", wordDate: "DATE'$1'",
	wordNumeric:  "DECIMAL($1,$2)",
	wordInfinity: "CAST('Infinity' AS DOUBLE)", wordMinusInf: "CAST('-Infinity' AS DOUBLE)",

	wordIsNaN: "isnan($1)", wordRunes: "char_length($1)", wordOctets: "octet_length($1)", wordTextSize: "octet_length($1)", wordItems: "size($1)", wordSize: "size($1)",
	wordMatches: "($1 RLIKE $2)", wordStarts: "startswith($1, $2)", wordEnds: "endswith($1, $2)", wordContains: "contains($1, $2)",

	wordAny: "exists($1, $2 -> $3)", wordNulls: "(size(array_compact($1)) <> size($1))", wordFilter: "filter($1, $2 -> $3)", wordTransform: "transform($1, $2 -> $3)",
	wordElement: "$1", wordSample: "get(transform(filter($1, $2 -> $3), $2 -> $4), 0)", wordNumberOf: "size(filter($1, $2 -> $3))",
	wordDistinct: "size(array_distinct($1))", wordVarious: "size(array_distinct(transform($1, $2 -> $3)))",
	wordPairs: "exists(IF(size($1) > 1, sequence(1, size($1) - 1), array()), $2 -> $3)", wordBefore: "get($1, $2 - 1)", wordItem: "get($1, $2)",
	wordLanes: sparkLanes, wordLaneItem: "get($1, $2_at)",
	wordEntries: "map_entries($1)", wordKey: "$1.key", wordValue: "$1.value", wordEmpty: "array()",

	wordToDouble: "CAST($1 AS DOUBLE)", wordToFloat: "CAST($1 AS FLOAT)", wordToInt: "CAST($1 AS BIGINT)",
	wordToDecimal: "CAST($1 AS DECIMAL(20,0))", wordToWide: "CAST($1 AS DECIMAL(38,0))",
	wordTryInt: "try_cast($1 AS BIGINT)", wordTruncate: "try_cast($1 AS BIGINT)", wordTryDecimal: "try_cast($1 AS DECIMAL(20,0))", wordTryPlaces: "try_cast($1 AS DECIMAL(38,$2))",
	wordMicros: "unix_micros($1)",
	wordTryAdd: "try_add($1, $2)", wordTrySub: "try_subtract($1, $2)", wordTryMul: "try_multiply($1, $2)",
	wordQuotient: "($1 div $2)", wordSqrt: "sqrt($1)", wordIsMinus0: "CAST($1 AS STRING) = '-0.0'",

	wordObject: "to_json(struct($1))", wordNamed: "$2", wordText: "CAST($1 AS STRING)", wordJSON: "to_json($1)", wordLeft: "left($1, $2)",
	wordCount: "count_if($1)", wordArray: "array($1)", wordPair: "IF($1, struct($2 AS rule, $3 AS value), NULL)",
	wordNumber: "posexplode($1) AS ($2, $3)", wordRows: "explode(array_compact($1)) AS $2",
}

// sparkLanes adds the terms in the order of the reference evaluator: element i to lane i mod 16, then the upper half of
// the lanes to the lower, 16 to 8 to 4 to 2 to 1.
const sparkLanes = "aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), $2_lane -> aggregate(" +
	"IF($2_lane < size($1), sequence($2_lane, size($1) - 1, 16), array()), 0D, ($2_sum, $2_at) -> $2_sum + $3)), " +
	"($2_lanes, $2_half) -> zip_with(slice($2_lanes, 1, $2_half), slice($2_lanes, $2_half + 1, $2_half), ($2_a, $2_b) -> $2_a + $2_b))[0]"

// sparkText spells a string literal for the default of spark.sql.parser.escapedStringLiterals, false.
func sparkText(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// sparkMatches is RLIKE, which Java's regular expressions decide.
func sparkMatches(d *Dialect, text, pattern string) (string, error) {
	java, err := javaPattern(pattern)
	return fill(d.words[wordMatches], []string{text, d.Text(java)}), err
}
