package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// entity says how a kind of object is searched: its table (alias e), the expression of its id, its attributes, and
// the tables of its metrics, params and tags.
type entity struct {
	from  string
	id    string
	attrs map[string]attribute
	subs  map[string]sub
	order string // the natural order, which also breaks ties
}

type attribute struct {
	expr    string
	numeric bool
}

// sub is a table of key and value that belongs to an entity.
type sub struct {
	table, owner, key, value string
	isNaN                    string // the flag column of metrics, "" elsewhere
}

var (
	runEntity = entity{
		from: "runs e", id: "e.run_uuid", order: "e.start_time DESC, e.run_uuid",
		attrs: map[string]attribute{
			"run_id": {expr: "e.run_uuid"}, "run_name": {expr: "e.name"}, "run name": {expr: "e.name"}, "Run name": {expr: "e.name"},
			"Run Name": {expr: "e.name"}, "status": {expr: "e.status"},
			"artifact_uri": {expr: "e.artifact_uri"}, "user_id": {expr: "e.user_id"}, "experiment_id": {expr: "CAST(e.experiment_id AS TEXT)"},
			"start_time": {"e.start_time", true}, "end_time": {"e.end_time", true}, "created": {"e.start_time", true}, "Created": {"e.start_time", true},
		},
		subs: map[string]sub{
			"metric": {"latest_metrics", "run_uuid = e.run_uuid", `"key"`, "value", "is_nan"},
			"param":  {"params", "run_uuid = e.run_uuid", `"key"`, "value", ""},
			"tag":    {"tags", "run_uuid = e.run_uuid", `"key"`, "value", ""},
		},
	}
	experimentEntity = entity{
		from: "experiments e", id: "e.experiment_id", order: "e.last_update_time DESC, e.experiment_id",
		attrs: map[string]attribute{
			"name": {expr: "e.name"}, "experiment_id": {expr: "CAST(e.experiment_id AS TEXT)"},
			"creation_time": {"e.creation_time", true}, "last_update_time": {"e.last_update_time", true},
		},
		subs: map[string]sub{"tag": {"experiment_tags", "experiment_id = e.experiment_id", `"key"`, "value", ""}},
	}
	loggedModelEntity = entity{
		from: "logged_models e", id: "e.model_id", order: "e.creation_timestamp_ms DESC, e.model_id",
		attrs: map[string]attribute{
			"name": {expr: "e.name"}, "model_id": {expr: "e.model_id"}, "model_type": {expr: "e.model_type"}, "source_run_id": {expr: "e.source_run_id"},
			"status": {"e.status", true}, "experiment_id": {expr: "CAST(e.experiment_id AS TEXT)"},
			"creation_timestamp": {"e.creation_timestamp_ms", true}, "creation_time": {"e.creation_timestamp_ms", true},
			"last_updated_timestamp": {"e.last_updated_timestamp_ms", true}, "creation_timestamp_ms": {"e.creation_timestamp_ms", true},
			"last_updated_timestamp_ms": {"e.last_updated_timestamp_ms", true},
		},
		subs: map[string]sub{
			"metric": {"logged_model_metrics", "model_id = e.model_id", "metric_name", "metric_value", ""},
			"param":  {"logged_model_params", "model_id = e.model_id", "param_key", "param_value", ""},
			"tag":    {"logged_model_tags", "model_id = e.model_id", "tag_key", "tag_value", ""},
		},
	}
	registeredEntity = entity{
		from: "registered_models e", id: "e.name", order: "e.name",
		attrs: map[string]attribute{
			"name": {expr: "e.name"}, "timestamp": {"e.last_updated_time", true}, "last_updated_timestamp": {"e.last_updated_time", true},
		},
		subs: map[string]sub{"tag": {"registered_model_tags", "name = e.name AND workspace = e.workspace", `"key"`, "value", ""}},
	}
	versionEntity = entity{
		from: "model_versions e", id: "e.version || '/' || e.name", order: "e.last_updated_time DESC, e.name, e.version DESC",
		attrs: map[string]attribute{
			"name": {expr: "e.name"}, "run_id": {expr: "e.run_id"}, "source_path": {expr: "e.source"}, "version_number": {"e.version", true},
			"creation_timestamp": {"e.creation_time", true}, "last_updated_timestamp": {"e.last_updated_time", true},
		},
		subs: map[string]sub{"tag": {"model_version_tags", "name = e.name AND version = e.version AND workspace = e.workspace", `"key"`, "value", ""}},
	}
)

// search yields the entities that match. The ids are read first, in one snapshot; then load reads page after page, each
// in a transaction that is over before the caller sees an entity: a caller may write while it iterates.
func search[T any](ctx context.Context, s *Store, op string, e entity, q mlflow.Query, where string, args []any,
	load func(context.Context, *sql.Tx, []string) ([]T, error),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		query, all, err := e.sql(q, where, args)
		if err != nil {
			yield(zero, s.failed(op, "", err))
			return
		}
		var ids []string
		err = s.read(ctx, op, "", func(tx *sql.Tx) (err error) {
			ids, err = strings1(ctx, tx, query, all...)
			return err
		})
		if err != nil {
			yield(zero, err)
			return
		}
		size := q.PageSize
		if size <= 0 || size > 1000 {
			size = 1000
		}
		for page := range slices.Chunk(ids, size) {
			var items []T
			err := s.read(ctx, op, "", func(tx *sql.Tx) (err error) {
				items, err = load(ctx, tx, page)
				return err
			})
			if err != nil {
				yield(zero, err)
				return
			}
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
		}
	}
}

func failing[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, err)
	}
}

func lifecycleClause(v mlflow.ViewType) string {
	switch v {
	case mlflow.ViewDeleted:
		return "e.lifecycle_stage = 'deleted'"
	case mlflow.ViewAll:
		return "1"
	default:
		return "e.lifecycle_stage = 'active'"
	}
}

// sql builds the statement that lists the ids.
func (e entity) sql(q mlflow.Query, where string, args []any) (string, []any, error) {
	cs, err := parseFilter(q.Filter)
	if err != nil {
		return "", nil, err
	}
	args = slices.Clone(args)
	for _, c := range cs {
		clause, more, err := e.clause(c)
		if err != nil {
			return "", nil, err
		}
		where += " AND " + clause
		args = append(args, more...)
	}
	var order []string
	for _, o := range q.OrderBy {
		clauses, more, err := e.orderBy(o)
		if err != nil {
			return "", nil, err
		}
		order = append(order, clauses...)
		args = append(args, more...)
	}
	order = append(order, e.order)
	return "SELECT " + e.id + " FROM " + e.from + " WHERE " + where + " ORDER BY " + strings.Join(order, ", "), args, nil
}

// clause renders one comparison; values and keys are bound, never spliced.
func (e entity) clause(c comparison) (string, []any, error) {
	if c.kind == "attribute" {
		a, err := e.attr(c.key)
		if err != nil {
			return "", nil, err
		}
		if c.value == nil {
			return "", nil, invalid("%s works on params and tags only", c.op)
		}
		return compare(a.expr, a.numeric, c)
	}
	t, ok := e.subs[c.kind]
	if !ok {
		return "", nil, invalid("%ss can't be searched here", c.kind)
	}
	exists := "EXISTS (SELECT 1 FROM " + t.table + " WHERE " + t.owner + " AND " + t.key + " = ?"
	args := []any{c.key}
	switch c.op {
	case "IS NULL":
		return "NOT " + exists + ")", args, nil
	case "IS NOT NULL":
		return exists + ")", args, nil
	}
	if c.kind != "metric" && (c.op == "IN" || c.op == "NOT IN") {
		return "", nil, invalid("%s works on attributes only; compare the %s %q with = or LIKE", c.op, c.kind, c.key)
	}
	clause, more, err := compare(t.value, c.kind == "metric", c)
	if err != nil {
		return "", nil, err
	}
	if t.isNaN != "" { // NaN is stored as 0 with a flag; it differs from every number
		if c.op == "!=" {
			clause = "(" + clause + " OR " + t.isNaN + " = 1)"
		} else {
			clause = "(" + clause + " AND " + t.isNaN + " = 0)"
		}
	}
	return exists + " AND " + clause + ")", append(args, more...), nil
}

func compare(expr string, numeric bool, c comparison) (string, []any, error) {
	_, isNumber := c.value.(float64)
	if isNumber != numeric {
		want := "a text in single quotes"
		if numeric {
			want = "a number"
		}
		return "", nil, invalid("%s %q is compared with %v; it takes %s", c.kind, c.key, c.value, want)
	}
	switch c.op {
	case "IN", "NOT IN":
		vs, _ := c.value.([]string)
		set, args := placeholders(vs)
		return expr + " " + c.op + " " + set, args, nil
	case "LIKE", "ILIKE", "<", "<=", ">", ">=":
		if numeric == (c.op == "LIKE" || c.op == "ILIKE") {
			return "", nil, invalid("%s does not work on the %s %q", c.op, c.kind, c.key)
		}
	}
	if c.op == "ILIKE" {
		return "lower(" + expr + ") LIKE lower(?)", []any{c.value}, nil
	}
	return expr + " " + c.op + " ?", []any{c.value}, nil
}

func (e entity) attr(key string) (attribute, error) {
	a, ok := e.attrs[key]
	if !ok {
		names := make([]string, 0, len(e.attrs))
		for n := range e.attrs {
			names = append(names, n)
		}
		slices.Sort(names)
		return a, invalid("there is no attribute %q; there are %s", key, strings.Join(names, ", "))
	}
	return a, nil
}

// orderBy renders one entry such as "metrics.auc DESC"; what has no value comes last, NaN just before it.
func (e entity) orderBy(s string) ([]string, []any, error) {
	p := &lexer{rest: s, whole: s}
	name, err := p.name()
	if err != nil {
		return nil, nil, err
	}
	kind, key, dotted := strings.Cut(name, ".")
	if dotted && key == "" {
		if key, err = p.quoted(); err != nil {
			return nil, nil, err
		}
	}
	dir := "ASC"
	if p.word("DESC") {
		dir = "DESC"
	} else {
		p.word("ASC")
	}
	if p.space(); p.rest != "" {
		return nil, nil, p.bad("ASC, DESC or the end")
	}
	if k := kinds[strings.ToLower(kind)]; dotted && k != "attribute" {
		t, ok := e.subs[k]
		if !ok {
			return nil, nil, invalid("can't order by %q", s)
		}
		get := func(col string) string {
			return "(SELECT " + col + " FROM " + t.table + " WHERE " + t.owner + " AND " + t.key + " = ?)"
		}
		if t.isNaN == "" {
			return []string{get(t.value) + " " + dir + " NULLS LAST"}, []any{key}, nil
		}
		return []string{get(t.isNaN) + " ASC NULLS LAST", get(t.value) + " " + dir + " NULLS LAST"}, []any{key, key}, nil
	}
	if !dotted {
		key = name
	}
	a, err := e.attr(key)
	if err != nil {
		return nil, nil, err
	}
	return []string{fmt.Sprintf("%s %s NULLS LAST", a.expr, dir)}, nil, nil
}
