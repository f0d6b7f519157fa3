package validate

import (
	"bytes"
	"encoding/json"
)

// Opt is an optional value without a heap allocation: Valid says whether Value is there. The zero Opt is null.
// Beside pointers it is the other Go spelling of an optional field.
type Opt[T any] struct {
	Value T
	Valid bool
}

// Some returns an Opt that holds v.
func Some[T any](v T) Opt[T] { return Opt[T]{Value: v, Valid: true} }

// Get returns the value and whether it is there.
func (o Opt[T]) Get() (T, bool) { return o.Value, o.Valid }

// IsZero reports whether o is null: `json:",omitzero"` leaves it out then.
func (o Opt[T]) IsZero() bool { return !o.Valid }

// MarshalJSON writes the value, or null.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if !o.Valid {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}

// UnmarshalJSON reads the value, or null.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		*o = Opt[T]{}
		return nil
	}
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	*o = Some(v)
	return nil
}
