package serving

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// compatible takes the columns of the logged signature, and casts as MLflow's server does.
type compatible struct {
	plan    *tree.Plan
	columns []model.Column
	names   keys // of the columns
	// sensitive are the columns whose values are in no violation.
	sensitive map[string]bool
}

func newCompatible(trees *tree.Model, s model.Signature, record *schema.Record) (*compatible, error) {
	c := &compatible{columns: s.Inputs, names: newKeys(s.InputNames(), record), sensitive: map[string]bool{}}
	for _, f := range record.Features() {
		if at := record.Resolve(f.Field); len(at) > 0 && at[len(at)-1].Sensitive {
			c.sensitive[f.Name] = true
		}
	}
	for _, column := range s.Inputs {
		switch column.Type {
		case model.Boolean, model.Integer, model.Long, model.Float, model.Double:
		default:
			return nil, fmt.Errorf("serving: the column %s of the model's signature is %s; compatible mode takes numbers and booleans", column.Name, column.Type)
		}
	}
	var err error
	if c.plan, err = trees.Bind(c.names.list); err != nil {
		return nil, fmt.Errorf("serving: the model's signature does not name its features: %w", err)
	}
	return c, nil
}

func (c *compatible) score(body []byte) (result, error) {
	var report validate.Report
	rows, _ := parse(body, true, c.names, &report)
	if rows.n == 0 && report.Len() == 0 {
		c.noRow(rows, &report)
	}
	if err := report.Err(); err != nil {
		return result{}, err
	}
	res := result{predictions: make([]float64, 0, rows.n)}
	matrix := make([]float32, 0, min(rows.n, maxBatch)*len(c.columns))
	for i := range rows.n {
		if report.Len() > maxViolations {
			return result{}, &cutError{report.Take().(*validate.Error), rows.n - i}
		}
		report.SetRow(i)
		matrix = c.row(matrix, &rows, &report)
		if report.Len() == 0 && (i+1)%maxBatch > 0 && i+1 < rows.n {
			continue
		}
		if report.Len() == 0 {
			var err error
			if res.predictions, err = c.plan.PredictBatch(res.predictions, matrix); err != nil {
				return result{}, err
			}
		}
		matrix = matrix[:0]
	}
	if err := report.Take(); err != nil {
		return result{}, err
	}
	return res, nil
}

// noRow reports what a request without rows lacks: a row, unless it has every column that is needed.
func (c *compatible) noRow(none rows, r *validate.Report) {
	if none.has == nil {
		r.Add(&validate.Rule{Name: validate.RuleMissing, Message: "there is no row"}, validate.None())
		return
	}
	for i, column := range c.columns {
		if !column.Optional && !none.has(i) {
			r.Add(&validate.Rule{Path: column.Name, Name: validate.RuleMissing}, validate.None())
		}
	}
}

// maxBatch is how many rows are a matrix at a time.
const maxBatch = 1024

// row appends the features of the next row. A column that is required and absent is reported; an optional one is NaN, and so
// is one of floats that other rows have.
func (c *compatible) row(dst []float32, rows *rows, r *validate.Report) []float32 {
	var cells map[string]json.RawMessage
	if err := json.Unmarshal(rows.next(), &cells); err != nil {
		r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: err.Error()}, validate.None())
		return dst
	}
	for i := range c.columns {
		column := &c.columns[i]
		cell, ok := cells[column.Name]
		if !ok && !column.Optional && (!isFloat(column.Type) || rows.has == nil || !rows.has(i)) {
			r.Add(&validate.Rule{Path: column.Name, Name: validate.RuleMissing}, validate.None())
			continue
		}
		x, ok := cast(column.Type, cell)
		if !ok || math.IsInf(float64(float32(x)), 0) {
			rule := &validate.Rule{Path: column.Name, Name: validate.RuleType, Param: string(column.Type), Sensitive: c.sensitive[column.Name]}
			r.Add(rule, validate.JSON(string(cell)))
		}
		dst = append(dst, float32(x))
	}
	return dst
}

func isFloat(t model.DataType) bool { return t == model.Double || t == model.Float }

// cast reads a cell as pandas does when MLflow casts a column: text that is a number is the number, a boolean is 0 or 1,
// a fraction in a column of integers loses its fraction, and null is NaN where the type has one.
func cast(t model.DataType, cell []byte) (float64, bool) {
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 || string(cell) == "null" {
		return math.NaN(), isFloat(t)
	}
	bits := map[model.DataType]int{model.Long: 64, model.Integer: 32}[t] // 0 for others
	switch cell[0] {
	case 't', 'f':
		if cell[0] == 't' {
			return 1, true
		}
		return 0, true
	case '"':
		text, err := strconv.Unquote(string(cell))
		if err != nil || t == model.Boolean {
			return 0, false
		}
		if bits > 0 {
			n, err := strconv.ParseInt(strings.TrimSpace(text), 10, bits)
			return float64(n), err == nil
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		return x, err == nil && !strings.ContainsAny(text, "xX") // Go alone reads hexadecimal fractions
	case '{', '[':
		return 0, false
	}
	x, err := strconv.ParseFloat(string(cell), 64)
	switch {
	case err != nil:
		return 0, false
	case bits > 0:
		if whole, err := strconv.ParseInt(string(cell), 10, bits); err == nil {
			return float64(whole), true
		}
		x = math.Trunc(x)
		beyond := math.Ldexp(1, bits-1)
		return x, x >= -beyond && x < beyond
	case t == model.Boolean:
		return validate.Indicator[float64](x != 0), true
	}
	return x, true
}
