package validate

import (
	"cmp"
	"slices"
)

// SortKeys sorts the violations from the n-th on by the map key of their outermost step. Generated code calls it after
// it has walked a map, whose order is random: reports are deterministic.
func (r *Report) SortKeys(n int) {
	if len(r.violations)-n > 1 {
		slices.SortStableFunc(r.violations[n:], func(a, b Violation) int {
			return cmp.Compare(a.seg.outermost().key, b.seg.outermost().key)
		})
		r.mark()
	}
	if r.limited != nil {
		r.closeMap(n)
	}
}

// HideKeys sorts as SortKeys does and then takes the keys out of the outermost steps: the keys of a sensitive map are
// values, and not told.
func (r *Report) HideKeys(n int) {
	r.SortKeys(n)
	for i := n; i < len(r.violations); i++ {
		s := r.violations[i].seg.outermost()
		s.kind, s.key = StepField, ""
	}
}

func (s *segment) outermost() *segment {
	if s == nil {
		return &segment{}
	}
	for s.outer != nil {
		s = s.outer
	}
	return s
}
