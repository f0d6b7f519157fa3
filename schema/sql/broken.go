package sql

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Broken is a query of the rows of a table that break rules, once for each: the columns path and rule, and those of the
// table. table is its name in SQL. The rules of the list hold are left out, such as those that a CHECK of the table holds;
// without others the query is "".
func (d *Dialect) Broken(table string, r *schema.Record, hold []Predicate) string {
	predicates, _ := d.Predicates(r)
	var parts []string
	for _, p := range predicates {
		if slices.ContainsFunc(hold, func(h Predicate) bool { return h.Path == p.Path && h.Rule == p.Rule }) {
			continue
		}
		parts = append(parts, "SELECT "+d.Text(p.Path)+" AS path, "+d.Text(p.Rule)+" AS rule, * FROM "+table+" WHERE "+p.Broken)
	}
	return union(parts)
}

// maxUnion is the number of parts that are put together at once: SQLite takes 500.
const maxUnion = 400

// union puts queries together.
func union(parts []string) string {
	for len(parts) > maxUnion {
		var next []string
		for some := range slices.Chunk(parts, maxUnion) {
			next = append(next, "SELECT * FROM (\n"+strings.Join(some, "\nUNION ALL\n")+")")
		}
		parts = next
	}
	return strings.Join(parts, "\nUNION ALL\n")
}
