package validate

import (
	"math"
	"strconv"
	"strings"
)

// ParamNone is the text of a null param, as Python logs it.
const ParamNone = "None"

// ParamFloat spells a number as a param the way Python's str does, so that runs logged from Go and from Python compare
// as text: "0.1", "1.0", "1e-05", "nan", "inf". bits is 64, or 32 for a float32.
func ParamFloat(x float64, bits int) string {
	switch {
	case math.IsNaN(x):
		return "nan"
	case math.IsInf(x, 1):
		return "inf"
	case math.IsInf(x, -1):
		return "-inf"
	}
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(x, 'e', -1, bits)
	}
	s := strconv.FormatFloat(x, 'f', -1, bits)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// ParamBool spells a bool as a param the way Python's str does.
func ParamBool(b bool) string {
	if b {
		return "True"
	}
	return "False"
}
