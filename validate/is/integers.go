package is

import "math"

// CountryNumericUint is [CountryNumeric] for unsigned integers.
func CountryNumericUint(x uint64) bool { return countryNumbers.has(int64(x % 1000)) }

// CountryNumericEUUint is [CountryNumericEU] for unsigned integers.
func CountryNumericEUUint(x uint64) bool { return countryNumbersEU.has(int64(x % 1000)) }

// CurrencyNumericUint is [CurrencyNumericInt] for unsigned integers.
func CurrencyNumericUint(x uint64) bool { return x <= math.MaxInt64 && CurrencyNumericInt(int64(x)) }
