package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/typedml/typedml/internal/quartz"
)

// Schedule is when a flow runs by itself; the zero Schedule is never. [NewSchedule] makes one.
type Schedule struct {
	cron, zone string
}

// NewSchedule checks a Quartz cron, which is what Databricks takes, too ("0 30 2 * * ?" is each night at half past two: seconds,
// minutes, hours, day of the month, month, day of the week), and the name of a time zone, "" for UTC. The error says which field
// is wrong, and what a crontab of five fields is in Quartz.
func NewSchedule(cron, zone string) (Schedule, error) {
	if zone == "" {
		zone = "UTC"
	}
	if err := quartz.Check(cron); err != nil {
		return Schedule{}, fmt.Errorf("engine: schedule: %w", err)
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return Schedule{}, fmt.Errorf("engine: schedule: %q is no time zone; write one such as Europe/Berlin", zone)
	}
	return Schedule{cron: cron, zone: zone}, nil
}

// Quartz returns the cron and the time zone.
func (s Schedule) Quartz() (cron, zone string) { return s.cron, s.zone }

// Crontab returns the schedule in the form of the cron libraries of Unix, with seconds: Sunday is 0. What Quartz has and they
// have not (L, W, #, a year) is an error.
func (s Schedule) Crontab() (string, error) {
	tab, err := quartz.Crontab(s.cron)
	if err != nil {
		return "", fmt.Errorf("engine: schedule: %w", err)
	}
	return tab, nil
}

// Scheduler is an engine that runs plans by the clock.
type Scheduler interface {
	// Schedule runs a plan at each time of the schedule until ctx ends, and returns ctx's cause. A run's key is its time in
	// RFC 3339, so that a time is run once. A time that comes while the engine runs the plan is skipped. That, and a run that
	// fails, is logged. Nothing of the schedule outlives the call, not even when its process is killed.
	Schedule(ctx context.Context, p *Plan, s Schedule, input any) error
}

// Schedule runs the flow by the clock, as [Scheduler.Schedule] says.
func (f *Flow[In, Out]) Schedule(ctx context.Context, e Scheduler, s Schedule, in In) error {
	if s == (Schedule{}) {
		return fmt.Errorf("engine: flow %q: the schedule is empty; make one with NewSchedule", f.plan.Name)
	}
	if err := e.Schedule(ctx, f.plan, s, in); err != nil {
		return fmt.Errorf("engine: flow %q: %w", f.plan.Name, err)
	}
	return nil
}
