package config

import (
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// suggest returns the key of the record that the unknown key at the end of the path is most likely a misspelling of: at
// most a third of its characters differ. It returns "" when there is none.
func suggest(path []validate.Step, record *schema.Record) string {
	last := len(path) - 1
	if record = recordAt(path[:last], record); record == nil {
		return ""
	}
	key := path[last].Name
	best, least := "", len(key)/3+1
	for _, f := range record.Fields {
		if strings.EqualFold(key, f.Key) {
			return f.Key
		}
		if d := distance(key, f.Key, least); d < least {
			best, least = f.Key, d
		}
	}
	return best
}

// recordAt follows the path through the definition.
func recordAt(path []validate.Step, record *schema.Record) *schema.Record {
	t := schema.Type{Kind: schema.Struct, Record: record}
	for _, s := range path {
		if s.Name != "" && t.Record != nil {
			f := t.Record.Field(s.Name)
			if f == nil {
				return nil
			}
			t = f.Type
		}
		if s.Kind == validate.StepIndex || s.Kind == validate.StepKey {
			if t.Elem == nil {
				return nil
			}
			t = t.Elem.Type
		}
	}
	return t.Record
}

// distance counts the insertions, deletions, replacements and swaps of neighbours that turn a into b (the restricted
// Damerau–Levenshtein distance), or returns limit when they are as many or more.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) >= limit || len(y)-len(x) >= limit {
		return limit
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		row, above, twoAbove := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return min(rows[len(x)%3][len(y)], limit)
}
