package dbos

import "sync"

// underWay counts the runs of each flow that an engine executes.
type underWay struct {
	mu   sync.Mutex
	runs map[string]int
}

// begin counts a run until end is called.
func (u *underWay) begin(flow string) (end func()) {
	u.add(flow, 1)
	return func() { u.add(flow, -1) }
}

func (u *underWay) add(flow string, n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.runs == nil {
		u.runs = map[string]int{}
	}
	u.runs[flow] += n
}

func (u *underWay) any(flow string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.runs[flow] > 0
}
