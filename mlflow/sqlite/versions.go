package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// deletedStage marks versions that were deleted: their numbers are never used again.
const deletedStage = "Deleted_Internal"

// versionsTag lists, on a logged model, the versions that were registered from it.
const versionsTag = "mlflow.modelVersions"

// CreateModelVersion implements [mlflow.Registry].
func (s *Store) CreateModelVersion(ctx context.Context, spec mlflow.ModelVersionSpec) (v *mlflow.ModelVersion, err error) {
	return v, s.write(ctx, "create model version", spec.Name, func(tx *sql.Tx) error {
		storage, err := resolveSource(ctx, tx, &spec)
		if err != nil {
			return err
		}
		if err := registered(ctx, tx, spec.Name); err != nil {
			return err
		}
		var n int
		err = tx.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM model_versions WHERE name = ? AND workspace = 'default'`, spec.Name).Scan(&n)
		if err != nil {
			return err
		}
		now := s.millis()
		_, err = tx.ExecContext(ctx, `INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, current_stage,
			source, run_id, status, run_link, storage_location, workspace) VALUES (?, ?, ?, ?, ?, 'None', ?, ?, 'READY', '', ?, 'default')`,
			spec.Name, n, now, now, null(spec.Description), spec.Source, null(spec.RunID), storage)
		if err != nil {
			return err
		}
		for _, t := range mlflow.SortedTags(spec.Tags) {
			if err := setVersionTag(ctx, tx, spec.Name, n, t); err != nil {
				return err
			}
		}
		if err := touchRegistered(ctx, tx, spec.Name, now); err != nil {
			return err
		}
		if spec.ModelID != "" {
			if err := tagModelVersions(ctx, tx, spec.ModelID, spec.Name, n); err != nil {
				return err
			}
		}
		v, err = loadVersion(ctx, tx, spec.Name, n)
		return err
	})
}

// GetModelVersion implements [mlflow.Registry].
func (s *Store) GetModelVersion(ctx context.Context, name string, version int) (v *mlflow.ModelVersion, err error) {
	return v, s.read(ctx, "get model version", versionObject(name, version), func(tx *sql.Tx) error {
		v, err = loadVersion(ctx, tx, name, version)
		return err
	})
}

// SearchModelVersions implements [mlflow.Registry].
func (s *Store) SearchModelVersions(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.ModelVersion, error] {
	return search(ctx, s, "search model versions", versionEntity, q,
		"e.workspace = 'default' AND e.current_stage != '"+deletedStage+"'", nil,
		func(ctx context.Context, tx *sql.Tx, ids []string) ([]*mlflow.ModelVersion, error) {
			out := make([]*mlflow.ModelVersion, 0, len(ids))
			for _, id := range ids {
				num, name, _ := strings.Cut(id, "/")
				n, err := strconv.Atoi(num)
				if err != nil {
					return nil, err
				}
				v, err := loadVersion(ctx, tx, name, n)
				if err != nil {
					return nil, err
				}
				out = append(out, v)
			}
			return out, nil
		})
}

// UpdateModelVersion implements [mlflow.Registry].
func (s *Store) UpdateModelVersion(ctx context.Context, name string, version int, description string) (*mlflow.ModelVersion, error) {
	return s.changeVersion(ctx, "update model version", name, version, func(tx *sql.Tx, now int64) error {
		_, err := tx.ExecContext(ctx, `UPDATE model_versions SET description = ?, last_updated_time = ?
			WHERE name = ? AND version = ? AND workspace = 'default'`, description, now, name, version)
		return err
	})
}

// DeleteModelVersion implements [mlflow.Registry]. Like MLflow it keeps a redacted row, so that the number stays used.
func (s *Store) DeleteModelVersion(ctx context.Context, name string, version int) error {
	return s.write(ctx, "delete model version", versionObject(name, version), func(tx *sql.Tx) error {
		if _, err := loadVersion(ctx, tx, name, version); err != nil {
			return err
		}
		now := s.millis()
		_, err := tx.ExecContext(ctx, `DELETE FROM registered_model_aliases WHERE name = ? AND version = ? AND workspace = 'default'`, name, version)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE model_versions SET current_stage = ?, last_updated_time = ?, description = NULL, user_id = NULL,
			source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID', run_link = 'REDACTED-RUN-LINK', status_message = NULL
			WHERE name = ? AND version = ? AND workspace = 'default'`, deletedStage, now, name, version)
		if err != nil {
			return err
		}
		return touchRegistered(ctx, tx, name, now)
	})
}

// SetModelVersionTag implements [mlflow.Registry].
func (s *Store) SetModelVersionTag(ctx context.Context, name string, version int, t mlflow.Tag) error {
	return s.write(ctx, "set tag of model version", versionObject(name, version), func(tx *sql.Tx) error {
		if _, err := loadVersion(ctx, tx, name, version); err != nil {
			return err
		}
		return setVersionTag(ctx, tx, name, version, t)
	})
}

// TransitionStage implements [mlflow.Registry].
func (s *Store) TransitionStage(ctx context.Context, name string, version int, st mlflow.Stage, archive bool) (*mlflow.ModelVersion, error) {
	return s.changeVersion(ctx, "transition stage of", name, version, func(tx *sql.Tx, now int64) error {
		if archive {
			_, err := tx.ExecContext(ctx, `UPDATE model_versions SET current_stage = 'Archived', last_updated_time = ?
				WHERE name = ? AND version != ? AND current_stage = ? AND workspace = 'default'`, now, name, version, st.String())
			if err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `UPDATE model_versions SET current_stage = ?, last_updated_time = ?
			WHERE name = ? AND version = ? AND workspace = 'default'`, st.String(), now, name, version)
		if err != nil {
			return err
		}
		return touchRegistered(ctx, tx, name, now)
	})
}

// ModelVersionDownloadURI implements [mlflow.Registry].
func (s *Store) ModelVersionDownloadURI(ctx context.Context, name string, version int) (uri string, err error) {
	return uri, s.read(ctx, "get download URI of", versionObject(name, version), func(tx *sql.Tx) error {
		uri, err = storageLocation(ctx, tx, name, version)
		return err
	})
}

// changeVersion applies f to an existing version and returns the version afterwards.
func (s *Store) changeVersion(ctx context.Context, op, name string, version int, f func(tx *sql.Tx, now int64) error) (v *mlflow.ModelVersion, err error) {
	return v, s.write(ctx, op, versionObject(name, version), func(tx *sql.Tx) error {
		if _, err := loadVersion(ctx, tx, name, version); err != nil {
			return err
		}
		if err := f(tx, s.millis()); err != nil {
			return err
		}
		v, err = loadVersion(ctx, tx, name, version)
		return err
	})
}

func storageLocation(ctx context.Context, tx *sql.Tx, name string, version int) (uri string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT coalesce(nullif(storage_location, ''), source) FROM model_versions
		WHERE name = ? AND version = ? AND workspace = 'default' AND current_stage != '`+deletedStage+`'`, name, version).Scan(&uri)
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("the registered model %q has no version %d", name, version)
	}
	return uri, err
}

// tagModelVersions notes the version on the logged model, as the server does.
func tagModelVersions(ctx context.Context, tx *sql.Tx, modelID, name string, version int) error {
	experiment, _, err := loggedModelExperiment(ctx, tx, modelID)
	if err != nil {
		return err
	}
	tags, err := pairs(ctx, tx, `SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id = ? AND tag_key = ?`, modelID, versionsTag)
	if err != nil {
		return err
	}
	var list []json.RawMessage
	if old := tags[versionsTag]; old != "" {
		if err := json.Unmarshal([]byte(old), &list); err != nil {
			return invalid("the tag %s of model %s is no JSON list", versionsTag, modelID)
		}
	}
	entry, err := json.Marshal(struct {
		Name    string `json:"name"`
		Version int    `json:"version"`
	}{name, version})
	if err != nil {
		return err
	}
	b, err := json.Marshal(append(list, entry))
	if err != nil {
		return err
	}
	return setModelTags(ctx, tx, modelID, experiment, []mlflow.Tag{{Key: versionsTag, Value: string(b)}})
}

func setVersionTag(ctx context.Context, tx *sql.Tx, name string, version int, t mlflow.Tag) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO model_version_tags ("key", value, name, version, workspace) VALUES (?, ?, ?, ?, 'default')
		ON CONFLICT (workspace, "key", name, version) DO UPDATE SET value = excluded.value`, t.Key, t.Value, name, version)
	return err
}

func touchRegistered(ctx context.Context, tx *sql.Tx, name string, now int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE registered_models SET last_updated_time = ? WHERE name = ? AND workspace = 'default'`, now, name)
	return err
}

func loadVersion(ctx context.Context, tx *sql.Tx, name string, version int) (*mlflow.ModelVersion, error) {
	v := &mlflow.ModelVersion{Name: name, Version: version}
	var created, updated sql.NullInt64
	var desc, user, stage, source, run, link, status, message sql.NullString
	err := tx.QueryRowContext(ctx, `SELECT creation_time, last_updated_time, description, user_id, current_stage, source, run_id, run_link,
		status, status_message FROM model_versions WHERE name = ? AND version = ? AND workspace = 'default' AND current_stage != '`+deletedStage+`'`,
		name, version).Scan(&created, &updated, &desc, &user, &stage, &source, &run, &link, &status, &message)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound("the registered model %q has no version %d", name, version)
	}
	if err != nil {
		return nil, err
	}
	v.Created, v.Updated, v.Description, v.UserID = at(created), at(updated), desc.String, user.String
	v.Source, v.RunID, v.RunLink, v.StatusMessage = source.String, run.String, link.String, message.String
	if id, ok := strings.CutPrefix(v.Source, "models:/"); ok && !strings.Contains(id, "/") {
		v.ModelID = id
	}
	if err := errors.Join(v.Stage.UnmarshalText([]byte(stage.String)), v.Status.UnmarshalText([]byte(status.String))); err != nil {
		return nil, err
	}
	v.Tags, err = pairs(ctx, tx, `SELECT "key", value FROM model_version_tags WHERE name = ? AND version = ? AND workspace = 'default'`, name, version)
	if err != nil {
		return nil, err
	}
	v.Aliases, err = strings1(ctx, tx, `SELECT alias FROM registered_model_aliases WHERE name = ? AND version = ? AND workspace = 'default'`, name, version)
	slices.Sort(v.Aliases)
	return v, err
}
