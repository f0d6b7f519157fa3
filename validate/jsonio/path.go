package jsonio

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Under returns err with the field key put before the path of its [EncodeError].
func Under(key string, err error) error { return under(key, err) }

// UnderAt is Under for element i of a list.
func UnderAt(i int, err error) error { return under("["+strconv.Itoa(i)+"]", err) }

// UnderKey is Under for an entry of a map.
func UnderKey[T ~string](entry T, err error) error {
	return under("["+strconv.Quote(string(entry))+"]", err)
}

func under(outer string, err error) error {
	var e *EncodeError
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", outer, err)
	}
	path := outer
	if e.Path != "" && !strings.HasPrefix(e.Path, "[") {
		path += "."
	}
	return &EncodeError{Path: path + e.Path, Reason: e.Reason}
}
