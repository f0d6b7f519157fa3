package main

import (
	"errors"
	"math"
	"runtime"
	"time"
)

// A pair is one comparison. Each side performs n operations.
type pair struct {
	name       string       // area/case/peer
	check      func() error // whether both sides do the same work
	ours, peer func(n int)
	// weigh, where there is one, measures both sides at once, and not in time.
	weigh func() (ours, peer float64, err error)
	// rounds are the runs of each side, where those take seconds; 0 leaves it to the clock.
	rounds int
	// start, where there is one, makes ready what both sides need, and returns how to end it.
	start func() (stop func(), err error)
	// took, where there is one, is the time of the peer's last run by its own clock.
	took func() time.Duration
}

// A missing part of the machine is no failure: the comparison is skipped, and says why.
type missing struct{ why string }

func (m missing) Error() string { return m.why }

// A clock says how a pair is timed.
type clock struct {
	now     func() time.Time
	rounds  int           // runs of each side
	atLeast time.Duration // length of a run
}

// measure returns the least time of one operation of each side, in nanoseconds.
func (c clock) measure(p pair) (ours, peer float64, err error) {
	if p.check == nil {
		return 0, 0, errors.New("no check that both sides do the same work")
	}
	if p.start != nil {
		stop, err := p.start()
		if err != nil {
			return 0, 0, err
		}
		defer stop()
	}
	if err := p.check(); err != nil {
		return 0, 0, err
	}
	if p.weigh != nil {
		return p.weigh()
	}
	runOurs := func(n int) time.Duration { return c.time(p.ours, n) }
	runPeer := func(n int) time.Duration {
		took := c.time(p.peer, n)
		if p.took != nil {
			took = p.took()
		}
		return took
	}
	n, m := c.calibrate(runOurs), c.calibrate(runPeer)
	ours, peer = math.Inf(1), math.Inf(1)
	rounds := c.rounds
	if p.rounds > 0 {
		rounds = min(rounds, p.rounds)
	}
	for range max(rounds, 1) {
		ours = min(ours, float64(runOurs(n))/float64(n))
		peer = min(peer, float64(runPeer(m))/float64(m))
	}
	return ours, peer, nil
}

// calibrate returns the number of operations that fill a run.
func (c clock) calibrate(run func(n int) time.Duration) int {
	for n := 1; ; {
		took := run(n)
		if took >= c.atLeast || n >= 1e9 {
			return n
		}
		grow := 100.0
		if took > 0 {
			grow = min(grow, 1.2*float64(c.atLeast)/float64(took))
		}
		n = min(max(n+1, int(float64(n)*grow)), 1e9)
	}
}

// time runs f after a collection, so that no run pays for the garbage of the one before.
func (c clock) time(f func(n int), n int) time.Duration {
	runtime.GC()
	start := c.now()
	f(n)
	return c.now().Sub(start)
}
