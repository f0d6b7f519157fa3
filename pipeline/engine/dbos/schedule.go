package dbos

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dbos-inc/dbos-transact-golang/dbos"
	"github.com/robfig/cron/v3"

	"github.com/typedml/typedml/internal/wait"
	"github.com/typedml/typedml/pipeline/engine"
)

// Schedule runs the plan at each time of the schedule. Runs that a process before this one left behind are gone on with;
// times at which no process was there are not made up for, and one that comes while this engine runs the plan, or a run is about
// to be gone on with, is skipped and logged. Where several processes share a database, one of them runs a time.
//
// The clock is this call's: DBOS would keep a schedule in its database, and follow it in each process that runs the plan.
func (e *Engine) Schedule(ctx context.Context, p *engine.Plan, when engine.Schedule, input any) error {
	times, err := clock(when)
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
	err = s.follow(ctx, times, string(in))
	return errors.Join(err, s.stop())
}

// clock gives the times of a schedule.
func clock(when engine.Schedule) (cron.Schedule, error) {
	tab, err := when.Crontab()
	if err != nil {
		return nil, err
	}
	_, zone := when.Quartz()
	fields := cron.NewParser(cron.Second | cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)
	times, err := fields.Parse("CRON_TZ=" + zone + " " + tab)
	if err != nil {
		return nil, fmt.Errorf("dbos: the schedule: %w", err)
	}
	return times, nil
}

// follow starts a run at each time until ctx ends. A time whose run cannot be started does not end the schedule.
func (s *session) follow(ctx context.Context, times cron.Schedule, input string) error {
	var at time.Time
	for {
		now := time.Now()
		if now.Before(at) { // the clock was set back: a time comes once
			now = at
		}
		if at = times.Next(now); at.IsZero() {
			return errors.New("dbos: no time of the schedule comes within five years")
		}
		if err := wait.For(ctx, time.Until(at)); err != nil {
			return err
		}
		key := at.UTC().Format(time.RFC3339)
		if err := s.tick(key, input); err != nil {
			s.engine.log().Error("a scheduled run could not be started", "flow", s.plan.Name, "run", key, "error", err)
		}
	}
}

// tick starts the run of a time, unless one is under way, or another process has started it.
func (s *session) tick(key, input string) error {
	busy, err := s.busy()
	if err != nil {
		return err
	}
	if busy {
		s.engine.log().Warn("a scheduled time was skipped: a run of the flow is under way", "flow", s.plan.Name, "run", key)
		return nil
	}
	h, err := dbos.RunWorkflow(s.root, s.workflow, input, dbos.WithWorkflowID(s.plan.Name+"/"+key),
		dbos.WithWorkflowIDReusePolicy(dbos.WorkflowIDReusePolicyReject))
	switch {
	case errors.Is(err, dbos.ErrWorkflowIDInUse):
		return nil
	case err != nil:
		return err
	}
	go func() {
		if _, err := h.GetResult(); err != nil && s.root.Err() == nil {
			s.engine.log().Error("a scheduled run failed", "flow", s.plan.Name, "run", key, "error", err)
		}
	}()
	return nil
}

// busy reports whether the engine runs the plan, or a run that was left behind waits in DBOS's queue, which nothing else enters,
// to be gone on with.
func (s *session) busy() (bool, error) {
	if s.engine.underWay.any(s.plan.Name) {
		return true, nil
	}
	waiting, err := list(s.root, dbos.WithFilterName(s.plan.Name), dbos.WithFilterAppVersion(s.plan.Version()),
		dbos.WithFilterStatus(dbos.WorkflowStatusEnqueued))
	return len(waiting) > 0, err
}
