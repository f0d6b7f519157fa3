package predict

import (
	"errors"

	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/schema"
)

// Bind plans how the features of a model are gathered, by name, from rows whose features stand in the order of have.
// Subject and record name the model and the rows in errors: a feature that have lacks is a *schema.MismatchError.
func Bind(m *tree.Model, have []string, subject, record string) (*tree.Plan, error) {
	plan, err := m.Bind(have)
	var problem *tree.BindError
	if !errors.As(err, &problem) || len(problem.Missing) == 0 {
		return plan, err
	}
	mismatch := &schema.MismatchError{
		Subject: record, Record: subject,
		Remedy: "A model needs every feature that it was trained on, by name: serve it with the struct of its version, or train again.",
	}
	for _, name := range problem.Missing {
		mismatch.Changes = append(mismatch.Changes, schema.Change{Kind: schema.Absent, Column: name, Want: "a feature of the model"})
	}
	return nil, mismatch
}
