package emit

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// decimal spells a decimal by the two words of its digits: what stands in a comparison costs no parsing.
func decimal(text string) *jen.Statement {
	whole, fraction, _ := strings.Cut(text, ".")
	n, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok { // it is the text of a literal, which is a number
		n = new(big.Int)
	}
	mask := new(big.Int).SetUint64(1<<64 - 1)
	low := new(big.Int).And(n, mask) // of the two's complement, as is the shift
	high := new(big.Int).Rsh(n, 64)
	return jen.Qual(pkgValidate, "DecimalOf").Call(jen.Id(high.String()), jen.Id(low.String()), jen.Id(strconv.Itoa(len(fraction))))
}

// method reports whether values of the kind are compared by a method Compare, and asked for their zero by IsZero.
func method(k schema.Kind) bool { return k == schema.Decimal || k == schema.Date }
