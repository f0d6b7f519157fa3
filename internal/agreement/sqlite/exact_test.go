package sqlite

import (
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/export"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	typed "github.com/typedml/typedml/schema/sql"
)

// Limits are read to the last bit: a double meets gte of itself, and its lower neighbour does not.
func TestLimitsAreExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(*seed, 0))
	limits := []float64{0, 0.1, 19.99, -1.5, 1e15, 1 << 53, 1<<53 + 2, 1e22, 1e23, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, 1.1125369292536007e-308, 123456789012345678}
	for len(limits) < 150 {
		x := math.Float64frombits(rng.Uint64())
		if rng.IntN(2) == 0 {
			x = rng.NormFloat64() * math.Pow10(rng.IntN(30)-15)
		}
		if x == x && !math.IsInf(x, 0) {
			limits = append(limits, x, -x)
		}
	}
	j := &judged{record: &schema.Record{Name: "r", Fields: []schema.Field{{Name: "V", Key: "v", Type: schema.Type{Kind: schema.Float64}}}}}
	f := &j.record.Fields[0]
	for i, x := range limits {
		f.Constraints = append(f.Constraints, schema.Constraint{Kind: schema.Range, Rule: fmt.Sprint("r", i), Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Float64, Float: x}})
		j.rows = append(j.rows, map[string]any{"v": x}, map[string]any{"v": math.Nextafter(x, math.Inf(-1))})
	}
	require.NoError(t, j.judge(open(t)))
	require.Empty(t, j.unexpressed)
	for i := range j.rows {
		if want := j.want(&schema.Evaluator{}, i); !vectors.Same(want, j.got[i]) {
			t.Errorf("%v: %d findings, want %d", j.rows[i], len(j.got[i]), len(want))
		}
	}
}

// A regular expression is said exactly, or not at all.
func TestPatternsAreExact(t *testing.T) {
	texts := []string{
		"", "a", "b", "ab", "abc", "aab", "A", "Ab", "é", "É", "K", "\u212a", "ſ", "s", "-", "^", "]", "[", "*", "?", "a-b", "a^b", "a]b", "[a]", "a*", "a?", "1", "12", "123", "1234-5678",
		"AB-12", "AB-123", "ab\n", "\n", "a\nb", "x y", "_", "a_1", "𝄞", "a𝄞b", "\ufffd", "\ufffe", "\uffff", "\U0010ffff", "red", "rose", "RED", "sku-1", "sku-", "'", "a'b", "%", "a.b", ".", "\\",
	}
	said := 0
	db := open(t)
	for _, pattern := range append(patterns(), "^[A-Z]{2}-[0-9]{2,3}$", `^\d+$`, `^[a-z][a-z0-9_]*$`, `^sku-[0-9]+$`, "^(red|rose)$", "(?i)^red$", `^\w+@`, "a", "", "^$", "^a", "b$", "^.$", "^.+$", "(?s)^.+$",
		`[^\]]`, `^[\]^-]+$`, `^[^^]$`, `^[-^]$`, `^[*?\[]+$`, "(?i)k", "^[[:^ascii:]]+$", "^a?b?c?$", "^(ab)?c?$", "^[^\ufffe]$", "^[^a]b{0,2}$", "^a{3,}", `\.`, `^'`, "[a-c].*[0-9]$", "^a*$|^b+$", `\bab\b`) {
		j := &judged{record: &schema.Record{Name: "r", Fields: []schema.Field{{
			Name: "V", Key: "v", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{{Kind: schema.Pattern, Rule: "regex", Text: pattern}},
		}}}}
		for _, text := range texts {
			j.rows = append(j.rows, map[string]any{"v": text})
		}
		require.NoError(t, j.judge(db), pattern)
		if len(j.unexpressed) > 0 {
			continue
		}
		said++
		re := regexp.MustCompile(pattern)
		for i, text := range texts {
			assert.Equal(t, re.MatchString(text), len(j.got[i]) == 0, "%q of %q", text, pattern)
		}
	}
	assert.Greater(t, said, 150, "the patterns are not those that were meant")
	t.Logf("%d patterns are said", said)
}

// patterns draws regular expressions of a few parts each.
func patterns() []string {
	rng := rand.New(rand.NewPCG(*seed, 1))
	parts := []string{"a", "b", "[a-c]", "[^a]", `\d`, `\w`, ".", "(?s:.)", "-", `\]`, `[\]^-]`, "[0-9A-F]", "(?i:s)", "é", "(a|bc)", `\*`, "[^-\\]]"}
	times := []string{"", "", "", "*", "+", "?", "{2}", "{1,2}", "{2,}"}
	out := make([]string, 400)
	for i := range out {
		var b strings.Builder
		if rng.IntN(3) > 0 {
			b.WriteByte('^')
		}
		for range 1 + rng.IntN(3) {
			b.WriteString(parts[rng.IntN(len(parts))] + times[rng.IntN(len(times))])
		}
		if rng.IntN(3) > 0 {
			b.WriteByte('$')
		}
		out[i] = b.String()
	}
	return out
}

// The audit counts what the predicates find, the query of broken rows lists it, and samples are as many as they may be.
func TestAuditsCount(t *testing.T) {
	db := open(t)
	source := random.New(*seed)
	for i := range 6 {
		j := &judged{record: source.Record(fmt.Sprintf("R%d", i))}
		j.record.Fields[0].Role = schema.RoleKey
		for range 12 {
			if row, ok := rowOf(j.record, source.Value(j.record)); ok {
				j.rows = append(j.rows, row)
			}
		}
		require.NoError(t, j.judge(db))
		want := map[string]int{}
		for _, findings := range j.got {
			for _, f := range findings {
				want[f.Path+" "+f.Rule]++
			}
		}
		require.NoError(t, j.create(db))
		audit := typed.SQLite().Audit("judged", j.record, 2)
		assert.Equal(t, want, counted(t, db, audit, j), "%s of seed %d", j.record.Name, *seed)
		assert.Equal(t, want, listed(t, db, j), "%s of seed %d", j.record.Name, *seed)
		_, err := db.Exec("DROP TABLE judged")
		require.NoError(t, err)
	}
}

func counted(t *testing.T, db *sql.DB, audit *typed.Audit, j *judged) map[string]int {
	rows, err := db.Query(audit.Query)
	require.NoError(t, err, audit.Query)
	defer rows.Close()
	got, samples := map[string]int{}, map[int]int{}
	for rows.Next() {
		var rule int
		var n sql.NullInt64
		var key, value sql.NullString
		require.NoError(t, rows.Scan(&rule, &n, &key, &value))
		switch {
		case rule == 0:
			assert.EqualValues(t, len(j.rows), n.Int64)
		case !n.Valid:
			samples[rule]++
			assert.True(t, key.Valid || j.record.Fields[0].Sensitive)
		case n.Int64 > 0 && !stored.Cannot(audit.Unexpressed, audit.Rules[rule-1].Path, audit.Rules[rule-1].Rule):
			got[audit.Rules[rule-1].Path+" "+audit.Rules[rule-1].Rule] = int(n.Int64)
		}
	}
	require.NoError(t, rows.Err())
	for i, p := range audit.Rules {
		if n, ok := got[p.Path+" "+p.Rule]; ok {
			assert.Equal(t, min(n, 2), samples[i+1], "%s %s", p.Path, p.Rule)
		}
	}
	return got
}

func listed(t *testing.T, db *sql.DB, j *judged) map[string]int {
	got := map[string]int{}
	query := typed.SQLite().Broken("judged", j.record, nil)
	if query == "" {
		return got
	}
	rows, err := db.Query("SELECT path, rule, count(*) FROM (" + query + ") GROUP BY 1, 2")
	require.NoError(t, err, query)
	defer rows.Close()
	for rows.Next() {
		var path, rule string
		var n int
		require.NoError(t, rows.Scan(&path, &rule, &n))
		if !stored.Cannot(j.unexpressed, path, rule) {
			got[path+" "+rule] = n
		}
	}
	return got
}

// What typedml schema --as sqlite prints runs, and its view lists the rows that break the rules which no CHECK holds.
func TestExportedScriptsRun(t *testing.T) {
	item := &schema.Element{Type: schema.Type{Kind: schema.Int64}, Constraints: []schema.Constraint{{Kind: schema.Range, Rule: "gte", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Int64, Int: 1}}}}
	script, losses, err := export.Write(export.SQLite, &schema.Record{Name: "shop.orders", Doc: "Orders;\nof a shop.", Fields: []schema.Field{
		{Name: "ID", Key: "id", Type: schema.Type{Kind: schema.String}, Doc: "It's -- the key."},
		{Name: "Items", Key: "items", Type: schema.Type{Kind: schema.List, Elem: item}},
	}})
	require.NoError(t, err)
	assert.Empty(t, losses)
	db := open(t)
	_, err = db.Exec(string(script))
	require.NoError(t, err, string(script))
	_, err = db.Exec(`INSERT INTO shop_orders VALUES ('a', '[1, 2]'), ('b', '[1, 0]'), ('c', NULL), ('d', '[1, "2"]')`)
	require.NoError(t, err)
	_, err = db.Exec(`INSERT INTO shop_orders VALUES ('e', '{}')`)
	require.ErrorContains(t, err, "items_rules")
	rows, err := db.Query("SELECT path, rule, id FROM shop_orders_broken ORDER BY id")
	require.NoError(t, err)
	defer rows.Close()
	var got []string
	for rows.Next() {
		var path, rule, id string
		require.NoError(t, rows.Scan(&path, &rule, &id))
		got = append(got, path+" "+rule+" "+id)
	}
	require.NoError(t, rows.Err())
	assert.Equal(t, []string{"items[] gte b", "items[] type d"}, got)
}

// An audit of more rules than SQLite puts together at once.
func TestAuditOfManyRules(t *testing.T) {
	r := &schema.Record{Name: "r"}
	for i := range 300 {
		name := fmt.Sprintf("f%d", i)
		r.Fields = append(r.Fields, schema.Field{Name: name, Key: name, Type: schema.Type{Kind: schema.Int64}})
	}
	r.Fields[0].Role = schema.RoleKey
	j := &judged{record: r, rows: []map[string]any{{"f0": 1}}}
	db := open(t)
	require.NoError(t, j.create(db))
	audit := typed.SQLite().Audit("judged", r, 2)
	require.Len(t, audit.Rules, 300)
	assert.Len(t, counted(t, db, audit, j), 299)
	assert.Len(t, listed(t, db, j), 299)
}
