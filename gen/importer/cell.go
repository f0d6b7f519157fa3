package importer

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
)

// spells reports whether a cell is a value of the kind. Digits behind a zero are a text: a code, not a number. So are whole numbers
// that a double rounds, and numbers that JSON does not have.
func spells(k schema.Kind, cell string) bool {
	digits := strings.TrimLeft(cell, "+-")
	coded := len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9'
	var err error
	switch k {
	case schema.Int64:
		_, err = strconv.ParseInt(cell, 10, 64)
		return err == nil && !coded && cell[0] != '+'
	case schema.Uint64:
		_, err = strconv.ParseUint(cell, 10, 64)
		return err == nil && !coded
	case schema.Float64:
		x, err := strconv.ParseFloat(cell, 64)
		plain := !strings.ContainsAny(cell, "_xX+") || strings.Contains(cell, "e+")
		return err == nil && x-x == 0 && !coded && plain && !bare(cell) && !rounded(cell, x)
	case schema.Bool:
		return cell == "true" || cell == "false"
	case schema.Date:
		_, err = time.Parse(time.DateOnly, cell)
		return err == nil
	case schema.Time:
		_, err = schema.ParseTime([]byte(cell))
		return err == nil
	}
	return true
}

// bare reports whether a point has no digit on a side, as in .5 and 5.: no decoder takes such a number, as JSON has none.
func bare(cell string) bool {
	before, after, point := strings.Cut(cell, ".")
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return point && (before == "" || after == "" || !digit(before[len(before)-1]) || !digit(after[0]))
}

// rounded reports whether a cell is a whole number that a double does not hold.
func rounded(cell string, x float64) bool {
	whole, ok := whole(cell)
	if !ok {
		return false
	}
	exact, _ := new(big.Float).SetFloat64(x).Int(nil)
	return exact.Cmp(whole) != 0
}

// whole is a cell of digits alone, behind a sign or none.
func whole(cell string) (*big.Int, bool) {
	if len(cell) > 400 || strings.ContainsRune(cell, '_') {
		return nil, false
	}
	return new(big.Int).SetString(cell, 10)
}
