package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/databricks/databricks-sdk-go/service/sql"

	"github.com/typedml/typedml/internal/wait"
	"github.com/typedml/typedml/internal/workspace"
)

// Warehouse is one SQL warehouse. It is safe for concurrent use.
type Warehouse struct {
	ID string

	client *workspace.Client
	api    *sql.StatementExecutionAPI
	links  *http.Client // without credentials: links are signed
}

// New returns the warehouse with the id, or the one of the client's configuration for "". Nothing is asked yet.
func New(c *workspace.Client, id string) (*Warehouse, error) {
	if id == "" {
		id = c.Warehouse()
	}
	if id == "" {
		return nil, errors.New("databricks: no SQL warehouse is named, which creates, reads and writes tables: add ?warehouse=ID to the URI, " +
			"or set DATABRICKS_WAREHOUSE_ID (the id is at the end of the warehouse's page and of its HTTP path)")
	}
	return &Warehouse{ID: id, client: c, api: sql.NewStatementExecution(c.API), links: &http.Client{Timeout: 5 * time.Minute}}, nil
}

// Parameter is a value for :Name in a statement. Type is SQL's, such as STRING.
type Parameter struct{ Name, Type, Value string }

const statements = "/api/2.0/sql/statements"

// answer is the SDK's StatementResponse with rows that tell null from "": the SDK's type makes both "".
type answer struct {
	ID       string               `json:"statement_id"`
	Status   *sql.StatementStatus `json:"status"`
	Manifest *sql.ResultManifest  `json:"manifest"`
	Result   *chunk               `json:"result"`
}

type chunk struct {
	NextChunkIndex int                `json:"next_chunk_index"`
	DataArray      [][]*string        `json:"data_array"`
	ExternalLinks  []sql.ExternalLink `json:"external_links"`
}

// Exec runs a statement for what it does. Where nobody can tell whether it was done the error is an *Error that is Unknown.
func (w *Warehouse) Exec(ctx context.Context, call workspace.Call, text string, parameters ...Parameter) error {
	if ctx.Err() != nil {
		return w.client.Explain(call, context.Cause(ctx))
	}
	call = w.needs(call)
	a, err := w.submit(ctx, call, request(text, parameters))
	switch {
	case err == nil:
		_, err = w.await(ctx, call, a)
	case workspace.IsUncertain(err):
		err = &Error{Call: call, Warehouse: w.ID, Unknown: true, err: err, Message: "its submission was not answered, so " +
			"whether the statement takes effect is not known: look into the workspace's query history before it is run again"}
	}
	return err
}

// Columns runs a query and returns the names of its columns.
func (w *Warehouse) Columns(ctx context.Context, call workspace.Call, text string) ([]string, error) {
	a, err := w.run(ctx, call, request(text, nil))
	if err != nil || a.Manifest == nil || a.Manifest.Schema == nil {
		return nil, err
	}
	var names []string
	for _, c := range a.Manifest.Schema.Columns {
		names = append(names, c.Name)
	}
	return names, nil
}

// Rows runs a statement with few rows and returns them as texts by column name; null is absent.
func (w *Warehouse) Rows(ctx context.Context, call workspace.Call, text string) ([]map[string]string, error) {
	a, err := w.run(ctx, call, request(text, nil))
	if err != nil {
		return nil, err
	}
	if a.Manifest == nil || a.Manifest.Schema == nil {
		return nil, nil
	}
	var rows []map[string]string
	for c := a.Result; c != nil; {
		for _, values := range c.DataArray {
			row := map[string]string{}
			for i, v := range values {
				if v != nil && i < len(a.Manifest.Schema.Columns) {
					row[a.Manifest.Schema.Columns[i].Name] = *v
				}
			}
			rows = append(rows, row)
		}
		if c.NextChunkIndex == 0 { // the first chunk is never the next one
			break
		}
		if c, err = w.chunk(ctx, call, a.ID, c.NextChunkIndex); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (w *Warehouse) chunk(ctx context.Context, call workspace.Call, id string, i int) (*chunk, error) {
	var out chunk
	err := w.client.Do(ctx, call, http.MethodGet, fmt.Sprintf("%s/%s/result/chunks/%d", statements, id, i), nil, &out)
	return &out, err
}

func request(text string, parameters []Parameter) sql.ExecuteStatementRequest {
	in := sql.ExecuteStatementRequest{Statement: text}
	for _, p := range parameters {
		// Without ForceSendFields an empty value would arrive as null.
		in.Parameters = append(in.Parameters, sql.StatementParameterListItem{Name: p.Name, Type: p.Type, Value: p.Value, ForceSendFields: []string{"Value"}})
	}
	return in
}

// run submits a query and waits for its end.
func (w *Warehouse) run(ctx context.Context, call workspace.Call, in sql.ExecuteStatementRequest) (*answer, error) {
	call = w.needs(call)
	a, err := w.submit(ctx, call, in)
	if err != nil {
		return nil, err
	}
	return w.await(ctx, call, a)
}

// needs adds the warehouse to what a call takes.
func (w *Warehouse) needs(call workspace.Call) workspace.Call {
	if call.Needs != "" {
		call.Needs = fmt.Sprintf("CAN USE on the SQL warehouse %s, and %s", w.ID, call.Needs)
	}
	return call
}

// submit hands a statement in; it may have ended already.
func (w *Warehouse) submit(ctx context.Context, call workspace.Call, in sql.ExecuteStatementRequest) (*answer, error) {
	in.WarehouseId, in.WaitTimeout = w.ID, "0s"
	a := new(answer)
	return a, w.client.Do(ctx, call, http.MethodPost, statements, in, a)
}

// await waits for the end of a statement.
func (w *Warehouse) await(ctx context.Context, call workspace.Call, a *answer) (*answer, error) {
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		if done, err := w.ended(call, a); done {
			return a, err
		}
		err := wait.For(ctx, pause)
		if err == nil {
			err = w.client.Do(ctx, call, http.MethodGet, statements+"/"+a.ID, nil, a)
		}
		if err != nil {
			return w.settle(ctx, call, a.ID, err)
		}
	}
}

// ended reports whether the statement has ended, and its error.
func (w *Warehouse) ended(call workspace.Call, a *answer) (bool, error) {
	if a.Status == nil {
		return true, &Error{Call: call, Warehouse: w.ID, Message: "the statement has no status"}
	}
	switch a.Status.State {
	case sql.StatementStatePending, sql.StatementStateRunning:
		return false, nil
	case sql.StatementStateSucceeded:
		return true, nil
	}
	e := &Error{Call: call, Warehouse: w.ID, SQLState: a.Status.SqlState, Message: "the statement is " + a.Status.State.String()}
	if a.Status.Error != nil {
		e.Code, e.Message = a.Status.Error.ErrorCode.String(), a.Status.Error.Message
	}
	return true, e
}

// settling is how long the end of a cancelled statement is waited for.
const settling = 10 * time.Second

// settle cancels a statement that cannot be waited for, and finds out what became of it: one that had succeeded by then
// did.
func (w *Warehouse) settle(ctx context.Context, call workspace.Call, id string, cause error) (*answer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settling)
	defer cancel()
	failed := w.client.Do(ctx, call, http.MethodPost, statements+"/"+id+"/cancel", nil, nil)
	for failed == nil {
		var a answer
		if failed = w.client.Do(ctx, call, http.MethodGet, statements+"/"+id, nil, &a); failed != nil {
			break
		}
		if done, err := w.ended(call, &a); done && err == nil {
			return &a, nil
		} else if done {
			return nil, w.client.Explain(call, fmt.Errorf("the statement was cancelled: %w", cause))
		}
		failed = wait.For(ctx, 200*time.Millisecond)
	}
	return nil, &Error{Call: call, Warehouse: w.ID, Unknown: true, err: cause, Message: fmt.Sprintf(
		"whether the statement %s took effect is not known: look it up in the workspace's query history", id)}
}
