package endpoint

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// MaxRequest is how large the body of a request may be in bytes: Databricks Model Serving takes 16 MB.
const MaxRequest = 16_000_000

// Row is what a request needs of a generated type: the request view of a row, or a row without a label.
type Row[T any] interface {
	*T
	ValidateInto(r *validate.Report)
	TypedMLSchema() *schema.Record
	AppendFeatures64(dst []float64) []float64
	AppendJSON(b []byte) ([]byte, error)
}

// Client asks an endpoint for predictions. It is safe for concurrent use.
type Client[T any, P Row[T]] struct {
	client  *workspace.Client
	name    string
	fields  bool
	columns []column
}

// column is one encoded feature of a row.
type column struct {
	name     string
	key      []byte // the name as JSON, with its colon
	kind     model.DataType
	optional bool
}

// Open connects to an endpoint of the workspace; the first query finds out whether there is one.
func Open[T any, P Row[T]](ctx context.Context, name string, o Options) (*Client[T, P], error) {
	client, err := o.connect(ctx)
	if err != nil {
		return nil, err
	}
	c := &Client[T, P]{client: client, name: name, fields: o.Fields}
	record := P(nil).TypedMLSchema()
	inputs := model.SignatureOf(record).Inputs
	for i, f := range record.Features() {
		key, err := jsonio.AppendString(nil, f.Name)
		if err != nil {
			return nil, err
		}
		c.columns = append(c.columns, column{f.Name, append(key, ':'), inputs[i].Type, f.Optional})
	}
	return c, nil
}

// Query validates the rows, sends them in one request, and returns a prediction for each. Rows that break rules are a
// *validate.Error, every violation with its row, and nothing is sent. A request that was turned away, or whose answer was
// lost, is sent again within ctx: predictions have no effects.
func (c *Client[T, P]) Query(ctx context.Context, rows ...T) ([]float64, error) {
	return QueryAs[float64](ctx, c, rows...)
}

// QueryAs is Query for models whose predictions are not numbers: A is what encoding/json decodes one into.
func QueryAs[A, T any, P Row[T]](ctx context.Context, c *Client[T, P], rows ...T) ([]A, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	var report validate.Report
	validate.Slice[T, P](rows, &report)
	if err := report.Take(); err != nil {
		return nil, err
	}
	body, err := c.body(rows)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Predictions []*A `json:"predictions"`
	}
	call := workspace.Call{Op: "query endpoint", Object: c.name, Needs: "CAN QUERY on the endpoint"}
	path := "/serving-endpoints/" + url.PathEscape(c.name) + "/invocations"
	if err := c.client.Do(workspace.Repeatable(ctx), call, http.MethodPost, path, body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Predictions) != len(rows) {
		return nil, fmt.Errorf("the endpoint %s answered %d predictions for %d rows", c.name, len(answer.Predictions), len(rows))
	}
	out := make([]A, len(rows))
	for i, p := range answer.Predictions {
		if p == nil {
			return nil, fmt.Errorf("the endpoint %s answered no prediction for row %d", c.name, i)
		}
		out[i] = *p
	}
	return out, nil
}

// body is the request. Its size is checked while it grows.
func (c *Client[T, P]) body(rows []T) ([]byte, error) {
	b := []byte(`{"dataframe_records":[`)
	var features []float64
	var err error
	for i := range rows {
		b = jsonio.AppendComma(b)
		if c.fields {
			b, err = P(&rows[i]).AppendJSON(b)
		} else {
			features = P(&rows[i]).AppendFeatures64(features[:0])
			b, err = c.record(b, features)
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
		if len(b)+len("]}") > MaxRequest {
			return nil, c.tooLarge(i, len(rows))
		}
	}
	return append(b, "]}"...), nil
}

func (c *Client[T, P]) tooLarge(fit, rows int) error {
	if fit == 0 {
		return fmt.Errorf("row 0 alone is larger than %d bytes, which is what the endpoint %s takes", MaxRequest, c.name)
	}
	return fmt.Errorf("%d rows are larger than the %d bytes that the endpoint %s takes in a request; send at most %d of them at a time",
		rows, MaxRequest, c.name, fit)
}

// record appends the features of a row by their names, each as the signature's type has it.
func (c *Client[T, P]) record(b []byte, features []float64) ([]byte, error) {
	if len(features) != len(c.columns) {
		return nil, fmt.Errorf("%d features, and the schema has %d: the generated code is stale, run go generate", len(features), len(c.columns))
	}
	b = append(b, '{')
	for i, x := range features {
		f := &c.columns[i]
		b = append(jsonio.AppendComma(b), f.key...)
		switch {
		case math.IsNaN(x) && f.optional:
			b = append(b, "null"...)
		case math.IsNaN(x) || math.IsInf(x, 0):
			return nil, fmt.Errorf("%s is %v, which JSON has no number for", f.name, x)
		case f.kind == model.Boolean:
			b = strconv.AppendBool(b, x != 0)
		case f.kind == model.Long && math.Abs(x) >= 1<<53:
			return nil, fmt.Errorf("%s is an integer beyond 2^53: features are float64, which does not tell such ones apart; Options.Fields sends the row itself", f.name)
		case f.kind == model.Long:
			b = strconv.AppendFloat(b, x, 'f', 0, 64)
		default:
			b = appendDouble(b, x)
		}
	}
	return append(b, '}'), nil
}

// appendDouble writes a number that nobody takes for an integer: pandas gives a column of those another type.
func appendDouble(b []byte, x float64) []byte {
	from := len(b)
	b = strconv.AppendFloat(b, x, 'g', -1, 64)
	if !bytes.ContainsAny(b[from:], ".e") {
		b = append(b, ".0"...)
	}
	return b
}
