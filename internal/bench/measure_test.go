package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/internal/interop"
)

// fakeTime is a clock that only work moves on.
type fakeTime struct{ at time.Time }

func (f *fakeTime) now() time.Time { return f.at }

// work costs ns each operation, plus noise(run) each run.
func (f *fakeTime) work(ns int, noise func(run int) time.Duration) func(n int) {
	run := 0
	return func(n int) {
		run++
		f.at = f.at.Add(time.Duration(n*ns) + noise(run))
	}
}

func quiet(int) time.Duration { return 0 }

func agree() error { return nil }

func TestRun(t *testing.T) {
	f := &fakeTime{}
	c := clock{now: f.now, rounds: 5, atLeast: time.Millisecond}
	noisy := func(run int) time.Duration { return time.Duration(run%3) * time.Millisecond }
	last := time.Duration(0)
	for _, tc := range []struct {
		name string
		pair pair
		want string
	}{
		{"faster", pair{name: "a/x/p", check: agree, ours: f.work(5, quiet), peer: f.work(20, quiet)}, "a/x/p\t5.00\t20.0\t4.00\n"},
		{"slower", pair{name: "a/x/p", check: agree, ours: f.work(300, quiet), peer: f.work(150, quiet)}, "a/x/p\t300\t150\t0.50\n"},
		{"own clock", pair{
			name: "a/x/p", check: agree, ours: f.work(50, quiet), peer: func(n int) { last = time.Duration(n) * 10; f.work(20, noisy)(n) },
			took: func() time.Duration { return last },
		}, "a/x/p\t50.0\t10.0\t0.20\n"},
		{"minimum", pair{name: "a/x/p", check: agree, ours: f.work(50, noisy), peer: f.work(50, quiet)}, "a/x/p\t50.0\t50.0\t1.00\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out strings.Builder
			if err := run(&out, []pair{tc.pair}, "a/", false, c); err != nil {
				t.Fatal(err)
			}
			if out.String() != tc.want {
				t.Errorf("got %q, want %q", out.String(), tc.want)
			}
		})
	}
}

func TestRunRefuses(t *testing.T) {
	f := &fakeTime{}
	c := clock{now: f.now, rounds: 1, atLeast: time.Millisecond}
	differ := func() error { return errors.New("ours 1, peer 2") }
	for _, tc := range []struct {
		name, only, want string
		pair             pair
	}{
		{"sides differ", "", "a/x/p: ours 1, peer 2", pair{name: "a/x/p", check: differ, ours: f.work(1, quiet), peer: f.work(1, quiet)}},
		{"no check", "", "a/x/p: no check that both sides do the same work", pair{name: "a/x/p", ours: f.work(1, quiet), peer: f.work(1, quiet)}},
		{"nothing so named", "b/", `no comparison starts with "b/"; -list prints them`, pair{name: "a/x/p"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := run(&strings.Builder{}, []pair{tc.pair}, tc.only, false, c)
			if err == nil || err.Error() != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

// TestPairs checks the table: names of three parts, none twice, and both sides of each pair doing the same work.
func TestPairs(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range pairs() {
		if strings.Count(p.name, "/") != 2 || seen[p.name] {
			t.Errorf("%q is not a new area/case/peer", p.name)
		}
		seen[p.name] = true
		if p.check == nil {
			t.Errorf("%s has no check", p.name)
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			if p.start != nil {
				stop, err := p.start()
				if skip := (missing{}); errors.As(err, &skip) {
					interop.Skip(t, p.name, "%v", err)
				}
				if err != nil {
					t.Fatal(err)
				}
				defer stop()
			}
			if err := p.check(); err != nil {
				t.Fatal(err)
			}
			if p.weigh == nil {
				p.ours(1)
				p.peer(1)
			}
		})
	}
}
