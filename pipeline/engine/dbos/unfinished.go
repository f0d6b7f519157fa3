package dbos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dbos-inc/dbos-transact-golang/dbos"

	"github.com/typedml/typedml/pipeline/engine"
)

// awaited is the attribute of a workflow whose result nobody has acknowledged. It names the executor that began the run: another
// one may have run it. A run that the clock began has none, as nobody waits for it.
const awaited = "awaited_by"

func (e *Engine) awaits(w dbos.WorkflowStatus) bool {
	return w.Attributes[awaited] == e.options.Executor
}

// Unfinished returns the keys of this executor's runs of the plan with the input, oldest first, that did not end, or whose
// result was not acknowledged.
func (e *Engine) Unfinished(ctx context.Context, p *engine.Plan, input any) ([]string, error) {
	in, err := p.EncodeInput(input)
	if err != nil {
		return nil, err
	}
	c, err := e.connect(ctx, p)
	if err != nil {
		return nil, err
	}
	runs, err := e.unfinished(c, p)
	if err = errors.Join(err, dbos.Shutdown(c, letGo)); err != nil {
		return nil, fmt.Errorf("dbos: looking for unfinished runs: %w", err)
	}
	var keys []string
	for _, r := range runs {
		if key, ok := strings.CutPrefix(r.ID, p.Name+"/"); ok && begunWith(r) == string(in) {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// unfinished lists the runs with their inputs, oldest first.
func (e *Engine) unfinished(c dbos.Context, p *engine.Plan) ([]dbos.WorkflowStatus, error) {
	begun, err := list(c, dbos.WithFilterName(p.Name), dbos.WithFilterStatus(dbos.WorkflowStatusPending, dbos.WorkflowStatusEnqueued))
	if err != nil {
		return nil, err
	}
	ended, err := list(c, e.unacknowledged(p)...)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, w := range begun {
		if e.awaits(w) || w.ExecutorID == e.options.Executor {
			ids = append(ids, w.ID)
		}
	}
	for _, w := range ended {
		if e.awaits(w) {
			ids = append(ids, w.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return list(c, dbos.WithFilterWorkflowIDs(ids...), dbos.WithFilterLoadInput(true))
}

// unacknowledged finds runs that ended well, of this shape of the plan, as another one cannot read their results. SQLite does
// not filter by attributes; there it finds those that were acknowledged, and those that the clock began, too.
func (e *Engine) unacknowledged(p *engine.Plan) []dbos.ListWorkflowsOption {
	filter := []dbos.ListWorkflowsOption{
		dbos.WithFilterName(p.Name), dbos.WithFilterStatus(dbos.WorkflowStatusSuccess), dbos.WithFilterAppVersion(p.Version()),
	}
	if !e.onFile() {
		filter = append(filter, dbos.WithFilterAttributes(map[string]any{awaited: e.options.Executor}))
	}
	return filter
}

// list lists workflows, without inputs and outputs unless the filter asks for them.
func list(c dbos.Context, filter ...dbos.ListWorkflowsOption) ([]dbos.WorkflowStatus, error) {
	without := []dbos.ListWorkflowsOption{dbos.WithFilterLoadInput(false), dbos.WithFilterLoadOutput(false)}
	return dbos.ListWorkflows(c, slices.Concat(without, filter)...)
}

// begunWith is the input of a listed workflow, which DBOS keeps as the JSON of a text; "" where it was not asked for.
func begunWith(w dbos.WorkflowStatus) string {
	kept, _ := w.Input.(string)
	var in string
	if json.Unmarshal([]byte(kept), &in) != nil {
		return ""
	}
	return in
}

// Acknowledge says that the result of a run has arrived. That of a run which another executor began is that one's to acknowledge.
func (e *Engine) Acknowledge(ctx context.Context, p *engine.Plan, key string) error {
	c, err := e.connect(ctx, p)
	if err != nil {
		return err
	}
	runs, err := list(c, dbos.WithFilterWorkflowIDs(p.Name+"/"+key))
	if err == nil && slices.ContainsFunc(runs, e.awaits) {
		err = dbos.SetWorkflowAttributes(c, p.Name+"/"+key, nil)
	}
	if err = errors.Join(err, dbos.Shutdown(c, letGo)); err != nil {
		return fmt.Errorf("dbos: acknowledging the result: %w", err)
	}
	return nil
}
