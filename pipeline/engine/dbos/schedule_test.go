package dbos

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dbos-inc/dbos-transact-golang/dbos"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

// The clock runs the flow, once for each time.
func TestSchedule(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var keys atomic.Pointer[[]string]
	keys.Store(&[]string{})
	flow := oneStep(t, job.Task{}, func(ctx context.Context, n int) (int, error) {
		seen := append(*keys.Load(), engine.Key(ctx))
		keys.Store(&seen)
		if n != 5 {
			t.Errorf("the input is %d", n)
		}
		if len(seen) == 2 {
			cancel()
		}
		return n, nil
	})
	every, err := engine.NewSchedule("0/2 * * * * ?", "Europe/Berlin")
	require.NoError(t, err)
	url := sqliteFile(t.TempDir())
	err = flow.Schedule(ctx, open(t, url), every, 5)
	require.ErrorIs(t, err, context.Canceled)
	seen := *keys.Load()
	require.GreaterOrEqual(t, len(seen), 2)
	assert.NotContains(t, unfinished(t, open(t, url), flow, 5), seen[0], "nobody waits for what the clock began")
	assert.NotEqual(t, seen[0], seen[1])
	for _, key := range seen {
		at, err := time.Parse(time.RFC3339, key)
		require.NoError(t, err)
		assert.Zero(t, at.Second()%2)
	}
	last, err := engine.NewSchedule("0 0 0 L * ?", "")
	require.NoError(t, err)
	err = flow.Schedule(ctx, open(t, sqliteFile(t.TempDir())), last, 5)
	require.ErrorContains(t, err, "cannot say L as a day of the month")
	require.ErrorContains(t, flow.Schedule(ctx, open(t, sqliteFile(t.TempDir())), engine.Schedule{}, 5), "the schedule is empty")
}

func eachSecond(t *testing.T) engine.Schedule {
	t.Helper()
	second, err := engine.NewSchedule("* * * * * ?", "")
	require.NoError(t, err)
	return second
}

// A schedule lives as long as its Schedule: a program that merely runs the flow runs nothing else, however the schedule ended.
func TestRunDoesNotListenToTheClock(t *testing.T) {
	t.Run("ended", func(t *testing.T) {
		t.Parallel()
		url := sqliteFile(t.TempDir())
		ctx, cancel := context.WithCancel(t.Context())
		flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { cancel(); return n, nil })
		require.ErrorIs(t, flow.Schedule(ctx, open(t, url), eachSecond(t), 1), context.Canceled)
		assert.Equal(t, []string{"tonight"}, begunBesides(t, url, "one-step"))
	})
	t.Run("killed", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		spawn(t, "schedule", sqliteFile(dir), dir, "done four")
		assert.Equal(t, []string{"tonight"}, begunBesides(t, sqliteFile(dir), "countdown"))
	})
}

// begunBesides runs a flow of the name for some seconds, and lists the runs of which a step began meanwhile. Its shape is its own,
// so that it goes on with nothing.
func begunBesides(t *testing.T, url, name string) []string {
	t.Helper()
	var mu sync.Mutex
	var begun []string
	e, err := Open(url, Options{Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler), Observe: func(ev engine.Event) {
		mu.Lock()
		defer mu.Unlock()
		if ev.Kind == engine.Begun {
			begun = append(begun, ev.Key)
		}
	}}})
	require.NoError(t, err)
	in := engine.Start[int](name)
	flow, err := engine.Build(in, engine.Then(in, job.Task{Key: "slow"}, func(_ context.Context, n int) (int, error) {
		time.Sleep(3 * time.Second)
		return n, nil
	}))
	require.NoError(t, err)
	_, err = flow.Run(t.Context(), e, "tonight", 10)
	require.NoError(t, err)
	mu.Lock()
	defer mu.Unlock()
	return begun
}

// A time that comes while a run is under way, or waits to be gone on with, is skipped and said so.
func TestScheduledRunsDoNotOverlap(t *testing.T) {
	url := sqliteFile(t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	left := oneStep(t, job.Task{}, func(ctx context.Context, _ int) (int, error) { stop(); <-ctx.Done(); return 0, ctx.Err() })
	_, err := left.Run(ctx, open(t, url), "left", 1)
	require.ErrorIs(t, err, context.Canceled)

	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var underWay, most, runs atomic.Int32
	var first atomic.Pointer[string]
	flow := oneStep(t, job.Task{}, func(ctx context.Context, n int) (int, error) {
		most.Store(max(most.Load(), underWay.Add(1)))
		defer underWay.Add(-1)
		key := engine.Key(ctx)
		first.CompareAndSwap(nil, &key)
		time.Sleep(2200 * time.Millisecond)
		if runs.Add(1) == 2 {
			cancel()
		}
		return n, nil
	})
	var log bytes.Buffer
	e, err := Open(url, Options{Watch: engine.Watch{Logger: slog.New(slog.NewTextHandler(&log, nil))}})
	require.NoError(t, err)
	require.ErrorIs(t, flow.Schedule(ctx, e, eachSecond(t), 1), context.Canceled)
	assert.Equal(t, "left", *first.Load())
	assert.EqualValues(t, 1, most.Load(), "runs at once")
	assert.GreaterOrEqual(t, strings.Count(log.String(), "a scheduled time was skipped"), 3, log.String())
}

// A run that was left behind stands in a queue before it goes on: a time that comes meanwhile would overtake it.
func TestAWaitingRunIsUnderWay(t *testing.T) {
	flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { return n, nil })
	s, err := open(t, sqliteFile(t.TempDir())).start(t.Context(), flow.Plan())
	require.NoError(t, err)
	busy, err := s.busy()
	require.NoError(t, err)
	assert.False(t, busy)
	_, err = dbos.Enqueue[string, string](s.root, "nobody-listens", "one-step", "1", dbos.WithEnqueueApplicationVersion(flow.Plan().Version()))
	require.NoError(t, err)
	busy, err = s.busy()
	require.NoError(t, err)
	assert.True(t, busy)
	require.NoError(t, s.stop())
}

// Several processes on Postgres run each time once.
func schedules(t *testing.T, url string) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var mu sync.Mutex
	ran := map[string]int{}
	flow := oneStep(t, job.Task{}, func(ctx context.Context, n int) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		ran[engine.Key(ctx)]++
		if len(ran) == 4 {
			cancel()
		}
		return n, nil
	})
	second := eachSecond(t)
	var group sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} {
		group.Go(func() {
			e, err := Open(url, Options{Executor: name, Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler)}})
			if assert.NoError(t, err) {
				assert.ErrorIs(t, flow.Schedule(ctx, e, second, 5), context.Canceled)
			}
		})
	}
	group.Wait()
	for key, n := range ran {
		assert.Equal(t, 1, n, key)
		_, err := time.Parse(time.RFC3339, key)
		assert.NoError(t, err, "the key is the time alone, the same in each process")
	}
	assert.GreaterOrEqual(t, len(ran), 4)
}
