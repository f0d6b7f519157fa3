package dbos

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/dbos-inc/dbos-transact-golang/dbos"

	"github.com/typedml/typedml/pipeline/engine"
)

// ticks is the end of the name of the workflow that the clock starts.
const ticks = ".schedule"

// Schedule runs the plan at each time of the schedule. Runs that a process before this one left behind are gone on with;
// times at which no process was there are not made up for. Where several processes share a database, one of them runs a time.
func (e *Engine) Schedule(ctx context.Context, p *engine.Plan, when engine.Schedule, input any) error {
	cron, err := when.Crontab()
	if err != nil {
		return err
	}
	in, err := p.EncodeInput(input)
	if err != nil {
		return err
	}
	s, err := e.start(ctx, p)
	if err != nil {
		return err
	}
	_, zone := when.Quartz()
	err = dbos.ApplySchedules(s.root, []dbos.ScheduleSpec{{
		ScheduleName: p.Name, Schedule: cron, CronTimezone: zone, WorkflowName: p.Name + ticks, Context: json.RawMessage(in),
	}})
	if err != nil {
		return fmt.Errorf("dbos: %w", err)
	}
	<-ctx.Done()
	if err := s.stop(); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// tick runs the plan once, as a workflow of its own.
func (s *session) tick(ctx dbos.Context, at dbos.ScheduledWorkflowInput) (any, error) {
	key := at.ScheduledTime.UTC().Format(time.RFC3339)
	h, err := dbos.RunWorkflow(ctx, s.workflow, string(at.Context), dbos.WithWorkflowID(s.plan.Name+"/"+key))
	if err != nil {
		return nil, err
	}
	return h.GetResult()
}
