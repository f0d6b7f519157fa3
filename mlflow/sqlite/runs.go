package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/google/uuid"

	"github.com/typedml/typedml/mlflow"
)

// runNameTag repeats the run's name; MLflow keeps the two equal.
const runNameTag = "mlflow.runName"

// CreateRun implements [mlflow.Tracker].
func (s *Store) CreateRun(ctx context.Context, spec mlflow.RunSpec) (run *mlflow.Run, err error) {
	id, err := newID()
	if err != nil {
		return nil, s.failed("create run", spec.Name, err)
	}
	return run, s.write(ctx, "create run", spec.Name, func(tx *sql.Tx) error {
		e, err := activeExperiment(ctx, tx, spec.ExperimentID)
		if err != nil {
			return err
		}
		name := spec.Name
		for _, t := range spec.Tags {
			if t.Key != runNameTag {
				continue
			}
			if name != "" && t.Value != name {
				return invalid("the run's name is %q, but its tag %s is %q", name, runNameTag, t.Value)
			}
			name = t.Value
		}
		if name == "" {
			name = randomName()
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status,
			start_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
			VALUES (?, ?, 'UNKNOWN', '', '', ?, 'RUNNING', ?, '', 'active', ?, ?)`,
			id, name, spec.UserID, spec.Start.UnixMilli(), e.ArtifactLocation+"/"+id+"/artifacts", e.ID)
		if err != nil {
			return err
		}
		for _, t := range append(spec.Tags[:len(spec.Tags):len(spec.Tags)], mlflow.Tag{Key: runNameTag, Value: name}) {
			if err := setTag(ctx, tx, id, t); err != nil {
				return err
			}
		}
		run, err = loadRun(ctx, tx, id)
		return err
	})
}

// GetRun implements [mlflow.Tracker].
func (s *Store) GetRun(ctx context.Context, id string) (run *mlflow.Run, err error) {
	return run, s.read(ctx, "get run", id, func(tx *sql.Tx) error {
		run, err = loadRun(ctx, tx, id)
		return err
	})
}

// UpdateRun implements [mlflow.Tracker].
func (s *Store) UpdateRun(ctx context.Context, id string, u mlflow.RunUpdate) (info *mlflow.RunInfo, err error) {
	return info, s.write(ctx, "update run", id, func(tx *sql.Tx) error {
		if _, err := activeRun(ctx, tx, id); err != nil {
			return err
		}
		if u.Status != 0 {
			if _, err := tx.ExecContext(ctx, `UPDATE runs SET status = ? WHERE run_uuid = ?`, u.Status.String(), id); err != nil {
				return err
			}
		}
		if !u.End.IsZero() {
			if _, err := tx.ExecContext(ctx, `UPDATE runs SET end_time = ? WHERE run_uuid = ?`, u.End.UnixMilli(), id); err != nil {
				return err
			}
		}
		if u.Name != "" {
			if err := setTag(ctx, tx, id, mlflow.Tag{Key: runNameTag, Value: u.Name}); err != nil {
				return err
			}
		}
		run, err := loadRun(ctx, tx, id)
		if err == nil {
			info = &run.Info
		}
		return err
	})
}

// SearchRuns implements [mlflow.Tracker].
func (s *Store) SearchRuns(ctx context.Context, q mlflow.RunQuery) iter.Seq2[*mlflow.Run, error] {
	where := lifecycleClause(q.View)
	ids, args, err := experimentIDs(q.ExperimentIDs)
	if err != nil {
		return failing[*mlflow.Run](s.failed("search runs", "", err))
	}
	return search(ctx, s, "search runs", runEntity, q.Query, where+" AND e.experiment_id IN "+ids, args, loadRuns)
}

// DeleteRun implements [mlflow.Tracker].
func (s *Store) DeleteRun(ctx context.Context, id string) error {
	return s.write(ctx, "delete run", id, func(tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, `UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = ? WHERE run_uuid = ?`, s.millis(), id))
	})
}

// RestoreRun implements [mlflow.Tracker].
func (s *Store) RestoreRun(ctx context.Context, id string) error {
	return s.write(ctx, "restore run", id, func(tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, `UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE run_uuid = ?`, id))
	})
}

// DeleteTag implements [mlflow.Tracker].
func (s *Store) DeleteTag(ctx context.Context, runID, key string) error {
	return s.write(ctx, fmt.Sprintf("delete tag %q of run", key), runID, func(tx *sql.Tx) error {
		if _, err := activeRun(ctx, tx, runID); err != nil {
			return err
		}
		return one(tx.ExecContext(ctx, `DELETE FROM tags WHERE run_uuid = ? AND "key" = ?`, runID, key))
	})
}

// LogOutputs implements [mlflow.Tracker].
func (s *Store) LogOutputs(ctx context.Context, runID string, outputs []mlflow.ModelOutput) error {
	return s.write(ctx, "log outputs of run", runID, func(tx *sql.Tx) error {
		if _, err := activeRun(ctx, tx, runID); err != nil {
			return err
		}
		for _, o := range outputs {
			id, err := newID()
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, `INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id, step)
				VALUES (?, 'RUN_OUTPUT', ?, 'MODEL_OUTPUT', ?, ?)`, id, runID, o.ModelID, o.Step)
			if isConstraint(err) {
				return &mlflow.Error{Code: mlflow.CodeAlreadyExists, Message: "the model " + o.ModelID + " is an output of the run already"}
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func setTag(ctx context.Context, tx *sql.Tx, runID string, t mlflow.Tag) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO tags ("key", value, run_uuid) VALUES (?, ?, ?)
		ON CONFLICT ("key", run_uuid) DO UPDATE SET value = excluded.value`, t.Key, t.Value, runID)
	if err == nil && t.Key == runNameTag {
		_, err = tx.ExecContext(ctx, `UPDATE runs SET name = ? WHERE run_uuid = ?`, t.Value, runID)
	}
	return err
}

// activeRun returns the id of the run's experiment.
func activeRun(ctx context.Context, tx *sql.Tx, id string) (experiment int64, err error) {
	var lc sql.NullString
	err = tx.QueryRowContext(ctx, `SELECT experiment_id, lifecycle_stage FROM runs WHERE run_uuid = ?`, id).Scan(&experiment, &lc)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, notFound("no run has this id")
	}
	if err == nil && lc.String != string(mlflow.Active) {
		return 0, invalid("the run is deleted; restore it first")
	}
	return experiment, err
}

func loadRun(ctx context.Context, tx *sql.Tx, id string) (*mlflow.Run, error) {
	runs, err := loadRuns(ctx, tx, []string{id})
	if err == nil && len(runs) == 0 {
		return nil, notFound("no run has this id")
	}
	if err != nil {
		return nil, err
	}
	return runs[0], nil
}

// loadRuns reads runs with their data, in the order of ids; ids that are gone are left out.
func loadRuns(ctx context.Context, tx *sql.Tx, ids []string) ([]*mlflow.Run, error) {
	set, args := placeholders(ids)
	runs, err := collect(ctx, tx, scanRun, `SELECT run_uuid, name, experiment_id, user_id, status, start_time, end_time, artifact_uri,
		lifecycle_stage FROM runs WHERE run_uuid IN `+set, args...)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*mlflow.Run, len(runs))
	for _, r := range runs {
		byID[r.Info.ID] = r
	}
	for _, q := range []struct {
		query string
		add   func(r *mlflow.Run, k, v string)
	}{
		{`SELECT run_uuid, "key", value FROM params WHERE run_uuid IN `, func(r *mlflow.Run, k, v string) { r.Data.Params[k] = v }},
		{`SELECT run_uuid, "key", value FROM tags WHERE run_uuid IN `, func(r *mlflow.Run, k, v string) { r.Data.Tags[k] = v }},
	} {
		_, err := collect(ctx, tx, func(rows *sql.Rows) (struct{}, error) {
			var id, k string
			var v sql.NullString
			err := rows.Scan(&id, &k, &v)
			q.add(byID[id], k, v.String)
			return struct{}{}, err
		}, q.query+set, args...)
		if err != nil {
			return nil, err
		}
	}
	if err := loadLatest(ctx, tx, byID, set, args); err != nil {
		return nil, err
	}
	if err := loadOutputs(ctx, tx, byID, set, args); err != nil {
		return nil, err
	}
	out := make([]*mlflow.Run, 0, len(ids))
	for _, id := range ids {
		if r := byID[id]; r != nil {
			out = append(out, r)
		}
	}
	return out, nil
}

func scanRun(rows *sql.Rows) (*mlflow.Run, error) {
	r := &mlflow.Run{Data: mlflow.RunData{
		Params: map[string]string{}, Tags: map[string]string{}, Metrics: map[string]mlflow.Metric{},
	}}
	var name, user, status, loc, lc sql.NullString
	var start, end sql.NullInt64
	err := rows.Scan(&r.Info.ID, &name, &r.Info.ExperimentID, &user, &status, &start, &end, &loc, &lc)
	r.Info.Name, r.Info.UserID, r.Info.ArtifactURI, r.Info.Lifecycle = name.String, user.String, loc.String, mlflow.Lifecycle(lc.String)
	r.Info.Start, r.Info.End = at(start), at(end)
	if err == nil && status.Valid {
		err = r.Info.Status.UnmarshalText([]byte(status.String))
	}
	return r, err
}

func loadOutputs(ctx context.Context, tx *sql.Tx, byID map[string]*mlflow.Run, set string, args []any) error {
	_, err := collect(ctx, tx, func(rows *sql.Rows) (struct{}, error) {
		var id string
		var o mlflow.ModelOutput
		err := rows.Scan(&id, &o.ModelID, &o.Step)
		byID[id].Outputs = append(byID[id].Outputs, o)
		return struct{}{}, err
	}, `SELECT source_id, destination_id, step FROM inputs
		WHERE source_type = 'RUN_OUTPUT' AND destination_type = 'MODEL_OUTPUT' AND source_id IN `+set+` ORDER BY step, destination_id`, args...)
	return err
}

// one turns a statement that touched no row into CodeNotFound.
func one(res sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return notFound("there is none")
	}
	return err
}

func placeholders(ids []string) (string, []any) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(ids)), ",") + ")", args
}

func experimentIDs(ids []string) (string, []any, error) {
	set, args := placeholders(ids)
	for i, id := range ids {
		n, err := experimentID(id)
		if err != nil {
			return "", nil, err
		}
		args[i] = n
	}
	return set, args, nil
}

// newID returns 32 hexadecimal digits, as MLflow's ids have.
func newID() (string, error) {
	u, err := uuid.NewRandom()
	return strings.ReplaceAll(u.String(), "-", ""), err
}
