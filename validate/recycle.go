package validate

// Recycle gives r the memory of a list that nothing reads any more: the next list that is decoded with r is written there.
// Generated DecodeJSON methods give it the lists that a new value replaces.
func (r *Report) Recycle(list []float64) {
	if cap(list) > 0 {
		r.spare = append(r.spare, list[:0])
	}
}

// Room takes back the memory of a recycled list that holds n numbers, nil when there is none.
func (r *Report) Room(n int) []float64 {
	for i := len(r.spare) - 1; i >= 0; i-- {
		if room := r.spare[i]; cap(room) >= n {
			last := len(r.spare) - 1
			r.spare[i], r.spare[last] = r.spare[last], nil
			r.spare = r.spare[:last]
			return room
		}
	}
	return nil
}
