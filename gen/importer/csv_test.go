package importer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

func TestCSV(t *testing.T) {
	const table = "id,amount,count,zip,paid,at,note,none,a\\b\n" +
		"a1,2.50,10,01234,true,2026-01-02T03:04:05Z,,,1\n" +
		"a2,-1,9,99999,false,2026-02-02T03:04:05Z,hello,,2\n"
	res, err := importer.CSV([]byte(table), importer.Options{File: "data/open orders.csv", Package: "shop"})
	require.NoError(t, err)
	assert.Equal(t, `package shop

import "time"

// Read from open orders.csv, 2 rows: the types fit all of them, and the comments say what was seen.
//
//typedml:schema unknown=ignore
type OpenOrders struct {
	// Seen: 2 distinct.
	ID string `+"`json:\"id\"`"+`
	// Seen: -1 to 2.50, 2 distinct.
	Amount float64 `+"`json:\"amount\"`"+`
	// Seen: 9 to 10, 2 distinct.
	Count int64 `+"`json:\"count\"`"+`
	// Seen: 2 distinct.
	Zip string `+"`json:\"zip\"`"+`
	// Seen: 2 distinct.
	Paid bool `+"`json:\"paid\"`"+`
	// Seen: 2026-01-02T03:04:05Z to 2026-02-02T03:04:05Z, 2 distinct.
	At time.Time `+"`json:\"at\"`"+`
	// Seen: 1 distinct, 1 empty.
	Note *string `+"`json:\"note\"`"+`
	// Seen: no value.
	None *string `+"`json:\"none\"`"+`
	// "a\\b": no struct tag names the column: it is left out
}
`, string(res.Source))
	require.Len(t, res.Notes, 1)
	assert.Equal(t, `"a\\b": no struct tag names the column: it is left out`, res.Notes[0].String())
}

func TestCSVRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "x.csv:1:1: the file is empty: a header names the columns",
		"a,b\n":              "x.csv:2:1: the table has no row, which would say what its columns hold",
		"a,a\n1,2\n":         `x.csv:1:1: the column "a" stands twice`,
		"a,b\n1,2\n3\n":      "x.csv:3:1: wrong number of fields",
		"a,b\n1,2\n3,\xe9\n": "x.csv:3:3: this is no UTF-8: convert the file, as with iconv -f latin1 -t utf-8",
		"a\n\"x\n":           "x.csv:2:4: extraneous or missing \" in quoted-field",
	} {
		_, err := importer.CSV([]byte(text), importer.Options{File: "x.csv"})
		assert.EqualError(t, err, want, "%q", text)
	}
}

// A column has the type that holds its cells to the last digit; semicolons and tabs part columns, too.
func TestCSVTypes(t *testing.T) {
	const table = "big;beyond;day;half\n" +
		"18446744073709551615;18446744073709551617;2026-01-02;1\n" +
		"1;1;2026-02-28;1.5\n"
	for _, comma := range []string{";", "\t", ","} {
		res, err := importer.CSV([]byte(strings.ReplaceAll(table, ";", comma)), importer.Options{File: "a.csv", Package: "shop"})
		require.NoError(t, err)
		for _, want := range []string{`Big uint64 `, `Beyond string `, `Day validate.Date `, `Half float64 `} {
			assert.Contains(t, string(res.Source), want)
		}
		require.Len(t, res.Notes, 1)
		assert.Equal(t, "beyond", res.Notes[0].Path)
		generates(t, res)
	}
}

// A field must not have the name of a generated method: the loader would refuse it.
func TestNamesOfMethods(t *testing.T) {
	res, err := importer.CSV([]byte("keeps_rules,validate\n1,2\n"), importer.Options{File: "a.csv", Package: "shop"})
	require.NoError(t, err)
	assert.Regexp(t, `KeepsRules\S+ int64 +.json:"keeps_rules"`, string(res.Source))
	assert.Regexp(t, `Validate\S+ +int64 +.json:"validate"`, string(res.Source))
}

// A point without a digit on a side makes no number that a decoder takes: the column is a text, and that is told.
func TestCSVBarePoints(t *testing.T) {
	res, err := importer.CSV([]byte("id,rate,low,whole,name,good\n1,.5,-.25,5.,.5,0.5\n2,0.25,1,6,x,5.0e1\n"), importer.Options{File: "o.csv", Type: "T"})
	require.NoError(t, err)
	for _, name := range []string{"Rate", "Low", "Whole", "Name"} {
		assert.Contains(t, string(res.Source), "\t"+name+" string ")
	}
	assert.Contains(t, string(res.Source), "\tGood float64 ")
	assert.Equal(t, []importer.Note{
		{Path: "rate", What: "no decoder takes the number .5, with no digit on a side of its point: it is a text"},
		{Path: "low", What: "no decoder takes the number -.25, with no digit on a side of its point: it is a text"},
		{Path: "whole", What: "no decoder takes the number 5., with no digit on a side of its point: it is a text"},
	}, res.Notes)
}
