package is

// few is up to how many items each is compared with each: more take a map, and with it an allocation.
const few = 32

// Unique reports whether no two items are equal; NaN equals nothing (unique).
func Unique[S ~[]E, E comparable](items S) bool {
	if len(items) > few {
		seen := make(map[E]struct{}, len(items))
		for _, e := range items {
			seen[e] = struct{}{}
		}
		return len(seen) == len(items)
	}
	for i, e := range items {
		for _, other := range items[:i] {
			if e == other {
				return false
			}
		}
	}
	return true
}

// UniqueBy is [Unique] of what key returns of the items. Two items of which it returns false are equal.
func UniqueBy[S ~[]E, E any, K comparable](items S, key func(E) (K, bool)) bool {
	if len(items) > few {
		seen, absent := make(map[K]struct{}, len(items)), 0
		for _, e := range items {
			if k, there := key(e); there {
				seen[k] = struct{}{}
			} else {
				absent++
			}
		}
		return absent <= 1 && len(seen)+absent == len(items)
	}
	for i, e := range items {
		k, there := key(e)
		for _, other := range items[:i] {
			if l, also := key(other); there == also && (!there || k == l) {
				return false
			}
		}
	}
	return true
}

// UniqueValues is [Unique] of the values of a map (unique). It allocates.
func UniqueValues[M ~map[K]E, K, E comparable](entries M) bool {
	seen := make(map[E]struct{}, len(entries))
	for _, e := range entries {
		seen[e] = struct{}{}
	}
	return len(seen) == len(entries)
}

// UniqueValuesBy is [UniqueBy] of the values of a map. It allocates.
func UniqueValuesBy[M ~map[K]E, K comparable, E any, V comparable](entries M, key func(E) (V, bool)) bool {
	seen, absent := make(map[V]struct{}, len(entries)), 0
	for _, e := range entries {
		if v, there := key(e); there {
			seen[v] = struct{}{}
		} else {
			absent++
		}
	}
	return absent <= 1 && len(seen)+absent == len(entries)
}
