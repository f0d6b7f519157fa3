package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// MLflow version and alembic revision of the databases that this package creates and opens.
const (
	Version  = "3.17.2"
	Revision = "dc11669786a5"
)

//go:embed schema/mlflow-3.17.2.sql
var schema string

var tableName = regexp.MustCompile(`(?m)^CREATE TABLE "?(\w+)"?`)

// tables returns the names of all tables of the embedded schema.
func tables() []string {
	var names []string
	for _, m := range tableName.FindAllStringSubmatch(schema, -1) {
		names = append(names, m[1])
	}
	return names
}

// prepare creates the schema in an empty file and checks it in any other. It runs in one transaction.
func (s *Store) prepare(ctx context.Context) error {
	var found []string
	err := s.read(ctx, "open", s.uri, func(tx *sql.Tx) (err error) {
		found, err = strings1(ctx, tx, `SELECT name FROM sqlite_master WHERE type = 'table'`)
		return err
	})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return s.write(ctx, "create database", s.uri, func(tx *sql.Tx) error {
			found, err := strings1(ctx, tx, `SELECT name FROM sqlite_master WHERE type = 'table'`)
			if err != nil {
				return err
			}
			if len(found) > 0 { // another process was first
				return s.check(ctx, tx, found)
			}
			return s.create(ctx, tx)
		})
	}
	return s.read(ctx, "open", s.uri, func(tx *sql.Tx) error { return s.check(ctx, tx, found) })
}

func (s *Store) create(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	now := s.o.Now().UnixMilli()
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO alembic_version (version_num) VALUES (?)`, []any{Revision}},
		{`INSERT INTO workspaces (name, description) VALUES ('default', 'Default workspace for legacy resources')`, nil},
		{`INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace)
			VALUES (0, 'Default', ?, 'active', ?, ?, 'default')`, []any{artifactScheme + "/0", now, now}},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// check compares the file's revision and tables with the embedded schema.
func (s *Store) check(ctx context.Context, tx *sql.Tx, found []string) error {
	refuse := func(msg string) error {
		return &mlflow.Error{Code: mlflow.CodeInvalidState, Message: msg}
	}
	if !slices.Contains(found, "alembic_version") {
		return refuse("the file is a database, but not one of MLflow; choose another file name")
	}
	revs, err := strings1(ctx, tx, `SELECT version_num FROM alembic_version`)
	if err != nil {
		return err
	}
	if len(revs) != 1 || revs[0] != Revision {
		return refuse(fmt.Sprintf("the database has alembic revision %s; this version of typedml writes %s (MLflow %s) only. "+
			"If the file is older, back it up and run `mlflow db upgrade %s` with mlflow==%s; if it is newer, start `mlflow server` "+
			"on it and use the server's http:// address", strings.Join(revs, ", "), Revision, Version, s.uri, Version))
	}
	var missing []string
	for _, t := range tables() {
		if !slices.Contains(found, t) {
			missing = append(missing, t)
		}
	}
	if len(missing) > 0 {
		return refuse(fmt.Sprintf("the database lacks tables of its revision %s: %s; restore it from a backup", Revision, strings.Join(missing, ", ")))
	}
	return nil
}

// strings1 returns the first column of all rows.
func strings1(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	return collect(ctx, tx, func(r *sql.Rows) (v string, err error) { return v, r.Scan(&v) }, query, args...)
}

// collect reads all rows into values.
func collect[T any](ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var vs []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		vs = append(vs, v)
	}
	return vs, rows.Err()
}
