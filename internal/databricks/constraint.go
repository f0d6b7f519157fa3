package databricks

import (
	"context"
	"net/http"
	"slices"

	"github.com/databricks/databricks-sdk-go/service/catalog"
)

func (u *unity) createConstraint(_ context.Context, in catalog.CreateTableConstraint) (*catalog.TableConstraint, error) {
	t, err := u.table(in.FullNameArg)
	if err != nil {
		return nil, err
	}
	pk := in.Constraint.PrimaryKeyConstraint
	if pk == nil || in.Constraint.ForeignKeyConstraint != nil || in.Constraint.NamedTableConstraint != nil {
		return nil, Unsupported("constraints other than one primary key")
	}
	if err := t.addPrimaryKey(*pk); err != nil {
		return nil, err
	}
	return &in.Constraint, nil
}

// addPrimaryKey checks what the documentation demands of a primary key: columns that exist and hold no null, one
// time series at most, of a time or date.
func (t *table) addPrimaryKey(pk catalog.PrimaryKeyConstraint) error {
	for _, c := range t.info.TableConstraints {
		if c.PrimaryKeyConstraint != nil {
			return Refuse(http.StatusBadRequest, "CONSTRAINT_ALREADY_EXISTS", "Table '%s' has the primary key %s already", t.info.FullName, c.PrimaryKeyConstraint.Name)
		}
	}
	for _, name := range pk.ChildColumns {
		c := t.column(name)
		switch {
		case c == nil:
			return Invalid("Cannot add the primary key: column '%s' does not exist in table '%s'", name, t.info.FullName)
		case c.Nullable:
			return Invalid("Cannot add the primary key: column '%s' is nullable", name)
		}
	}
	if len(pk.TimeseriesColumns) > 1 {
		return Invalid("A primary key has at most one TIMESERIES column")
	}
	for _, name := range pk.TimeseriesColumns {
		c := t.column(name)
		if c == nil || !slices.Contains(pk.ChildColumns, name) {
			return Invalid("TIMESERIES column '%s' is not one of the primary key", name)
		}
		if c.TypeName != catalog.ColumnTypeNameTimestamp && c.TypeName != catalog.ColumnTypeNameDate {
			return Invalid("TIMESERIES column '%s' is %s; it must be a TIMESTAMP or DATE", name, c.TypeName)
		}
	}
	t.info.TableConstraints = append(t.info.TableConstraints, catalog.TableConstraint{PrimaryKeyConstraint: &pk})
	return nil
}

func (u *unity) deleteConstraint(_ context.Context, in catalog.DeleteTableConstraintRequest) (Empty, error) {
	t, err := u.table(in.FullName)
	if err != nil {
		return Empty{}, err
	}
	kept := slices.DeleteFunc(slices.Clone(t.info.TableConstraints), func(c catalog.TableConstraint) bool {
		return c.PrimaryKeyConstraint != nil && c.PrimaryKeyConstraint.Name == in.ConstraintName
	})
	if len(kept) == len(t.info.TableConstraints) {
		return Empty{}, Refuse(http.StatusNotFound, "CONSTRAINT_DOES_NOT_EXIST", "Constraint '%s' does not exist.", in.ConstraintName)
	}
	t.info.TableConstraints = kept
	return Empty{}, nil
}
