package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// CreateRegisteredModel implements [mlflow.Registry].
func (s *Store) CreateRegisteredModel(ctx context.Context, spec mlflow.RegisteredModelSpec) (m *mlflow.RegisteredModel, err error) {
	return m, s.write(ctx, "create registered model", spec.Name, func(tx *sql.Tx) error {
		now := s.millis()
		_, err := tx.ExecContext(ctx, `INSERT INTO registered_models (name, creation_time, last_updated_time, description, workspace)
			VALUES (?, ?, ?, ?, 'default')`, spec.Name, now, now, null(spec.Description))
		if isConstraint(err) {
			return &mlflow.Error{Code: mlflow.CodeAlreadyExists, Message: "a registered model of this name exists"}
		}
		if err != nil {
			return err
		}
		for _, t := range mlflow.SortedTags(spec.Tags) {
			if err := setRegisteredTag(ctx, tx, spec.Name, t); err != nil {
				return err
			}
		}
		m, err = loadRegistered(ctx, tx, spec.Name)
		return err
	})
}

// GetRegisteredModel implements [mlflow.Registry].
func (s *Store) GetRegisteredModel(ctx context.Context, name string) (m *mlflow.RegisteredModel, err error) {
	return m, s.read(ctx, "get registered model", name, func(tx *sql.Tx) error {
		m, err = loadRegistered(ctx, tx, name)
		return err
	})
}

// SearchRegisteredModels implements [mlflow.Registry].
func (s *Store) SearchRegisteredModels(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.RegisteredModel, error] {
	return search(ctx, s, "search registered models", registeredEntity, q, "e.workspace = 'default'", nil,
		func(ctx context.Context, tx *sql.Tx, names []string) ([]*mlflow.RegisteredModel, error) {
			out := make([]*mlflow.RegisteredModel, 0, len(names))
			for _, n := range names {
				m, err := loadRegistered(ctx, tx, n)
				if err != nil {
					return nil, err
				}
				out = append(out, m)
			}
			return out, nil
		})
}

// RenameRegisteredModel implements [mlflow.Registry].
func (s *Store) RenameRegisteredModel(ctx context.Context, name, newName string) (m *mlflow.RegisteredModel, err error) {
	return m, s.write(ctx, "rename registered model", name, func(tx *sql.Tx) error {
		now := s.millis()
		// The foreign keys of versions, tags and aliases follow by ON UPDATE CASCADE.
		err := one(tx.ExecContext(ctx, `UPDATE registered_models SET name = ?, last_updated_time = ? WHERE name = ? AND workspace = 'default'`,
			newName, now, name))
		if isConstraint(err) {
			return &mlflow.Error{Code: mlflow.CodeAlreadyExists, Message: fmt.Sprintf("a registered model named %q exists", newName)}
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE model_versions SET last_updated_time = ? WHERE name = ? AND workspace = 'default'`, now, newName)
		if err != nil {
			return err
		}
		m, err = loadRegistered(ctx, tx, newName)
		return err
	})
}

// UpdateRegisteredModel implements [mlflow.Registry].
func (s *Store) UpdateRegisteredModel(ctx context.Context, name, description string) (m *mlflow.RegisteredModel, err error) {
	return m, s.write(ctx, "update registered model", name, func(tx *sql.Tx) error {
		err := one(tx.ExecContext(ctx, `UPDATE registered_models SET description = ?, last_updated_time = ? WHERE name = ? AND workspace = 'default'`,
			description, s.millis(), name))
		if err != nil {
			return err
		}
		m, err = loadRegistered(ctx, tx, name)
		return err
	})
}

// DeleteRegisteredModel implements [mlflow.Registry].
func (s *Store) DeleteRegisteredModel(ctx context.Context, name string) error {
	return s.write(ctx, "delete registered model", name, func(tx *sql.Tx) error {
		for _, t := range []string{"model_version_tags", "model_versions", "registered_model_aliases", "registered_model_tags"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+t+` WHERE name = ? AND workspace = 'default'`, name); err != nil {
				return err
			}
		}
		return one(tx.ExecContext(ctx, `DELETE FROM registered_models WHERE name = ? AND workspace = 'default'`, name))
	})
}

// SetRegisteredModelTag implements [mlflow.Registry].
func (s *Store) SetRegisteredModelTag(ctx context.Context, name string, t mlflow.Tag) error {
	return s.write(ctx, "set tag of registered model", name, func(tx *sql.Tx) error {
		if err := registered(ctx, tx, name); err != nil {
			return err
		}
		return setRegisteredTag(ctx, tx, name, t)
	})
}

// SetAlias implements [mlflow.Registry].
func (s *Store) SetAlias(ctx context.Context, name, alias string, version int) error {
	return s.write(ctx, "set alias "+alias+" of", versionObject(name, version), func(tx *sql.Tx) error {
		if _, err := loadVersion(ctx, tx, name, version); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO registered_model_aliases (alias, version, name, workspace) VALUES (?, ?, ?, 'default')
			ON CONFLICT (workspace, name, alias) DO UPDATE SET version = excluded.version`, alias, version, name)
		return err
	})
}

// DeleteAlias implements [mlflow.Registry].
func (s *Store) DeleteAlias(ctx context.Context, name, alias string) error {
	return s.write(ctx, "delete alias "+alias+" of", name, func(tx *sql.Tx) error {
		if err := registered(ctx, tx, name); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM registered_model_aliases WHERE name = ? AND alias = ? AND workspace = 'default'`, name, alias)
		return err
	})
}

// GetModelVersionByAlias implements [mlflow.Registry].
func (s *Store) GetModelVersionByAlias(ctx context.Context, name, alias string) (v *mlflow.ModelVersion, err error) {
	return v, s.read(ctx, "get model version", name+"@"+alias, func(tx *sql.Tx) error {
		if err := registered(ctx, tx, name); err != nil {
			return err
		}
		query, args := `SELECT version FROM registered_model_aliases WHERE name = ? AND alias = ? AND workspace = 'default'`, []any{name, alias}
		if strings.EqualFold(alias, "latest") { // reserved: the highest version
			query, args = `SELECT version FROM model_versions WHERE name = ? AND workspace = 'default' AND current_stage != '`+deletedStage+
				`' ORDER BY version DESC LIMIT 1`, args[:1]
		}
		var n int
		err := tx.QueryRowContext(ctx, query, args...).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return notFound("the registered model %s has no alias %q", name, alias)
		}
		if err != nil {
			return err
		}
		v, err = loadVersion(ctx, tx, name, n)
		return err
	})
}

// LatestVersions implements [mlflow.Registry].
func (s *Store) LatestVersions(ctx context.Context, name string, stages ...mlflow.Stage) (vs []*mlflow.ModelVersion, err error) {
	return vs, s.read(ctx, "get latest versions of", name, func(tx *sql.Tx) error {
		if err := registered(ctx, tx, name); err != nil {
			return err
		}
		vs, err = loadLatestVersions(ctx, tx, name, stages)
		return err
	})
}

func setRegisteredTag(ctx context.Context, tx *sql.Tx, name string, t mlflow.Tag) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO registered_model_tags ("key", value, name, workspace) VALUES (?, ?, ?, 'default')
		ON CONFLICT (workspace, "key", name) DO UPDATE SET value = excluded.value`, t.Key, t.Value, name)
	return err
}

// registered returns CodeNotFound unless the model exists.
func registered(ctx context.Context, tx *sql.Tx, name string) error {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT count(*) FROM registered_models WHERE name = ? AND workspace = 'default'`, name).Scan(&n)
	if err == nil && n == 0 {
		return notFound("there is no registered model named %q", name)
	}
	return err
}

func loadRegistered(ctx context.Context, tx *sql.Tx, name string) (*mlflow.RegisteredModel, error) {
	m := &mlflow.RegisteredModel{Name: name, Aliases: map[string]int{}}
	var created, updated sql.NullInt64
	var desc sql.NullString
	err := tx.QueryRowContext(ctx, `SELECT creation_time, last_updated_time, description FROM registered_models
		WHERE name = ? AND workspace = 'default'`, name).Scan(&created, &updated, &desc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("there is no registered model of this name")
	}
	if err != nil {
		return nil, err
	}
	m.Created, m.Updated, m.Description = at(created), at(updated), desc.String
	m.Tags, err = pairs(ctx, tx, `SELECT "key", value FROM registered_model_tags WHERE name = ? AND workspace = 'default'`, name)
	if err != nil {
		return nil, err
	}
	_, err = collect(ctx, tx, func(r *sql.Rows) (struct{}, error) {
		var a string
		var v int
		err := r.Scan(&a, &v)
		m.Aliases[a] = v
		return struct{}{}, err
	}, `SELECT alias, version FROM registered_model_aliases WHERE name = ? AND workspace = 'default'`, name)
	if err != nil {
		return nil, err
	}
	m.Latest, err = loadLatestVersions(ctx, tx, name, nil)
	return m, err
}

func loadLatestVersions(ctx context.Context, tx *sql.Tx, name string, stages []mlflow.Stage) ([]*mlflow.ModelVersion, error) {
	query := `SELECT max(version) FROM model_versions WHERE name = ? AND workspace = 'default' AND current_stage != '` + deletedStage + `'`
	args := []any{name}
	if len(stages) > 0 {
		names := make([]string, len(stages))
		for i, st := range stages {
			names[i] = st.String()
		}
		set, more := placeholders(names)
		query, args = query+` AND current_stage IN `+set, append(args, more...)
	}
	nums, err := collect(ctx, tx, func(r *sql.Rows) (v int, err error) { return v, r.Scan(&v) }, query+` GROUP BY current_stage ORDER BY 1`, args...)
	if err != nil {
		return nil, err
	}
	vs := make([]*mlflow.ModelVersion, 0, len(nums))
	for _, n := range nums {
		v, err := loadVersion(ctx, tx, name, n)
		if err != nil {
			return nil, err
		}
		vs = append(vs, v)
	}
	return vs, nil
}

func versionObject(name string, version int) string { return fmt.Sprintf("%s/%d", name, version) }
