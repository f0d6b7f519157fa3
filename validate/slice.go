package validate

// Validator is the generated method that bulk validation calls.
type Validator[T any] interface {
	*T
	ValidateInto(*Report)
}

// Slice validates every row into r; each violation knows its row. Nothing is capped. On a reused report it allocates
// nothing, whether rows are valid or not.
func Slice[T any, P Validator[T]](rows []T, r *Report) {
	for i := range rows {
		r.row = int32(i + 1)
		P(&rows[i]).ValidateInto(r)
	}
	r.row = 0
}
