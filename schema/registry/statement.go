package registry

import (
	"fmt"
	"slices"
	"strings"
)

// CreateStatement is the CREATE TABLE of the definition in Databricks SQL: managed, with its primary key, comments, and
// the rules among its properties.
func (d *Definition) CreateStatement() string {
	lines := make([]string, 0, len(d.Columns)+1)
	for _, c := range d.Columns {
		lines = append(lines, "  "+c.clause())
	}
	if d.Key != nil {
		lines = append(lines, "  CONSTRAINT "+quoteName(d.Key.Name)+" PRIMARY KEY ("+d.Key.clause()+")")
	}
	sql := "CREATE TABLE " + QuoteTable(d.Name) + " (\n" + strings.Join(lines, ",\n") + "\n)"
	if d.Comment != "" {
		sql += "\nCOMMENT " + quoteText(d.Comment)
	}
	return sql + "\nTBLPROPERTIES " + properties(d.PropertiesWithFields())
}

// clause is the column in a CREATE TABLE or ADD COLUMNS.
func (c Column) clause() string {
	s := quoteName(c.Name) + " " + c.typ.sql(true)
	if !c.Nullable {
		s += " NOT NULL"
	}
	if c.Comment != "" {
		s += " COMMENT " + quoteText(c.Comment)
	}
	return s
}

func (k *PrimaryKey) clause() string {
	parts := make([]string, len(k.Columns))
	for i, c := range k.Columns {
		parts[i] = quoteName(c)
		if c == k.Timeseries {
			parts[i] += " TIMESERIES"
		}
	}
	return strings.Join(parts, ", ")
}

// properties writes them sorted by name.
func properties(p map[string]string) string {
	keys := make([]string, 0, len(p))
	for k := range p {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = "  " + quoteText(k) + " = " + quoteText(p[k])
	}
	return "(\n" + strings.Join(parts, ",\n") + "\n)"
}

// QuoteTable writes a name of three parts for SQL.
func QuoteTable(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = quoteName(p)
	}
	return strings.Join(parts, ".")
}

// QuoteColumn writes a column's name for SQL.
func QuoteColumn(name string) string { return quoteName(name) }

// QuoteText writes a string literal for SQL.
func QuoteText(s string) string { return quoteText(s) }

func quoteName(s string) string { return "`" + strings.ReplaceAll(s, "`", "``") + "`" }

// quoteText writes a string literal. Spark reads backslash escapes in it. Values of rows never get here: they are
// parameters.
func quoteText(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch r {
		case '\'', '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		case 0:
			b.WriteString(`\0`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// Step is one statement of a change, with the statements that take it back: none for columns that were added, which a
// Delta table does not give up.
type Step struct {
	Do   string
	Undo []string
}

// Steps returns the SQL of a change. The properties come last, and with them the record's version: until then the table
// is of the version before, whatever ends the change, and the next one begins with the columns that are there.
func (a *Alteration) Steps() []Step {
	table := "ALTER TABLE " + QuoteTable(a.Table)
	var steps []Step
	for _, c := range a.Comments {
		comment := func(text string) string {
			return fmt.Sprintf("%s ALTER COLUMN %s COMMENT %s", table, quoteName(c.Name), quoteText(text))
		}
		steps = append(steps, Step{Do: comment(c.Comment), Undo: []string{comment(a.before[c.Name])}})
	}
	if len(a.Add) > 0 {
		clauses := make([]string, len(a.Add))
		for i, c := range a.Add {
			clauses[i] = c.clause()
		}
		steps = append(steps, Step{Do: table + " ADD COLUMNS (\n  " + strings.Join(clauses, ",\n  ") + "\n)"})
	}
	return append(steps, Step{Do: table + " SET TBLPROPERTIES " + properties(a.Set), Undo: a.restore(table)})
}

// restore writes the properties as they were.
func (a *Alteration) restore(table string) (out []string) {
	old, added := map[string]string{}, []string{}
	for k := range a.Set {
		if v, had := a.properties[k]; had {
			old[k] = v
		} else {
			added = append(added, quoteText(k))
		}
	}
	if len(old) > 0 {
		out = append(out, table+" SET TBLPROPERTIES "+properties(old))
	}
	if len(added) > 0 {
		slices.Sort(added)
		out = append(out, table+" UNSET TBLPROPERTIES IF EXISTS ("+strings.Join(added, ", ")+")")
	}
	return out
}
