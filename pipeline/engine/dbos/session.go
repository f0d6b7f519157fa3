package dbos

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/dbos-inc/dbos-transact-golang/dbos"

	"github.com/typedml/typedml/pipeline/engine"
)

// session is DBOS, launched for one plan.
type session struct {
	engine *Engine
	plan   *engine.Plan
	root   dbos.Context
	// release lets the next run begin.
	release func() error

	mu     sync.Mutex
	causes map[string]error // why runs failed in this process, by key: the database keeps words only
}

// start connects, and goes on with the runs of the plan that this executor left behind.
func (e *Engine) start(ctx context.Context, p *engine.Plan) (*session, error) {
	if err := p.Durable(); err != nil {
		return nil, err
	}
	s := &session{engine: e, plan: p, causes: map[string]error{}}
	var err error
	if s.root, err = e.connect(ctx, p); err != nil {
		return nil, err
	}
	if s.release, err = e.lock(context.WithoutCancel(ctx), p.Name); err != nil {
		s.release = func() error { return nil }
		return nil, errors.Join(err, s.stop())
	}
	dbos.RegisterWorkflow(s.root, s.workflow, dbos.WithWorkflowName(p.Name), dbos.WithMaxRecoveryAttempts(recoveries))
	if err := dbos.Launch(s.root); err != nil {
		return nil, errors.Join(fmt.Errorf("dbos: %w", err), s.stop())
	}
	return s, nil
}

// recoveries is how often a run is gone on with: one that kills its process each time is given up in the end.
const recoveries = 100

func (s *session) stop() error {
	if err := errors.Join(dbos.Shutdown(s.root, letGo), s.release()); err != nil {
		return fmt.Errorf("dbos: %w", err)
	}
	return nil
}

// run starts or finds the run of a key, and waits for it.
func (s *session) run(ctx context.Context, key, input string) (string, error) {
	id := s.plan.Name + "/" + key
	if err := s.continues(id, input); err != nil {
		return "", err
	}
	h, err := dbos.RunWorkflow(s.root, s.workflow, input, dbos.WithWorkflowID(id),
		dbos.WithWorkflowAttributes(map[string]any{awaited: s.engine.options.Executor}))
	if err != nil {
		return "", fmt.Errorf("dbos: starting the run: %w", err)
	}
	type outcome struct {
		text string
		err  error
	}
	ended := make(chan outcome, 1)
	go func() {
		text, err := h.GetResult()
		ended <- outcome{text, err}
	}()
	select {
	case o := <-ended:
		return o.text, s.cause(key, o.err)
	case <-ctx.Done():
		return "", fmt.Errorf("stopped, and goes on when it is run again: %w", context.Cause(ctx))
	}
}

// continues demands that a run that exists was begun by a plan of the same shape, as DBOS would let it wait for ever, and with
// the same input, as DBOS would give what came of the other.
func (s *session) continues(id, input string) error {
	found, err := list(s.root, dbos.WithFilterWorkflowIDs(id), dbos.WithFilterLoadInput(true))
	if err != nil {
		return fmt.Errorf("dbos: looking for the run: %w", err)
	}
	for _, w := range found {
		if w.ApplicationVersion != dbos.GetApplicationVersion(s.root) {
			return fmt.Errorf("it was begun by version %s of the flow, whose steps or types were others than those of this one, %s: "+
				"end it with the program that began it, or choose another key", w.ApplicationVersion, dbos.GetApplicationVersion(s.root))
		}
		if begunWith(w) != input {
			return errors.New("the key was run with another input than this one: choose another key for this input")
		}
	}
	return nil
}

// cause is the error of this process where the run failed in it, else the words that were kept.
func (s *session) cause(key string, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.causes[key]; known != nil && err != nil {
		return known
	}
	return err
}

func (s *session) failed(key string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.causes[key] = err
}
