package validate

import (
	"cmp"
	"slices"
	"sync"
)

// Tally counts violations by field and rule. It is safe for concurrent use; the zero value is empty. It holds one count
// for each rule of the structs that it has seen, however much data passes.
type Tally struct {
	mu     sync.Mutex
	counts map[tallyKey]int64
}

type tallyKey struct{ field, rule string }

// Count is how often a rule was broken.
type Count struct {
	// Field is the Go selector of the field, such as "TransactionAmount"; "" for a check of the record and for a key that
	// the record does not have.
	Field string
	Rule  string
	N     int64
}

// Add counts the violations of e; nil counts nothing.
func (t *Tally) Add(e *Error) {
	if t == nil || e == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[tallyKey]int64{}
	}
	for i := range e.Violations {
		rule := e.Violations[i].rule
		t.counts[tallyKey{rule.Field, rule.Name}]++
	}
}

// Counts returns what was counted so far, by field and rule.
func (t *Tally) Counts() []Count {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]Count, 0, len(t.counts))
	for k, n := range t.counts {
		out = append(out, Count{Field: k.field, Rule: k.rule, N: n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule)) })
	return out
}
