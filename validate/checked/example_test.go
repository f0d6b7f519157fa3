package checked_test

import (
	"fmt"
	"math"

	"github.com/typedml/typedml/validate/checked"
)

func Example() {
	product, ok := checked.MulInt64(500, 6)
	fmt.Println(product, ok)
	_, ok = checked.MulInt64(math.MaxInt64, 2)
	fmt.Println(ok)
	_, ok = checked.DivInt64(1, 0)
	fmt.Println(ok)
	// Output:
	// 3000 true
	// false
	// false
}
