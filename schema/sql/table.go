package sql

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// Table is a record as the definition of a table.
type Table struct {
	// Create is the CREATE TABLE statement: columns with types, NOT NULL and comments, and properties; the constraints, too,
	// where the engine adds none to a table that is there.
	Create string
	// Checks are the CHECK constraints, one a column and one a record check, by name.
	Checks []Check
	// Held are the rules that the table holds, by a CHECK or NOT NULL.
	Held []Predicate
	// Unexpressed are the rules that no CHECK of this table holds.
	Unexpressed []Unexpressed
}

// Check is a CHECK constraint. It is true of a row that keeps the rules, and false of any other, never NULL.
type Check struct {
	Name      string // lower case, of letters, digits and _
	Condition string
	Add       string // the statement that adds it, "" where Create holds it
}

// Table defines the table called name, of parts that are separated by dots, with the properties. It fails, naming the
// field, where a table has no such type or name.
func (d *Dialect) Table(name string, r *schema.Record, properties map[string]string) (*Table, error) {
	columns, err := d.columns(r)
	if err != nil {
		return nil, err
	}
	t := &Table{}
	d.checks(t, name, r)
	if d.inTable {
		if len(properties) > 0 {
			return nil, fmt.Errorf("sql: record %s: tables of %s have no properties", r.Name, d.Name)
		}
		d.create(t, name, r, columns)
		return t, nil
	}
	t.Create = "CREATE TABLE " + d.Identifier(strings.Split(name, ".")...) + " (\n  " + strings.Join(columns, ",\n  ") + "\n) " + d.table
	if doc := strings.TrimSpace(r.Doc); doc != "" {
		t.Create += "\nCOMMENT " + d.Text(doc)
	}
	if len(properties) > 0 {
		var list []string
		for _, k := range slices.Sorted(maps.Keys(properties)) {
			list = append(list, d.Text(k)+" = "+d.Text(properties[k]))
		}
		t.Create += "\nTBLPROPERTIES (\n  " + strings.Join(list, ",\n  ") + "\n)"
	}
	return t, nil
}

// create makes the statement of a table with its constraints, and with comments in SQL.
func (d *Dialect) create(t *Table, name string, r *schema.Record, columns []string) {
	var b strings.Builder
	if doc := oneLine(r.Doc); doc != "" {
		b.WriteString("-- " + doc + "\n")
	}
	b.WriteString("CREATE TABLE " + d.Identifier(strings.Split(name, ".")...) + " (")
	for i, column := range columns {
		b.WriteString("\n  " + column)
		if i < len(columns)-1 || len(t.Checks) > 0 {
			b.WriteString(",")
		}
		if doc := oneLine(r.Fields[i].Comment()); doc != "" {
			b.WriteString(" -- " + doc)
		}
	}
	for i, c := range t.Checks {
		b.WriteString("\n  CONSTRAINT " + d.quote(c.Name) + " CHECK (" + c.Condition + ")")
		if i < len(t.Checks)-1 {
			b.WriteString(",")
		}
	}
	b.WriteString("\n)" + d.table)
	t.Create = b.String()
}

// oneLine is a text as a comment of SQL holds it.
func oneLine(doc string) string { return strings.Join(strings.Fields(doc), " ") }

// columns defines the columns of a table.
func (d *Dialect) columns(r *schema.Record) ([]string, error) {
	if len(r.Fields) == 0 {
		return nil, fmt.Errorf("sql: record %s has no fields, and a table of %s needs a column", r.Name, d.Name)
	}
	if err := d.named(r); err != nil {
		return nil, fmt.Errorf("sql: record %s: %w", r.Name, err)
	}
	var out []string
	for i := range r.Fields {
		f := &r.Fields[i]
		t, err := d.Type(f.Type)
		if err != nil {
			return nil, fmt.Errorf("sql: record %s: field %s: %w", r.Name, f.Key, err)
		}
		text := d.quote(f.Key) + " " + t
		if !f.Optional && !f.Type.TakesNull() {
			text += " NOT NULL"
		}
		if doc := f.Comment(); doc != "" && !d.inTable {
			text += " COMMENT " + d.Text(doc)
		}
		out = append(out, text)
	}
	return out, nil
}

// named refuses keys that a table, or a struct in one, cannot have as names.
func (d *Dialect) named(r *schema.Record) error {
	seen := map[string]string{}
	for i := range r.Fields {
		f := &r.Fields[i]
		lower := strings.ToLower(f.Key)
		switch other, twice := seen[lower]; {
		case twice:
			return fmt.Errorf("%s and %s differ by case only, which a table does not tell apart", other, f.Key)
		case strings.ContainsAny(f.Key, d.notInNames) || !utf8.ValidString(f.Key):
			return fmt.Errorf("field %s: tables do not allow the column name %q", f.Name, f.Key)
		}
		seen[lower] = f.Key
	}
	return nil
}

// Type spells a type. Unsigned integers widen to the next signed type, uint64 to decimal(20,0); durations are
// nanoseconds; arrays of Go are lists.
func (d *Dialect) Type(t schema.Type) (string, error) {
	switch t.Kind {
	case schema.List:
		elem, err := d.Type(t.Elem.Type)
		return fill(d.words[wordList], []string{elem}), err
	case schema.Map:
		if k := t.Key.Type.Scalar(); k != schema.String {
			return "", fmt.Errorf("a table holds maps with string keys, not %s", k)
		}
		elem, err := d.Type(t.Elem.Type)
		return fill(d.words[wordMap], []string{d.types[schema.String], elem}), err
	case schema.Struct:
		if len(t.Record.Fields) == 0 && strings.Contains(d.words[wordStruct], "$") {
			return "", fmt.Errorf("record %s has no fields, and a struct of %s needs one", t.Record.Name, d.Name)
		}
		if !d.json {
			if err := d.named(t.Record); err != nil {
				return "", err
			}
		}
		var members []string
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			m, err := d.Type(f.Type)
			if err != nil {
				return "", fmt.Errorf("field %s: %w", f.Key, err)
			}
			members = append(members, fill(d.words[wordMember], []string{d.quote(f.Key), m}))
		}
		return fill(d.words[wordStruct], []string{strings.Join(members, ", ")}), nil
	}
	if t.Kind == schema.Decimal {
		return fill(d.words[wordNumeric], []string{strconv.Itoa(t.Precision), strconv.Itoa(t.Scale)}), nil
	}
	if text := d.types[t.Scalar()]; text != "" {
		return text, nil
	}
	return "", fmt.Errorf("a table has no type for %s", t)
}

// checks makes the CHECK constraints: of each column its rules together, as every constraint costs a statement and a
// commit, and each check of the record.
func (d *Dialect) checks(t *Table, name string, r *schema.Record) {
	predicates, unexpressed := d.Predicates(r)
	t.Unexpressed = unexpressed
	conditions := map[string][]string{}
	var names []string
	add := func(key, condition string) {
		if conditions[key] == nil {
			names = append(names, key)
		}
		conditions[key] = append(conditions[key], condition)
	}
	for _, p := range predicates {
		if p.Rule == "null" && p.Path == p.Column { // NOT NULL
			t.Held = append(t.Held, p)
			continue
		}
		i := slices.IndexFunc(p.words, func(w word) bool { return slices.Contains(d.notInCheck, w) })
		switch {
		case i >= 0:
			t.Unexpressed = append(t.Unexpressed, Unexpressed{
				Path: p.Path, Rule: p.Rule, Why: "a CHECK of " + d.Name + " takes no " + d.checkLacks + ", and it needs one (" + string(p.words[i]) + ")",
			})
			continue
		case p.Column != "":
			add(p.Column+"_rules", p.Broken)
		case p.Rule == "check_error":
			add("check_errors", p.Broken)
		default:
			add(p.Rule+"_check", p.Broken)
		}
		t.Held = append(t.Held, p)
	}
	taken := map[string]bool{}
	for _, key := range names {
		c := Check{Name: free(taken, key), Condition: "NOT " + parenthesized(or(conditions[key]...))}
		if !d.inTable {
			c.Add = "ALTER TABLE " + d.Identifier(strings.Split(name, ".")...) + " ADD CONSTRAINT " + d.quote(c.Name) + " CHECK (" + c.Condition + ")"
		}
		t.Checks = append(t.Checks, c)
	}
}

func parenthesized(text string) string {
	if strings.HasPrefix(text, "(") {
		return text
	}
	return "(" + text + ")"
}

// free makes a name of letters, digits and _ that is not taken, and takes it.
func free(taken map[string]bool, key string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, strings.ToLower(key))
	name = name[:min(len(name), 100)]
	for n, base := 2, name; taken[name]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	taken[name] = true
	return name
}
