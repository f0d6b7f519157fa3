package unity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
)

const (
	constraints = "/api/2.1/unity-catalog/constraints"
	statements  = "/api/2.0/sql/statements"
	tables      = "/api/2.1/unity-catalog/tables"
)

// faulted runs the test where calls can be made to fail.
func faulted(t *testing.T, test func(t *testing.T, tg target)) {
	t.Helper()
	targets(t, func(t *testing.T, tg target) {
		tg.needsFake(t)
		test(t, tg)
	})
}

func (tg target) needsFake(t *testing.T) {
	t.Helper()
	if tg.fake == nil {
		t.Skip("only the fake workspace can be made to fail")
	}
}

// TestNothingHalfDone: whatever fails, no table is left that is not what was asked for.
func TestNothingHalfDone(t *testing.T) {
	faulted(t, func(t *testing.T, tg target) {
		faults := map[string][]databricks.Fault{"403 on reading back": {{Method: "GET", Path: tables + "/", Status: 403, Skip: 1, Times: 1}}}
		if tg.sql {
			faults["403 on the statement"] = []databricks.Fault{{Method: "POST", Path: statements, Status: 403}}
			faults["500 on the statement"] = []databricks.Fault{{Method: "POST", Path: statements, Status: 500}}
		} else {
			faults["403 on the table"] = []databricks.Fault{{Method: "POST", Path: tables, Status: 403}}
			faults["500 on the table"] = []databricks.Fault{{Method: "POST", Path: tables, Status: 500}}
			faults["403 on the key"] = []databricks.Fault{{Path: constraints, Status: 403}}
			faults["500 on the key"] = []databricks.Fault{{Path: constraints, Status: 500}}
			faults["403 on the key, the answer to the drop is lost"] = []databricks.Fault{
				{Path: constraints, Status: 403}, {Method: "DELETE", Path: tables, Status: 500, Late: true, Times: 1},
			}
		}
		for title, fault := range faults {
			t.Run(title, func(t *testing.T) {
				for _, f := range fault {
					tg.fake.Inject(f)
				}
				_, err := registry.Publish(t.Context(), tg.c, "main.ml.half", churn())
				tg.fake.ClearFaults()
				require.Error(t, err)
				require.NotContains(t, err.Error(), tg.fake.Token())
				require.NotContains(t, err.Error(), "still there")
				if fault[0].Status == 403 {
					require.ErrorContains(t, err, "USE SCHEMA on main.ml")
				}
				if title == "403 on the table" { // granted by nothing else, not by ownership either
					require.ErrorContains(t, err, "EXTERNAL USE SCHEMA on main.ml")
					require.ErrorContains(t, err, "EXTERNAL USE LOCATION on the location of s3://bucket/tables/main/ml/half")
				}
				_, err = registry.Read(t.Context(), tg.c, "main.ml.half")
				require.ErrorIs(t, err, registry.ErrNotFound)
			})
		}
	})
}

// TestAnswerLost: what was made although nobody said so counts.
func TestAnswerLost(t *testing.T) {
	faulted(t, func(t *testing.T, tg target) {
		paths := map[string]string{"the table": tables, "the key": constraints}
		if tg.sql {
			paths = map[string]string{"the statement": statements}
		}
		for title, path := range paths {
			for _, drop := range []bool{false, true} {
				t.Run(title, func(t *testing.T) {
					tg.fake.Inject(databricks.Fault{Method: "POST", Path: path, Status: 500, Late: true, Drop: drop, Times: 1})
					name := tg.name("lost")
					assert.Equal(t, registry.Created, tg.publish(t, name, churn()))
					complete(t, tg, name)
					require.NoError(t, tg.c.Drop(t.Context(), name))
				})
			}
		}
	})
}

// TestPublishCompletes: the program that registered the table could not add its key, and not take the table back.
func TestPublishCompletes(t *testing.T) {
	faulted(t, func(t *testing.T, tg target) {
		if tg.sql {
			t.Skip("SQL makes a table with its key in one statement")
		}
		name := tg.name("begun")
		tg.fake.Inject(databricks.Fault{Path: constraints, Status: 403, Times: 1})
		tg.fake.Inject(databricks.Fault{Method: "DELETE", Path: tables, Status: 403, Times: 1})
		_, err := registry.Publish(t.Context(), tg.c, name, churn())
		require.ErrorContains(t, err, "still there")
		tg.fake.Inject(databricks.Fault{Path: constraints, Status: 403, Times: 1})
		_, err = registry.Publish(t.Context(), tg.c, name, churn())
		require.ErrorContains(t, err, "add primary key to table "+name)
		assert.Equal(t, registry.Updated, tg.publish(t, name, churn()))
		complete(t, tg, name)
	})
}

// complete checks that the table is the record's, with its key, and that there is nothing more to do.
func complete(t *testing.T, tg target, name string) {
	t.Helper()
	d, err := tg.c.Table(t.Context(), name)
	require.NoError(t, err)
	require.NotNil(t, d.Key)
	assert.Equal(t, "at", d.Key.Timeseries)
	assert.Equal(t, registry.Unchanged, tg.publish(t, name, churn()))
}

// TestAlterIsTakenBack: whichever step of a change fails, and however, the table says that it is of the version before,
// which can be published again, and so can the next one.
func TestAlterIsTakenBack(t *testing.T) {
	next := churn()
	next.Version = "2.0.0"
	next.Field("amount").Doc = "Amount in euros."
	next.Fields = append(next.Fields, schema.Field{Name: "Visits", Key: "visits", Type: schema.Type{Kind: schema.Uint8}})
	for title, fault := range map[string]databricks.Fault{"403": {Status: 403}, "500, done": {Status: 500, Late: true}, "no answer, done": {Drop: true, Late: true}} {
		for step, what := range []string{"comment", "columns", "properties"} {
			t.Run(what+", "+title, func(t *testing.T) {
				tg := warehoused(t)
				tg.needsFake(t)
				name := tg.name("back")
				tg.publish(t, name, churn())
				before, err := tg.c.Table(t.Context(), name)
				require.NoError(t, err)
				fault.Method, fault.Path, fault.Skip, fault.Times = "POST", statements, step, 1
				tg.fake.Inject(fault)
				_, err = registry.Publish(t.Context(), tg.c, name, next)
				require.ErrorContains(t, err, "databricks: alter table "+name)
				after, err := tg.c.Table(t.Context(), name)
				require.NoError(t, err)
				assert.Equal(t, before.Properties, after.Properties)
				assert.Equal(t, before.Columns, after.Columns[:len(before.Columns)])
				assert.Equal(t, registry.Unchanged, tg.publish(t, name, churn()))
				assert.Equal(t, registry.Updated, tg.publish(t, name, next))
				assert.Equal(t, registry.Unchanged, tg.publish(t, name, next))
			})
		}
	}
}
