package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// Progress is told after a while, and then as often as the seconds change.
const (
	quiet = 700 * time.Millisecond
	tick  = 500 * time.Millisecond
)

// progress says on a terminal that work goes on: "what … 3 s" on stderr. The function that it returns ends that and clears the
// line; where stderr is no terminal nothing is said at all.
func (s streams) progress(what string) (done func()) {
	if !terminal(s.err) {
		return func() {}
	}
	return report(s.err, what, quiet, tick)
}

func report(w io.Writer, what string, quiet, tick time.Duration) (done func()) {
	start := time.Now()
	end := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		said := false
		for timer := time.NewTimer(quiet); ; timer.Reset(tick) {
			select {
			case <-timer.C:
				said = true
				fmt.Fprintf(w, "\r%s … %.0f s", what, time.Since(start).Seconds())
			case <-end:
				if said {
					fmt.Fprint(w, "\r\x1b[K")
				}
				return
			}
		}
	})
	return sync.OnceFunc(func() {
		close(end)
		wait.Wait()
	})
}
