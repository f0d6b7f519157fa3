package sql

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Audit is one query over a table that counts the rows that break each rule, with samples.
//
// Query gives rows of four columns: rule (an int), rows (a bigint), key and value (strings). Rule 0 with rows is the
// number of rows; rule i+1 with rows is how many of them break Rules[i]; rule i+1 with a NULL for rows is a sample of
// those: its key fields as a JSON object and the value that breaks the rule, as the engine spells them, each NULL where
// there is none or where it is sensitive. Samples are the first by key and value.
//
// On Spark it reads the table twice, once to count and once for the samples, elsewhere once to count and once for the samples
// of each rule; and only the columns that have rules. Memory on the engine does not grow with the number of broken rows.
type Audit struct {
	Query       string
	Rules       []Predicate
	Unexpressed []Unexpressed
}

// Audit makes the query over source, a table's name in SQL, perhaps with its version, as a FROM clause has it. samples is
// the largest number of samples of a rule.
func (d *Dialect) Audit(source string, r *schema.Record, samples int) *Audit {
	a := &Audit{}
	a.Rules, a.Unexpressed = d.Predicates(r)
	c := &compiler{d: d}
	if d.words[wordNumber] == "" {
		a.Query = c.portable(source, r, a.Rules, samples)
		return a
	}
	counts := []string{"count(*)"}
	for _, p := range a.Rules {
		counts = append(counts, c.say(wordCount, p.Broken))
	}
	a.Query = "SELECT rule, rows, CAST(NULL AS STRING) AS key, CAST(NULL AS STRING) AS value FROM (\n" +
		"  SELECT " + c.say(wordNumber, "counts", "rule", "rows") + " FROM (\n" +
		"    SELECT " + c.say(wordArray, strings.Join(counts, ",\n      ")) + " AS counts\n    FROM " + source + "))"
	if samples > 0 && len(a.Rules) > 0 {
		a.Query += "\nUNION ALL\n" + c.samples(source, r, a.Rules, samples)
	}
	return a
}

func (c *compiler) samples(source string, r *schema.Record, rules []Predicate, n int) string {
	broken, some := make([]string, len(rules)), make([]string, len(rules))
	for i, p := range rules {
		some[i] = p.Broken
		broken[i] = c.say(wordPair, p.Broken, strconv.Itoa(i+1), "CAST("+p.Value+" AS STRING)")
	}
	return "SELECT rule, CAST(NULL AS BIGINT), key, value FROM (\n" +
		"  SELECT key, broken.rule, broken.value, row_number() OVER (PARTITION BY broken.rule ORDER BY key, broken.value) AS place FROM (\n" +
		"    SELECT " + c.key(r) + " AS key, " + c.say(wordRows, c.say(wordArray, strings.Join(broken, ",\n      ")), "broken") +
		"\n    FROM " + source + "\n    WHERE " + strings.Join(some, "\n      OR ") + fmt.Sprintf("))\nWHERE place <= %d", n)
}

// key is the key fields of a row as JSON, NULL where there are none that may be shown.
func (c *compiler) key(r *schema.Record) string {
	var columns []string
	for _, f := range r.WithRole(schema.RoleKey) {
		if !f.Sensitive {
			columns = append(columns, c.say(wordNamed, c.d.Text(f.Key), c.keyValue(f)))
		}
	}
	if len(columns) == 0 {
		return "CAST(NULL AS " + c.d.types[schema.String] + ")"
	}
	return c.say(wordObject, strings.Join(columns, ", "))
}

// keyValue is a key field as its JSON holds it.
func (c *compiler) keyValue(f *schema.Field) string {
	if f.Type.Scalar() == schema.Bytes && c.d.words[wordHex] != "" {
		return c.say(wordHex, c.d.quote(f.Key))
	}
	return c.d.quote(f.Key)
}

// portable makes the query of an audit for an engine that takes no list apart into rows.
func (c *compiler) portable(source string, r *schema.Record, rules []Predicate, samples int) string {
	counts := []string{"count(*) AS n0"}
	parts := []string{"SELECT 0 AS rule, n0 AS \"rows\", NULL AS key, NULL AS value FROM counts"}
	for i, p := range rules {
		counts = append(counts, fmt.Sprintf("count(CASE WHEN %s THEN 1 END) AS n%d", p.Broken, i+1))
		parts = append(parts, fmt.Sprintf("SELECT %d, n%d, NULL, NULL FROM counts", i+1, i+1))
		if samples > 0 {
			parts = append(parts, fmt.Sprintf("SELECT %d, NULL, key, value FROM (SELECT %s AS key, %s AS value FROM %s WHERE %s ORDER BY 1, 2 LIMIT %d)",
				i+1, c.key(r), p.Value, source, p.Broken, samples))
		}
	}
	return "WITH counts AS MATERIALIZED (\n  SELECT " + strings.Join(counts, ",\n    ") + "\n  FROM " + source + ")\n" + union(parts)
}
