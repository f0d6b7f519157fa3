package train

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// settle rewrites the text of a LightGBM model: thresholds as [settleThreshold] does, the sizes of the trees that the
// head lists, and the number of threads among the parameters, which no model depends on.
func settle(text []byte) ([]byte, error) {
	const end = "end of trees\n"
	first, last := bytes.Index(text, []byte("\nTree=0\n"))+1, bytes.Index(text, []byte(end))
	if first == 0 || last < first {
		return nil, fmt.Errorf("it has no trees, or no line %q", end)
	}
	var trees []byte
	var sizes []string
	for rest := text[first:last]; len(rest) > 0; {
		one := rest
		if i := bytes.Index(rest[1:], []byte("\nTree=")); i >= 0 {
			one = rest[:i+2]
		}
		rest = rest[len(one):]
		before := len(trees)
		var err error
		if trees, err = appendTree(trees, one); err != nil {
			return nil, err
		}
		sizes = append(sizes, strconv.Itoa(len(trees)-before))
	}
	var out []byte
	for line := range bytes.Lines(text[:first]) {
		if key := []byte("tree_sizes="); bytes.HasPrefix(line, key) {
			line = append(key, joined(sizes)...)
		}
		out = append(out, line...)
	}
	out = append(out, trees...)
	for line := range bytes.Lines(text[last:]) {
		if bytes.HasPrefix(line, []byte("[num_threads: ")) {
			line = []byte("[num_threads: 0]\n")
		}
		out = append(out, line...)
	}
	return out, nil
}

// joined puts blanks between fields and a line break behind them.
func joined(fields []string) []byte {
	var b []byte
	for i, f := range fields {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, f...)
	}
	return append(b, '\n')
}

// appendTree appends one tree with its thresholds settled.
func appendTree(dst, tree []byte) ([]byte, error) {
	for line := range bytes.Lines(tree) {
		key := []byte("threshold=")
		values, ok := bytes.CutPrefix(line, key)
		if !ok {
			dst = append(dst, line...)
			continue
		}
		var settled []string
		for field := range bytes.FieldsSeq(values) {
			x, err := strconv.ParseFloat(string(field), 64)
			if err != nil {
				return nil, fmt.Errorf("threshold %q: %w", field, err)
			}
			text := string(field)
			if y := settleThreshold(x); y != x { // an infinite one stays as LightGBM spells it
				text = strconv.FormatFloat(y, 'g', -1, 64)
			}
			settled = append(settled, text)
		}
		dst = append(append(dst, key...), joined(settled)...)
	}
	return dst, nil
}

// settleThreshold returns the greatest float64 whose nearest float32 is not greater than x. Every float32 lies on the
// same side of it as of x, and every float64 on the side of its nearest float32.
func settleThreshold(x float64) float64 {
	below := float32(x)
	if float64(below) > x {
		below = math.Nextafter32(below, float32(math.Inf(-1)))
	}
	above := math.Nextafter32(below, float32(math.Inf(1)))
	if math.IsInf(float64(below), 0) || math.IsInf(float64(above), 0) {
		return x
	}
	middle := float64(below) + (float64(above)-float64(below))/2 // exact: it has one bit more than a float32
	if float32(middle) > below {                                 // ties go to the even one
		middle = math.Nextafter(middle, math.Inf(-1))
	}
	return middle
}
