package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strconv"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// CreateLoggedModel implements [mlflow.LoggedModels].
func (s *Store) CreateLoggedModel(ctx context.Context, spec mlflow.LoggedModelSpec) (m *mlflow.LoggedModel, err error) {
	hex, err := newID()
	if err != nil {
		return nil, s.failed("create logged model", spec.Name, err)
	}
	id := "m-" + hex
	return m, s.write(ctx, "create logged model", spec.Name, func(tx *sql.Tx) error {
		e, err := activeExperiment(ctx, tx, spec.ExperimentID)
		if err != nil {
			return err
		}
		name := spec.Name
		if name == "" {
			name = randomName()
		}
		now := s.millis()
		_, err = tx.ExecContext(ctx, `INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms,
			last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?)`,
			id, e.ID, name, e.ArtifactLocation+"/models/"+id+"/artifacts", now, now, int(mlflow.LoggedModelPending),
			null(spec.ModelType), null(spec.SourceRunID))
		if err != nil {
			return err
		}
		n, _ := experimentID(spec.ExperimentID) // parsed by activeExperiment
		if err := addModelParams(ctx, tx, id, n, spec.Params); err != nil {
			return err
		}
		if err := setModelTags(ctx, tx, id, n, spec.Tags); err != nil {
			return err
		}
		m, err = loadLoggedModel(ctx, tx, id)
		return err
	})
}

// GetLoggedModel implements [mlflow.LoggedModels].
func (s *Store) GetLoggedModel(ctx context.Context, id string) (m *mlflow.LoggedModel, err error) {
	return m, s.read(ctx, "get logged model", id, func(tx *sql.Tx) error {
		m, err = loadLoggedModel(ctx, tx, id)
		return err
	})
}

// FinalizeLoggedModel implements [mlflow.LoggedModels].
func (s *Store) FinalizeLoggedModel(ctx context.Context, id string, st mlflow.LoggedModelStatus) (m *mlflow.LoggedModel, err error) {
	return m, s.write(ctx, "finalize logged model", id, func(tx *sql.Tx) error {
		err := one(tx.ExecContext(ctx, `UPDATE logged_models SET status = ?, last_updated_timestamp_ms = ? WHERE model_id = ?`, int(st), s.millis(), id))
		if err != nil {
			return err
		}
		m, err = loadLoggedModel(ctx, tx, id)
		return err
	})
}

// SearchLoggedModels implements [mlflow.LoggedModels].
func (s *Store) SearchLoggedModels(ctx context.Context, q mlflow.LoggedModelQuery) iter.Seq2[*mlflow.LoggedModel, error] {
	ids, args, err := experimentIDs(q.ExperimentIDs)
	if err != nil {
		return failing[*mlflow.LoggedModel](s.failed("search logged models", "", err))
	}
	return search(ctx, s, "search logged models", loggedModelEntity, mlflow.Query{Filter: q.Filter, PageSize: q.PageSize},
		"e.lifecycle_stage != 'deleted' AND e.experiment_id IN "+ids, args,
		func(ctx context.Context, tx *sql.Tx, ids []string) ([]*mlflow.LoggedModel, error) {
			out := make([]*mlflow.LoggedModel, 0, len(ids))
			for _, id := range ids {
				m, err := loadLoggedModel(ctx, tx, id)
				if err != nil {
					return nil, err
				}
				out = append(out, m)
			}
			return out, nil
		})
}

// SetLoggedModelTags implements [mlflow.LoggedModels].
func (s *Store) SetLoggedModelTags(ctx context.Context, id string, tags []mlflow.Tag) error {
	return s.write(ctx, "set tags of logged model", id, func(tx *sql.Tx) error {
		e, _, err := loggedModelExperiment(ctx, tx, id)
		if err != nil {
			return err
		}
		return setModelTags(ctx, tx, id, e, tags)
	})
}

// LogLoggedModelParams implements [mlflow.LoggedModels].
func (s *Store) LogLoggedModelParams(ctx context.Context, id string, params []mlflow.Param) error {
	return s.write(ctx, "log params of logged model", id, func(tx *sql.Tx) error {
		e, _, err := loggedModelExperiment(ctx, tx, id)
		if err != nil {
			return err
		}
		return addModelParams(ctx, tx, id, e, params)
	})
}

// DeleteLoggedModel implements [mlflow.LoggedModels].
func (s *Store) DeleteLoggedModel(ctx context.Context, id string) error {
	return s.write(ctx, "delete logged model", id, func(tx *sql.Tx) error {
		return one(tx.ExecContext(ctx, `UPDATE logged_models SET lifecycle_stage = 'deleted', last_updated_timestamp_ms = ? WHERE model_id = ?`, s.millis(), id))
	})
}

// loggedModelExperiment returns the experiment and the artifact location of a model that is not deleted.
func loggedModelExperiment(ctx context.Context, tx *sql.Tx, id string) (experiment int64, location string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT experiment_id, artifact_location FROM logged_models WHERE model_id = ? AND lifecycle_stage != 'deleted'`, id).
		Scan(&experiment, &location)
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("no logged model has the id %s", id)
	}
	return experiment, location, err
}

func addModelParams(ctx context.Context, tx *sql.Tx, id string, experiment int64, params []mlflow.Param) error {
	for _, p := range params {
		_, err := tx.ExecContext(ctx, `INSERT INTO logged_model_params (model_id, experiment_id, param_key, param_value) VALUES (?, ?, ?, ?)`,
			id, experiment, p.Key, p.Value)
		if isConstraint(err) {
			return invalid("the param %q of the model is set already; params are written once", p.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func setModelTags(ctx context.Context, tx *sql.Tx, id string, experiment int64, tags []mlflow.Tag) error {
	for _, t := range tags {
		_, err := tx.ExecContext(ctx, `INSERT INTO logged_model_tags (model_id, experiment_id, tag_key, tag_value) VALUES (?, ?, ?, ?)
			ON CONFLICT (model_id, tag_key) DO UPDATE SET tag_value = excluded.tag_value`, id, experiment, t.Key, t.Value)
		if err != nil {
			return err
		}
	}
	return nil
}

func loadLoggedModel(ctx context.Context, tx *sql.Tx, id string) (*mlflow.LoggedModel, error) {
	var (
		m                  mlflow.LoggedModel
		created, updated   sql.NullInt64
		status, experiment int64
		typ, run, message  sql.NullString
	)
	err := tx.QueryRowContext(ctx, `SELECT model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms,
		status, model_type, source_run_id, status_message FROM logged_models WHERE model_id = ? AND lifecycle_stage != 'deleted'`, id).
		Scan(&m.ID, &experiment, &m.Name, &m.ArtifactLocation, &created, &updated, &status, &typ, &run, &message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("no logged model has this id")
	}
	if err != nil {
		return nil, err
	}
	m.ExperimentID, m.Status = strconv.FormatInt(experiment, 10), mlflow.LoggedModelStatus(status)
	m.ModelType, m.SourceRunID, m.StatusMessage = typ.String, run.String, message.String
	m.Created, m.Updated = at(created), at(updated)
	if m.Params, err = pairs(ctx, tx, `SELECT param_key, param_value FROM logged_model_params WHERE model_id = ?`, id); err != nil {
		return nil, err
	}
	if m.Tags, err = pairs(ctx, tx, `SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id = ?`, id); err != nil {
		return nil, err
	}
	m.Metrics, err = collect(ctx, tx, func(r *sql.Rows) (mlflow.Metric, error) {
		v := mlflow.Metric{ModelID: id}
		var ms int64
		err := r.Scan(&v.Key, &v.Value, &ms, &v.Step)
		v.Time = time.UnixMilli(ms).UTC()
		return v, err
	}, `SELECT metric_name, metric_value, metric_timestamp_ms, metric_step FROM logged_model_metrics WHERE model_id = ?
		ORDER BY metric_name, metric_step, metric_timestamp_ms`, id)
	return &m, err
}

// null stores an empty string as NULL.
func null(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }
