package schema

import (
	"math"
	"time"
)

// instant is what Clock compares with.
func (c Constraint) instant(now time.Time) time.Time {
	if c.Limit == nil {
		return now
	}
	return now.Add(time.Duration(c.Limit.Int))
}

// sorted reports whether each item follows its predecessor by op. Items that did not decode follow nothing.
func sorted(op Op, t Type, items []any) bool {
	for i := 1; i < len(items); i++ {
		a, _ := normalize(t, items[i-1])
		b, _ := normalize(t, items[i])
		if a == nil || b == nil || isNaN(a) || isNaN(b) || !ordered(op, order(a, b)) {
			return false
		}
	}
	return true
}

func isNaN(v any) bool {
	x, ok := v.(float64)
	return ok && math.IsNaN(x)
}

// oneHot reports whether one of the items is 1 and each other 0; of bools true and false.
func oneHot(t Type, items []any) bool {
	hot := 0
	for _, item := range items {
		v, _ := normalize(t, item)
		switch v {
		case true, int64(1), uint64(1), 1.0:
			hot++
		case false, int64(0), uint64(0), 0.0: // -0, too
		default:
			return false
		}
	}
	return hot == 1
}
