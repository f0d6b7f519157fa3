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

// unsorted is the index of the first item that does not follow its predecessor by op, 0 when every one does.
func unsorted(op Op, t Type, items []any) int {
	for i := 1; i < len(items); i++ {
		a, _ := normalize(t, items[i-1])
		b, _ := normalize(t, items[i])
		if isNaN(a) || isNaN(b) || !ordered(op, order(a, b)) {
			return i
		}
	}
	return 0
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
