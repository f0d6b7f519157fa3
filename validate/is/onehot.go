package is

// OneHot reports whether one item is 1 and each other is 0; -0 is 0.
func OneHot[E ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64](items []E) bool {
	hot := 0
	for _, e := range items {
		switch e {
		case 0:
		case 1:
			hot++
		default:
			return false
		}
	}
	return hot == 1
}

// OneHotBools reports whether one item is true.
func OneHotBools[E ~bool](items []E) bool {
	hot := 0
	for _, e := range items {
		if e {
			hot++
		}
	}
	return hot == 1
}
