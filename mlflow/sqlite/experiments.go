package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// CreateExperiment implements [mlflow.Tracker].
func (s *Store) CreateExperiment(ctx context.Context, spec mlflow.ExperimentSpec) (string, error) {
	var id int64
	err := s.write(ctx, "create experiment", spec.Name, func(tx *sql.Tx) error {
		now := s.millis()
		res, err := tx.ExecContext(ctx, `INSERT INTO experiments
			(name, artifact_location, lifecycle_stage, creation_time, last_update_time, workspace) VALUES (?, '', 'active', ?, ?, 'default')`,
			spec.Name, now, now)
		if isConstraint(err) {
			return &mlflow.Error{Code: mlflow.CodeAlreadyExists, Message: "an experiment of this name exists, perhaps deleted"}
		}
		if err != nil {
			return err
		}
		if id, err = res.LastInsertId(); err != nil {
			return err
		}
		loc := spec.ArtifactLocation
		if loc == "" {
			loc = artifactScheme + "/" + strconv.FormatInt(id, 10)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?`, loc, id); err != nil {
			return err
		}
		for k, v := range spec.Tags {
			if err := setExperimentTag(ctx, tx, id, mlflow.Tag{Key: k, Value: v}); err != nil {
				return err
			}
		}
		return nil
	})
	return strconv.FormatInt(id, 10), err
}

// GetExperiment implements [mlflow.Tracker].
func (s *Store) GetExperiment(ctx context.Context, id string) (e *mlflow.Experiment, err error) {
	return e, s.read(ctx, "get experiment", id, func(tx *sql.Tx) error {
		n, err := experimentID(id)
		if err != nil {
			return err
		}
		e, err = loadExperiment(ctx, tx, n)
		return err
	})
}

// GetExperimentByName implements [mlflow.Tracker].
func (s *Store) GetExperimentByName(ctx context.Context, name string) (e *mlflow.Experiment, err error) {
	return e, s.read(ctx, "get experiment", name, func(tx *sql.Tx) error {
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT experiment_id FROM experiments WHERE name = ? AND workspace = 'default'`, name).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return notFound("there is no experiment of this name")
		}
		if err != nil {
			return err
		}
		e, err = loadExperiment(ctx, tx, id)
		return err
	})
}

// SearchExperiments implements [mlflow.Tracker].
func (s *Store) SearchExperiments(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.Experiment, error] {
	return search(ctx, s, "search experiments", experimentEntity, q, lifecycleClause(q.View), nil,
		func(ctx context.Context, tx *sql.Tx, ids []string) ([]*mlflow.Experiment, error) {
			out := make([]*mlflow.Experiment, 0, len(ids))
			for _, id := range ids {
				n, err := experimentID(id)
				if err != nil {
					return nil, err
				}
				e, err := loadExperiment(ctx, tx, n)
				if err != nil {
					return nil, err
				}
				out = append(out, e)
			}
			return out, nil
		})
}

// RenameExperiment implements [mlflow.Tracker].
func (s *Store) RenameExperiment(ctx context.Context, id, name string) error {
	return s.write(ctx, "rename experiment", id, func(tx *sql.Tx) error {
		e, err := activeExperiment(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE experiments SET name = ?, last_update_time = ? WHERE experiment_id = ?`, name, s.millis(), e.ID)
		if isConstraint(err) {
			return &mlflow.Error{Code: mlflow.CodeAlreadyExists, Message: fmt.Sprintf("an experiment named %q exists, perhaps deleted", name)}
		}
		return err
	})
}

// DeleteExperiment implements [mlflow.Tracker].
func (s *Store) DeleteExperiment(ctx context.Context, id string) error {
	return s.write(ctx, "delete experiment", id, func(tx *sql.Tx) error {
		e, err := activeExperiment(ctx, tx, id)
		if err != nil {
			return err
		}
		now := s.millis()
		_, err = tx.ExecContext(ctx, `UPDATE experiments SET lifecycle_stage = 'deleted', last_update_time = ? WHERE experiment_id = ?`, now, e.ID)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = ? WHERE experiment_id = ?`, now, e.ID)
		return err
	})
}

// RestoreExperiment implements [mlflow.Tracker].
func (s *Store) RestoreExperiment(ctx context.Context, id string) error {
	return s.write(ctx, "restore experiment", id, func(tx *sql.Tx) error {
		n, err := experimentID(id)
		if err != nil {
			return err
		}
		e, err := loadExperiment(ctx, tx, n)
		if err != nil {
			return err
		}
		if e.Lifecycle != mlflow.Deleted {
			return notFound("no deleted experiment has this id")
		}
		_, err = tx.ExecContext(ctx, `UPDATE experiments SET lifecycle_stage = 'active', last_update_time = ? WHERE experiment_id = ?`, s.millis(), n)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE experiment_id = ?`, n)
		return err
	})
}

// SetExperimentTag implements [mlflow.Tracker].
func (s *Store) SetExperimentTag(ctx context.Context, id string, t mlflow.Tag) error {
	return s.write(ctx, "set experiment tag", id, func(tx *sql.Tx) error {
		if _, err := activeExperiment(ctx, tx, id); err != nil {
			return err
		}
		n, _ := experimentID(id) // parsed by activeExperiment
		return setExperimentTag(ctx, tx, n, t)
	})
}

func setExperimentTag(ctx context.Context, tx *sql.Tx, id int64, t mlflow.Tag) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO experiment_tags ("key", value, experiment_id) VALUES (?, ?, ?)
		ON CONFLICT ("key", experiment_id) DO UPDATE SET value = excluded.value`, t.Key, t.Value, id)
	return err
}

func experimentID(id string) (int64, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, invalid("the experiment id %q is no integer", id)
	}
	return n, nil
}

func loadExperiment(ctx context.Context, tx *sql.Tx, id int64) (*mlflow.Experiment, error) {
	var (
		e                mlflow.Experiment
		loc, lc          sql.NullString
		created, updated sql.NullInt64
	)
	err := tx.QueryRowContext(ctx, `SELECT experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time
		FROM experiments WHERE experiment_id = ? AND workspace = 'default'`, id).
		Scan(&e.ID, &e.Name, &loc, &lc, &created, &updated)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("no experiment has the id %d", id)
	}
	if err != nil {
		return nil, err
	}
	e.ArtifactLocation, e.Lifecycle = loc.String, mlflow.Lifecycle(lc.String)
	e.Created, e.Updated = at(created), at(updated)
	e.Tags, err = pairs(ctx, tx, `SELECT "key", value FROM experiment_tags WHERE experiment_id = ?`, id)
	return &e, err
}

func activeExperiment(ctx context.Context, tx *sql.Tx, id string) (*mlflow.Experiment, error) {
	n, err := experimentID(id)
	if err != nil {
		return nil, err
	}
	e, err := loadExperiment(ctx, tx, n)
	if err == nil && e.Lifecycle != mlflow.Active {
		return nil, invalid("the experiment %s is deleted; restore it first", id)
	}
	return e, err
}

// pairs reads key and value columns.
func pairs(ctx context.Context, tx *sql.Tx, query string, args ...any) (map[string]string, error) {
	m := map[string]string{}
	_, err := collect(ctx, tx, func(r *sql.Rows) (struct{}, error) {
		var k string
		var v sql.NullString
		err := r.Scan(&k, &v)
		m[k] = v.String
		return struct{}{}, err
	}, query, args...)
	return m, err
}

// at reads milliseconds; NULL is the zero time.
func at(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}
