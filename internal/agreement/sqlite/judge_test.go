package sqlite

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver

	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/schema"
	typed "github.com/typedml/typedml/schema/sql"
)

func open(t *testing.T) *sql.DB {
	db, err := sql.Open("sqlite", ":memory:")
	require.NoError(t, err)
	db.SetMaxOpenConns(1) // each would have a database of its own
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// judged is rows of one record that SQLite judges.
type judged struct {
	record *schema.Record
	rows   []map[string]any
	// got are the findings by row, in general paths.
	got [][]schema.Finding
	// unexpressed are the rules that it could not judge.
	unexpressed []typed.Unexpressed
}

// judge runs the predicates over the rows, by one query.
func (j *judged) judge(db *sql.DB) error {
	dialect := typed.SQLite()
	if err := j.create(db); err != nil {
		return err
	}
	defer db.Exec("DROP TABLE judged") //nolint:errcheck // the next CREATE says so
	predicates, unexpressed := dialect.Predicates(j.record)
	j.unexpressed = unexpressed
	texts := []string{"`the row`"}
	for _, p := range predicates {
		texts = append(texts, p.Broken)
	}
	rows, err := db.Query("SELECT " + strings.Join(texts, ",\n") + " FROM judged")
	if err != nil {
		return fmt.Errorf("%w:\n%s", err, strings.Join(texts, ",\n"))
	}
	defer rows.Close()
	j.got = make([][]schema.Finding, len(j.rows))
	values, into := make([]sql.NullInt64, len(texts)), make([]any, len(texts))
	for i := range into {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		n := values[0].Int64
		for k, p := range predicates {
			switch v := values[k+1]; {
			case !v.Valid:
				return fmt.Errorf("%s %s is NULL", p.Path, p.Rule)
			case v.Int64 != 0 && !stored.Cannot(j.unexpressed, p.Path, p.Rule):
				j.got[n] = append(j.got[n], schema.Finding{Path: p.Path, Rule: p.Rule})
			}
		}
	}
	return rows.Err()
}

// create makes the table judged of the rows, the first column their number.
func (j *judged) create(db *sql.DB) error {
	dialect := typed.SQLite()
	columns := []string{"`the row` INTEGER"}
	for i := range j.record.Fields {
		f := &j.record.Fields[i]
		text, err := dialect.Type(f.Type)
		if err != nil {
			return err
		}
		columns = append(columns, dialect.Identifier(f.Key)+" "+text)
	}
	if _, err := db.Exec("CREATE TEMP TABLE judged (" + strings.Join(columns, ", ") + ") STRICT"); err != nil {
		return err
	}
	insert, err := db.Prepare("INSERT INTO judged VALUES (?" + strings.Repeat(", ?", len(j.record.Fields)) + ")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for i := range j.rows {
		if _, err := insert.Exec(append([]any{i}, j.values(i)...)...); err != nil {
			return fmt.Errorf("row %d, %v: %w", i, j.rows[i], err)
		}
	}
	return nil
}

// values are a row's as they are bound.
func (j *judged) values(i int) []any {
	var out []any
	for k := range j.record.Fields {
		f := &j.record.Fields[k]
		out = append(out, column(f.Type, j.rows[i][f.Key]))
	}
	return out
}

// tables inserts each row into the table that is made of the record: it says which it wrongly refuses or takes. Sets of
// rules that share a name at a place are judged where all of them are in the table.
func (j *judged) tables(db *sql.DB, e *schema.Evaluator) (wrong []string, err error) {
	table, err := typed.SQLite().Table("judged", j.record, nil)
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(table.Create); err != nil {
		return nil, fmt.Errorf("%w: %s", err, table.Create)
	}
	defer db.Exec("DROP TABLE judged") //nolint:errcheck // the next CREATE says so
	insert, err := db.Prepare("INSERT INTO judged VALUES (?" + strings.Repeat(", ?", len(j.record.Fields)-1) + ")")
	if err != nil {
		return nil, err
	}
	defer insert.Close()
	for i := range j.rows {
		found := stored.Found(e, j.record, j.rows[i])
		broken := stored.Without(found, table.Unexpressed)
		_, err := insert.Exec(j.values(i)...)
		if (err != nil) != (len(broken) > 0) && len(broken) == len(found) { // else of a name the table may hold some rules
			wrong = append(wrong, fmt.Sprintf("row %v breaks %v of what the table holds, and the insert: %v", j.rows[i], broken, err))
		}
	}
	return wrong, nil
}

// want are the findings of the rules that are expressed.
func (j *judged) want(e *schema.Evaluator, i int) []schema.Finding {
	return stored.Without(stored.Found(e, j.record, j.rows[i]), j.unexpressed)
}
