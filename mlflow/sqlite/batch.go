package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"math"
	"slices"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// LogBatch implements [mlflow.Tracker]: all of b or nothing.
func (s *Store) LogBatch(ctx context.Context, runID string, b mlflow.Batch) error {
	return s.write(ctx, "log batch", runID, func(tx *sql.Tx) error {
		experiment, err := activeRun(ctx, tx, runID)
		if err != nil {
			return err
		}
		for _, p := range b.Params {
			if err := logParam(ctx, tx, runID, p); err != nil {
				return err
			}
		}
		if err := logMetrics(ctx, tx, runID, b.Metrics); err != nil {
			return err
		}
		if err := logModelMetrics(ctx, tx, experiment, runID, b.Metrics); err != nil {
			return err
		}
		for _, t := range b.Tags {
			if err := setTag(ctx, tx, runID, t); err != nil {
				return err
			}
		}
		return nil
	})
}

func logParam(ctx context.Context, tx *sql.Tx, runID string, p mlflow.Param) error {
	var old string
	err := tx.QueryRowContext(ctx, `SELECT value FROM params WHERE run_uuid = ? AND "key" = ?`, runID, p.Key).Scan(&old)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err = tx.ExecContext(ctx, `INSERT INTO params ("key", value, run_uuid) VALUES (?, ?, ?)`, p.Key, p.Value, runID)
		return err
	case err == nil && old != p.Value:
		return invalid("the param %q is %q already and can't be changed to %q; params are written once", p.Key, old, p.Value)
	}
	return err
}

// sanitize returns what the value column holds: SQL has no NaN and no infinities.
func sanitize(v float64) (value float64, isNaN bool) {
	switch {
	case math.IsNaN(v):
		return 0, true
	case math.IsInf(v, 0):
		return math.Copysign(math.MaxFloat64, v), false
	}
	return v, false
}

// logMetrics writes the history and keeps latest_metrics, whose order MLflow defines as step, then time, then value.
func logMetrics(ctx context.Context, tx *sql.Tx, runID string, metrics []mlflow.Metric) error {
	if len(metrics) == 0 {
		return nil
	}
	history, err := tx.PrepareContext(ctx, `INSERT INTO metrics ("key", value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	defer history.Close()
	latest, err := tx.PrepareContext(ctx, `INSERT INTO latest_metrics ("key", value, timestamp, step, is_nan, run_uuid) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT ("key", run_uuid) DO UPDATE
		SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
		WHERE (excluded.step, excluded.timestamp, excluded.value) > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`)
	if err != nil {
		return err
	}
	defer latest.Close()
	for _, m := range metrics {
		v, nan := sanitize(m.Value)
		ms := m.Time.UnixMilli()
		if _, err := history.ExecContext(ctx, m.Key, v, ms, runID, m.Step, nan); err != nil {
			return err
		}
		if _, err := latest.ExecContext(ctx, m.Key, v, ms, m.Step, nan, runID); err != nil {
			return err
		}
	}
	return nil
}

// logModelMetrics attaches the metrics that name a logged model to it.
func logModelMetrics(ctx context.Context, tx *sql.Tx, experiment int64, runID string, metrics []mlflow.Metric) error {
	for _, m := range metrics {
		if m.ModelID == "" {
			continue
		}
		if _, _, err := loggedModelExperiment(ctx, tx, m.ModelID); err != nil {
			return err
		}
		v, _ := sanitize(m.Value)
		res, err := tx.ExecContext(ctx, `INSERT INTO logged_model_metrics
			(model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, experiment_id, run_id) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET metric_value = excluded.metric_value WHERE metric_value = excluded.metric_value`,
			m.ModelID, m.Key, m.Time.UnixMilli(), m.Step, v, experiment, runID)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			return invalid("the metric %q of model %s has another value at the same step and time", m.Key, m.ModelID)
		}
	}
	return nil
}

// MetricHistory implements [mlflow.Tracker].
func (s *Store) MetricHistory(ctx context.Context, runID, key string) iter.Seq2[mlflow.Metric, error] {
	return func(yield func(mlflow.Metric, error) bool) {
		var ms []mlflow.Metric
		err := s.read(ctx, "get metric history of run", runID, func(tx *sql.Tx) error {
			var err error
			ms, err = collect(ctx, tx, func(r *sql.Rows) (mlflow.Metric, error) { return scanMetric(r, nil) },
				`SELECT "key", value, timestamp, step, is_nan FROM metrics WHERE run_uuid = ? AND "key" = ? ORDER BY timestamp, step, value`, runID, key)
			return err
		})
		if err != nil {
			yield(mlflow.Metric{}, err)
			return
		}
		for _, m := range ms {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// scanMetric reads key, value, timestamp, step, is_nan, after the columns in front.
func scanMetric(rows *sql.Rows, front []any) (mlflow.Metric, error) {
	var m mlflow.Metric
	var ms sql.NullInt64
	var nan bool
	err := rows.Scan(append(slices.Clip(front), &m.Key, &m.Value, &ms, &m.Step, &nan)...)
	m.Time = time.UnixMilli(ms.Int64).UTC()
	if nan {
		m.Value = math.NaN()
	}
	return m, err
}

func loadLatest(ctx context.Context, tx *sql.Tx, byID map[string]*mlflow.Run, set string, args []any) error {
	_, err := collect(ctx, tx, func(rows *sql.Rows) (struct{}, error) {
		var id string
		m, err := scanMetric(rows, []any{&id})
		if err == nil {
			byID[id].Data.Metrics[m.Key] = m
		}
		return struct{}{}, err
	}, `SELECT run_uuid, "key", value, timestamp, step, is_nan FROM latest_metrics WHERE run_uuid IN `+set, args...)
	return err
}
