package codec

import (
	"encoding/json"
	"errors"

	"github.com/typedml/typedml/validate"
)

// UnmarshalJSON reads {"n": 1} or 1; 13 is refused.
func (x *Inner) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &x.N) == nil {
		if x.N == 13 {
			return errors.New("13 is not taken")
		}
		return nil
	}
	var r validate.Report
	x.DecodeJSON(data, &r)
	return r.Take()
}
