package spark

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// cleanup is how long taking back a half-made table may last after the caller's context has ended.
const cleanup = 30 * time.Second

// errExists says that another program made the table in the meantime.
var errExists = errors.New("the table exists")

// ConstraintError says that Spark made a table without a constraint of its record. Nothing of the table is left.
type ConstraintError struct {
	Table   string
	Missing []string // names of CHECK constraints that are not there, or differ
	Cause   error    // the refusal, if there was one
}

// Error names the constraints.
func (e *ConstraintError) Error() string {
	text := "spark: create " + e.Table + ": Spark did not make the CHECK constraint " + strings.Join(e.Missing, ", ") +
		"; the table was not created"
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap returns the refusal.
func (e *ConstraintError) Unwrap() error { return e.Cause }

// create makes the table with its constraints and first rows under a name of its own, and renames it when all is well:
// nobody sees a table without rules. fill writes the rows of the upload.
func (t *Store) create(ctx context.Context, r *schema.Record, u *upload, fill func(table string) error) (err error) {
	staging := t.address.table + "__typedml_" + strings.ReplaceAll(uuid.NewString()[:13], "-", "")
	props, err := properties(r)
	if err != nil {
		return err
	}
	table, err := t.dialect.Table(staging, r, props)
	if err != nil {
		return fmt.Errorf("spark: create %s: %w", t.address.table, err)
	}
	if _, err := t.writes.Query(ctx, table.Create); err != nil {
		return t.failure(ctx, "create", err)
	}
	defer func() {
		if err != nil {
			t.drop(ctx, staging)
		}
	}()
	if err := t.constrain(ctx, staging, table.Checks); err != nil {
		return err
	}
	if err := fill(staging); err != nil {
		return err
	}
	_, short, _ := strings.Cut(t.address.table, ".")
	_, err = t.writes.Query(ctx, "ALTER TABLE "+t.identifier(staging)+" RENAME TO "+t.identifier(short))
	var refused *Error
	switch err = t.failure(ctx, "create", err); {
	case errors.As(err, &refused) && strings.HasSuffix(refused.Class, "ALREADY_EXISTS"):
		return errExists
	case err != nil && refused == nil:
		err = t.renamed(ctx, staging, u, err)
	}
	if err == nil {
		t.tell(ctx, table.Unexpressed)
	}
	return err
}

// renamed finds out whether a table got its name when the answer is lost: nil when it has, with the rows of the upload.
func (t *Store) renamed(ctx context.Context, staging string, u *upload, lost error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	// When the draft is gone, no rename that is still under way can succeed.
	if _, err := t.writes.Query(ctx, "DROP TABLE IF EXISTS "+t.identifier(staging)); err == nil {
		_, found, err := u.committed(ctx, t.address.table)
		switch {
		case found:
			return nil
		case err == nil || errors.Is(err, featurestore.ErrNotFound):
			return lost
		}
	}
	return fmt.Errorf("%w; whether the table was made, with the rows, is not known: look for %s before you write again", lost, t.address.table)
}

// constrain adds the constraints and reads them back.
func (t *Store) constrain(ctx context.Context, table string, checks []sql.Check) error {
	for _, c := range checks {
		_, err := t.writes.Query(ctx, c.Add)
		if err == nil {
			continue
		}
		err = t.failure(ctx, "add the constraint "+c.Name+" to", err)
		var refused *Error
		if errors.As(err, &refused) {
			return &ConstraintError{Table: t.address.table, Missing: []string{c.Name}, Cause: err}
		}
		return err
	}
	found, err := t.properties(ctx, t.writes, table)
	if err != nil {
		return err
	}
	var missing []string
	for _, c := range checks {
		if sql.Spaceless(found["delta.constraints."+c.Name]) != sql.Spaceless(c.Condition) {
			missing = append(missing, c.Name)
		}
	}
	if missing != nil {
		return &ConstraintError{Table: t.address.table, Missing: missing}
	}
	return nil
}

// drop takes back a table that is not to be, also when the caller has gone.
func (t *Store) drop(ctx context.Context, table string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	if _, err := t.writes.Query(ctx, "DROP TABLE IF EXISTS "+t.identifier(table)); err != nil {
		slog.WarnContext(ctx, "spark: a half-made table could not be dropped; drop it by hand",
			"table", table, "error", t.failure(ctx, "drop a draft of", err))
	}
}

// tell logs the rules that the new table does not enforce by itself.
func (t *Store) tell(ctx context.Context, unexpressed []sql.Unexpressed) {
	if len(unexpressed) == 0 {
		return
	}
	rules := make([]string, len(unexpressed))
	for i, u := range unexpressed {
		rules[i] = u.String()
	}
	slog.WarnContext(ctx, "spark: the table was created without a CHECK for some rules: writers other than this module are not held to them",
		"table", t.address.table, "rules", rules)
}

func properties(r *schema.Record) (map[string]string, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("spark: record %s: %w", r.Name, err)
	}
	props := map[string]string{propRecord: string(text), propFingerprint: r.Fingerprint()}
	if r.Version != "" {
		props[propVersion] = r.Version
	}
	return props, nil
}
