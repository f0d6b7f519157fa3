package train

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Matrix is a row-major table of feature values with a name for each column. NaN is a missing value. Make one with
// [Float32s] or [Float64s]; the zero value is empty.
type Matrix struct {
	names    []string
	values   []float32
	values64 []float64
}

// Float32s returns the matrix of values, rows one after the other, under the columns that names gives. Both slices are
// kept, not copied. Errors: no, empty or repeated names, a name with one of [ ] < (which XGBoost refuses; encode
// them as %5B %5D %3C), a length that is no multiple of the columns, an infinite value.
func Float32s(names []string, values []float32) (Matrix, error) {
	if err := checkMatrix(names, len(values), func(i int) float64 { return float64(values[i]) }); err != nil {
		return Matrix{}, err
	}
	return Matrix{names: names, values: values}, nil
}

// Float64s is Float32s for float64 values, which an engine that computes in float32 rounds: a finite value that
// float32 cannot hold counts as infinite.
func Float64s(names []string, values []float64) (Matrix, error) {
	round := func(i int) float64 { return float64(float32(values[i])) }
	if err := checkMatrix(names, len(values), round); err != nil {
		return Matrix{}, err
	}
	return Matrix{names: names, values64: values}, nil
}

func checkMatrix(names []string, n int, at func(int) float64) error {
	if err := checkNames(names); err != nil {
		return err
	}
	if n%len(names) != 0 {
		return fmt.Errorf("train: %d values are not rows of %d features", n, len(names))
	}
	for i := range n {
		if v := at(i); math.IsInf(v, 0) {
			return fmt.Errorf("train: row %d, feature %q: the value is infinite or beyond float32; a missing value is NaN",
				i/len(names), names[i%len(names)])
		}
	}
	return nil
}

func checkNames(names []string) error {
	if len(names) == 0 {
		return errors.New("train: a matrix needs at least one feature")
	}
	seen := make(map[string]bool, len(names))
	for i, n := range names {
		switch {
		case n == "":
			return fmt.Errorf("train: feature %d has no name", i)
		case strings.ContainsAny(n, "[]<\x00"):
			return fmt.Errorf("train: feature name %q holds one of [ ] <, which XGBoost refuses; percent-encode it", n)
		case seen[n]:
			return fmt.Errorf("train: feature name %q is given twice", n)
		}
		seen[n] = true
	}
	return nil
}

// Names returns the columns' names in order. The slice is the matrix's own and must not be changed.
func (m Matrix) Names() []string { return m.names }

// Values returns the values as float32, row-major: the matrix's own slice for one of Float32s, which must not be changed,
// a rounded copy for one of Float64s.
func (m Matrix) Values() []float32 {
	if m.values64 == nil {
		return m.values
	}
	out := make([]float32, len(m.values64))
	for i, v := range m.values64 {
		out[i] = float32(v)
	}
	return out
}

// Rows returns the number of rows.
func (m Matrix) Rows() int {
	if len(m.names) == 0 {
		return 0
	}
	return max(len(m.values), len(m.values64)) / len(m.names)
}

// Select returns a new matrix of the given rows, in the given order. An index out of range is an error.
func (m Matrix) Select(rows []int) (Matrix, error) {
	values, err := selectRows(m.values, len(m.names), m.Rows(), rows)
	if err != nil {
		return Matrix{}, err
	}
	values64, err := selectRows(m.values64, len(m.names), m.Rows(), rows)
	if err != nil {
		return Matrix{}, err
	}
	return Matrix{names: m.names, values: values, values64: values64}, nil
}

func selectRows[F float32 | float64](values []F, width, have int, rows []int) ([]F, error) {
	if values == nil {
		return nil, nil
	}
	selected := make([]F, 0, len(rows)*width)
	for _, r := range rows {
		if r < 0 || r >= have {
			return nil, fmt.Errorf("train: row %d of %d rows", r, have)
		}
		selected = append(selected, values[r*width:(r+1)*width]...)
	}
	return selected, nil
}

// Dataset is features with a label a row: 0 or 1.
type Dataset struct {
	Features Matrix
	Labels   []float32
}

// Select returns a new dataset of the given rows, in the given order.
func (d Dataset) Select(rows []int) (Dataset, error) {
	if len(d.Labels) != d.Features.Rows() {
		return Dataset{}, fmt.Errorf("train: %d labels for %d rows", len(d.Labels), d.Features.Rows())
	}
	features, err := d.Features.Select(rows)
	if err != nil {
		return Dataset{}, err
	}
	labels, err := selectRows(d.Labels, 1, len(d.Labels), rows)
	if err != nil {
		return Dataset{}, err
	}
	return Dataset{Features: features, Labels: labels}, nil
}

func (d Dataset) empty() bool { return d.Features.Rows() == 0 && len(d.Labels) == 0 }

// check wants one label a row, each 0 or 1, and of each at least one when bothClasses is set.
func (d Dataset) check(what string, bothClasses bool) error {
	if d.Features.Rows() == 0 {
		return fmt.Errorf("train: the %s set has no rows", what)
	}
	if len(d.Labels) != d.Features.Rows() {
		return fmt.Errorf("train: the %s set has %d labels for %d rows", what, len(d.Labels), d.Features.Rows())
	}
	var ones int
	for i, l := range d.Labels {
		if l != 0 && l != 1 {
			return fmt.Errorf("train: the %s set's label in row %d is %v; labels are 0 or 1", what, i, l)
		}
		ones += int(l)
	}
	if bothClasses && (ones == 0 || ones == len(d.Labels)) {
		return fmt.Errorf("train: all %d labels of the %s set are %v; a classifier needs rows of both classes",
			len(d.Labels), what, d.Labels[0])
	}
	return nil
}
