package databricks

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/service/catalog"

	"github.com/typedml/typedml/featurestore/delta"
)

func metadata(comment string) map[string]json.RawMessage {
	return map[string]json.RawMessage{"comment": quoteJSON(comment)}
}

// history answers DESCRIBE HISTORY, newest first.
func (s *session) history() (result, error) {
	full, err := s.tableName()
	if err != nil {
		return result{}, err
	}
	limit := int64(1 << 40)
	if s.word("LIMIT") {
		if limit, err = s.number(); err != nil {
			return result{}, err
		}
	}
	t, err := s.find(full)
	if err = firstError(err, s.done()); err != nil {
		return result{}, err
	}
	res := result{}
	for _, c := range []struct{ name, typ string }{
		{"version", delta.TypeLong},
		{"timestamp", delta.TypeTimestamp},
		{"userId", delta.TypeString},
		{"userName", delta.TypeString},
		{"operation", delta.TypeString},
		{"operationParameters", delta.TypeString},
		{"operationMetrics", delta.TypeString},
		{"engineInfo", delta.TypeString},
	} {
		res.columns = append(res.columns, delta.Field{Name: c.name, Type: delta.Type{Name: c.typ}, Nullable: true})
	}
	for i, c := range slices.Backward(t.log) {
		if int64(len(res.rows)) == limit {
			break
		}
		parameters, err := json.Marshal(c.parameters)
		if err != nil {
			return result{}, err
		}
		res.rows = append(res.rows, map[string]any{
			"version": json.Number(strconv.Itoa(i)), "timestamp": json.Number(strconv.FormatInt(c.at.UnixMicro(), 10)), "userName": User,
			"operation": c.operation, "operationParameters": string(parameters), "operationMetrics": "{}", "engineInfo": "Databricks-Runtime/fake",
		})
	}
	return res, nil
}

// query answers SELECT * | `a`, … FROM t [VERSION AS OF n] [ORDER BY `a`, …] [LIMIT n].
func (s *session) query() (result, error) {
	var wanted []string
	for all := s.word("*"); !all; {
		n, err := s.take(name, "a column (the fake workspace knows no expressions here)")
		if err != nil {
			return result{}, err
		}
		wanted = append(wanted, n)
		if !s.word(",") {
			break
		}
	}
	if err := s.want("FROM"); err != nil {
		return result{}, err
	}
	full, err := s.tableName()
	if err != nil {
		return result{}, err
	}
	t, err := s.find(full)
	if err != nil {
		return result{}, err
	}
	c, err := s.version(t)
	if err != nil {
		return result{}, err
	}
	res := result{rows: slices.Clone(c.rows)}
	for i := range c.columns {
		if f, err := fieldOf(&c.columns[i]); err != nil {
			return result{}, err
		} else if wanted == nil {
			res.columns = append(res.columns, f)
		}
	}
	for _, n := range wanted {
		at := slices.IndexFunc(c.columns, func(c catalog.ColumnInfo) bool { return strings.EqualFold(c.Name, n) })
		if at < 0 {
			return result{}, &sqlError{"42703", "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `" + n + "` cannot be resolved."}
		}
		f, err := fieldOf(&c.columns[at])
		if err != nil {
			return result{}, err
		}
		res.columns = append(res.columns, f)
	}
	return s.orderAndLimit(res)
}

// version reads VERSION AS OF n, and returns the commit: the last one without it.
func (s *session) version(t *table) (commit, error) {
	n := int64(len(t.log) - 1)
	if s.word("VERSION", "AS", "OF") {
		asked, err := s.number()
		if err != nil {
			return commit{}, err
		}
		if asked > n {
			return commit{}, &sqlError{"22003", fmt.Sprintf("[DELTA_VERSION_NOT_FOUND] Cannot time travel Delta table to version %d. Available versions: [0, %d].", asked, n)}
		}
		n = asked
	}
	if n < 0 {
		return commit{columns: t.info.Columns}, nil
	}
	return t.log[n], nil
}

func (s *session) orderAndLimit(res result) (result, error) {
	if s.word("ORDER", "BY") {
		var keys []string
		for {
			n, err := s.take(name, "a column")
			if err != nil {
				return res, err
			}
			keys = append(keys, n)
			if !s.word(",") {
				break
			}
		}
		slices.SortStableFunc(res.rows, func(a, b map[string]any) int {
			for _, k := range keys {
				if c := compare(a[k], b[k]); c != 0 {
					return c
				}
			}
			return 0
		})
	}
	if s.word("LIMIT") {
		n, err := s.number()
		if err != nil {
			return res, err
		}
		res.rows = res.rows[:min(int64(len(res.rows)), n)]
	}
	return res, s.done()
}

// compare orders numbers by value and what else there is by text; null is first.
func compare(a, b any) int {
	x, okA := new(big.Float).SetString(fmt.Sprint(a))
	y, okB := new(big.Float).SetString(fmt.Sprint(b))
	_, textA := a.(string)
	switch {
	case a == nil || b == nil:
		return strings.Compare(fmt.Sprint(a != nil), fmt.Sprint(b != nil))
	case okA && okB && !textA:
		return x.Cmp(y)
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// insert answers INSERT … t (`a`, …) SELECT expr, … FROM (SELECT inline(from_json(:rows, 'ARRAY<STRUCT<…>>', map('mode',
// 'FAILFAST')))), where an expr is `a`, timestamp_micros(`a`) or unbase64(`a`).
func (s *session) insert(overwrite bool) (result, error) {
	full, err := s.tableName()
	if err != nil {
		return result{}, err
	}
	t, err := s.find(full)
	if err != nil {
		return result{}, err
	}
	into, err := s.names()
	if err != nil {
		return result{}, err
	}
	sources, err := s.expressions()
	if err != nil {
		return result{}, err
	}
	given, err := s.inlineRows()
	if err = firstError(err, s.done()); err != nil {
		return result{}, err
	}
	rows, err := t.convert(into, sources, given)
	if err != nil {
		return result{}, err
	}
	mode := "Append"
	all := slices.Concat(t.rows(), rows)
	if overwrite {
		mode, all = "Overwrite", rows
	}
	t.commit(s.unity.fake.Now(), "WRITE", map[string]string{"mode": mode, "statsOnLoad": "false"}, all)
	count := json.Number(strconv.Itoa(len(rows)))
	return result{
		columns: []delta.Field{{Name: "num_affected_rows", Type: delta.Type{Name: delta.TypeLong}}, {Name: "num_inserted_rows", Type: delta.Type{Name: delta.TypeLong}}},
		rows:    []map[string]any{{"num_affected_rows": count, "num_inserted_rows": count}},
	}, nil
}

// expression is a column of the source with a function around it, or none.
type expression struct{ function, column string }

func (s *session) expressions() (out []expression, err error) {
	if err := s.want("SELECT"); err != nil {
		return nil, err
	}
	for {
		var e expression
		for _, f := range []string{"timestamp_micros", "unbase64"} {
			if s.word(f, "(") {
				e.function = f
			}
		}
		if e.column, err = s.take(name, "a column"); err != nil {
			return nil, err
		}
		if e.function != "" {
			if err := s.want(")"); err != nil {
				return nil, err
			}
		}
		out = append(out, e)
		if !s.word(",") {
			return out, nil
		}
	}
}

func (s *session) inlineRows() ([]map[string]any, error) {
	if err := s.want("FROM", "(", "SELECT", "inline", "(", "from_json", "("); err != nil {
		return nil, err
	}
	parameter, err := s.take(marker, "a parameter")
	if err != nil {
		return nil, err
	}
	p, ok := s.parameters[parameter]
	if !ok {
		return nil, &sqlError{"42P02", "[UNBOUND_SQL_PARAMETER] Found the unbound parameter: " + parameter}
	}
	if err := s.want(","); err != nil {
		return nil, err
	}
	typeText, err := s.take(text, "a schema")
	if err != nil {
		return nil, err
	}
	if err := s.want(",", "map", "("); err != nil {
		return nil, err
	}
	key, _ := s.take(text, "'mode'")
	comma := s.want(",")
	mode, _ := s.take(text, "'FAILFAST'")
	if comma != nil || key != "mode" || mode != "FAILFAST" {
		return nil, parseError("from_json without map('mode', 'FAILFAST') turns what it cannot read into null")
	}
	if err := s.want(")", ")", ")", ")"); err != nil {
		return nil, err
	}
	return decodeRows(p.Value, typeText)
}

// decodeRows reads the JSON of rows by the schema, which it must fit.
func decodeRows(value, typeText string) ([]map[string]any, error) {
	tokens, err := tokenize(typeText)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	typ, err := p.typ()
	if err = firstError(err, p.done()); err != nil {
		return nil, err
	}
	var rows []any
	d := json.NewDecoder(bytes.NewReader([]byte(value)))
	d.UseNumber()
	if err := d.Decode(&rows); err != nil {
		return nil, malformed(err.Error())
	}
	out := make([]map[string]any, len(rows))
	for i, r := range rows {
		v, err := fit(r, typ.Elem)
		if err != nil {
			return nil, err
		}
		out[i], _ = v.(map[string]any)
	}
	return out, nil
}

func malformed(why string) error {
	return &sqlError{"22023", "[MALFORMED_RECORD_IN_PARSING] Malformed records are detected in record parsing: " + why}
}

// convert makes rows of the table: columns that are not given are null.
func (t *table) convert(into []string, sources []expression, given []map[string]any) ([]map[string]any, error) {
	if len(into) != len(sources) {
		return nil, &sqlError{"21S01", "[INSERT_COLUMN_ARITY_MISMATCH] the numbers of columns differ"}
	}
	rows := make([]map[string]any, len(given))
	for i, g := range given {
		row := map[string]any{}
		for j, n := range into {
			c := t.column(n)
			if c == nil {
				return nil, &sqlError{"42703", "[UNRESOLVED_COLUMN] column " + n + " does not exist"}
			}
			v := g[sources[j].column]
			if sources[j].function == "unbase64" && v != nil {
				if _, err := base64.StdEncoding.DecodeString(fmt.Sprint(v)); err != nil {
					return nil, malformed(err.Error())
				}
			}
			row[c.Name] = v
		}
		for _, c := range t.info.Columns {
			if row[c.Name] == nil && !c.Nullable {
				return nil, &sqlError{"23502", "[DELTA_NOT_NULL_CONSTRAINT_VIOLATED] NOT NULL constraint violated for column: " + c.Name}
			}
		}
		rows[i] = row
	}
	return rows, nil
}

// literal writes a value as the JSON_ARRAY format does.
func literal(v any, t delta.Type) any {
	switch n, ok := v.(json.Number); {
	case v == nil:
		return nil
	case ok && t.Name == delta.TypeTimestamp:
		micros, _ := n.Int64() // it was made from one
		return time.UnixMicro(micros).UTC().Format("2006-01-02T15:04:05.000Z")
	}
	switch x := v.(type) {
	case string:
		return x
	case json.Number:
		return x.String()
	case bool:
		return strconv.FormatBool(x)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return string(b)
}
