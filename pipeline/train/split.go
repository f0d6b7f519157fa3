package train

import (
	"cmp"
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Ratios are the shares of the rows that the three parts get. They are relative: they are divided by their sum, so
// that .69, .15 and .15 leave no row out.
type Ratios struct {
	Train, Validation, Test float64
}

func (r Ratios) shares() ([3]float64, error) {
	shares := [3]float64{r.Train, r.Validation, r.Test}
	sum := r.Train + r.Validation + r.Test
	for i, s := range shares {
		if !(s > 0) || !(sum <= 1e6) {
			return shares, fmt.Errorf("train: split: the ratio of the %s part is %v; each ratio must be greater than 0", partNames[i], s)
		}
		shares[i] /= sum
	}
	return shares, nil
}

var partNames = [3]string{"training", "validation", "test"}

// Parts holds the indices of the rows in each part, ascending. Every row is in exactly one.
type Parts struct {
	Train, Validation, Test []int
}

// Split deals rows into a training, a validation and a test part at random, stratified: of each class every part gets
// its ratio to within two rows, and of a class with three rows or more at least one. The classes are the distinct labels.
// The same labels, ratios and seed give the same parts on every system and with every version of Go (PCG and a
// Fisher–Yates shuffle, written out here). It is an error when a part would stay empty.
func Split[L comparable](labels []L, r Ratios, seed uint64) (Parts, error) {
	shares, err := r.shares()
	if err != nil {
		return Parts{}, err
	}
	classes, err := group(labels)
	if err != nil {
		return Parts{}, err
	}
	counts := dealAll(classes, shares)
	var parts [3][]int
	random := rand.NewPCG(seed, 0x7479_7065_646d_6c31)
	for c, rows := range classes {
		shuffle(random, rows)
		for i, n := range counts[c] {
			parts[i] = append(parts[i], rows[:n]...)
			rows = rows[n:]
		}
	}
	for i := range parts {
		if len(parts[i]) == 0 {
			return Parts{}, fmt.Errorf("train: split: the %s part of %d rows would be empty; use more rows, or a greater %s ratio than %.3g",
				partNames[i], len(labels), partNames[i], shares[i])
		}
		slices.Sort(parts[i])
	}
	return Parts{Train: parts[0], Validation: parts[1], Test: parts[2]}, nil
}

// group collects the rows of each class, the classes in the order of their first row.
func group[L comparable](labels []L) ([][]int, error) {
	var classes [][]int
	class := map[L]int{}
	for row, l := range labels {
		if l != l { // NaN, whatever L is
			return nil, fmt.Errorf("train: split: the label of row %d is NaN", row)
		}
		c, known := class[l]
		if !known {
			c = len(classes)
			class[l] = c
			classes = append(classes, nil)
		}
		classes[c] = append(classes[c], row)
	}
	if len(labels) == 0 {
		return nil, errors.New("train: split: there are no rows")
	}
	return classes, nil
}

// dealAll divides each class's rows, small classes first: where they must give a part more than its share, the larger
// ones make up for it, so that the parts' totals keep the ratios.
func dealAll(classes [][]int, shares [3]float64) [][3]int {
	order := make([]int, len(classes))
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(classes[a]), len(classes[b])) })
	counts := make([][3]int, len(classes))
	var owed [3]float64 // how many rows each part is short of its share so far
	for _, c := range order {
		counts[c] = deal(len(classes[c]), shares, &owed)
	}
	return counts
}

// deal divides the n rows of one class. Each part gets its share rounded down, and the one or two rows left over go to
// the parts that are owed most; then no part of a class of three or more stays empty.
func deal(n int, shares [3]float64, owed *[3]float64) [3]int {
	var counts [3]int
	left := n
	for i, s := range shares {
		counts[i] = int(s * float64(n))
		left -= counts[i]
		owed[i] += float64(s*float64(n)) - float64(counts[i])
	}
	for ; left > 0; left-- {
		most := largest(owed[:])
		counts[most]++
		owed[most]--
	}
	if n < len(counts) {
		return counts
	}
	for i := range counts {
		if counts[i] == 0 {
			from := largest(counts[:])
			counts[from]--
			counts[i]++
			owed[from]++
			owed[i]--
		}
	}
	return counts
}

// largest returns the index of the largest element, the first of equal ones.
func largest[N int | float64](xs []N) int {
	at := 0
	for i, x := range xs {
		if x > xs[at] {
			at = i
		}
	}
	return at
}

func shuffle(random *rand.PCG, rows []int) {
	for i := len(rows) - 1; i > 0; i-- {
		j := below(random, uint64(i)+1)
		rows[i], rows[j] = rows[j], rows[i]
	}
}

// below returns an unbiased number in [0,n) (D. Lemire, Fast Random Integer Generation in an Interval, 2019).
func below(random *rand.PCG, n uint64) uint64 {
	high, low := bits.Mul64(random.Uint64(), n)
	for threshold := -n % n; low < threshold; {
		high, low = bits.Mul64(random.Uint64(), n)
	}
	return high
}
