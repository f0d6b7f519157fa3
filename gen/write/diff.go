package write

import (
	"fmt"
	"slices"
	"strings"
)

// around is the number of unchanged lines that a hunk shows on each side of its changes.
const around = 3

// edit is one line of a diff: kept ' ', removed '-' or added '+'.
type edit struct {
	mark byte
	line string
}

// diff returns a unified diff from the file on disk to what is generated.
func diff(path string, have, want []byte) string {
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s\n+++ %s (generated)\n", path, path)
	edits := edits(lines(have), lines(want))
	a, z := 0, 0 // lines of have and want before the edit at i
	for i := 0; i < len(edits); {
		start, end, ok := hunk(edits, i)
		if !ok {
			break
		}
		kept := start - i
		a, z = a+kept, z+kept
		removed, added := count(edits[start:end])
		fmt.Fprintf(&b, "@@ -%s +%s @@\n", span(a, removed), span(z, added))
		for _, e := range edits[start:end] {
			b.WriteString(string(e.mark) + e.line + "\n")
		}
		a, z, i = a+removed, z+added, end
	}
	return b.String()
}

// hunk returns the next run of edits from i on that belongs together: changes with no more than 2·around lines between.
func hunk(edits []edit, i int) (start, end int, ok bool) {
	first := slices.IndexFunc(edits[i:], func(e edit) bool { return e.mark != ' ' })
	if first < 0 {
		return 0, 0, false
	}
	last := i + first
	for n := last; n < len(edits) && n-last <= 2*around; n++ {
		if edits[n].mark != ' ' {
			last = n
		}
	}
	return max(i, i+first-around), min(len(edits), last+1+around), true
}

// count returns how many lines of the old and of the new file the edits hold.
func count(edits []edit) (removed, added int) {
	for _, e := range edits {
		if e.mark != '+' {
			removed++
		}
		if e.mark != '-' {
			added++
		}
	}
	return removed, added
}

// span is a hunk's place: its first line, counted from 1, or the line before it when it is empty, and its length.
func span(before, n int) string {
	if n == 0 {
		return fmt.Sprintf("%d,0", before)
	}
	return fmt.Sprintf("%d,%d", before+1, n)
}

func lines(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// edits finds a shortest way from a to b (Myers, An O(ND) difference algorithm, 1986). Beyond maxEdits it replaces all:
// nobody reads such a diff.
func edits(a, b []string) []edit {
	trace, k := ends(a, b)
	if trace == nil {
		return append(marked('-', a), marked('+', b)...)
	}
	var out []edit
	x, y := len(a), len(b)
	keep := func(to int) {
		for ; x > to; x, y = x-1, y-1 {
			out = append(out, edit{' ', a[x-1]})
		}
	}
	for d := len(trace) - 1; d > 0; d-- {
		v := trace[d-1]
		if k == -d || k != d && v[k-1] < v[k+1] {
			k++
			keep(v[k])
			y--
			out = append(out, edit{'+', b[y]})
		} else {
			k--
			keep(v[k] + 1)
			x--
			out = append(out, edit{'-', a[x]})
		}
	}
	keep(0)
	slices.Reverse(out)
	return out
}

const maxEdits = 1000

// ends runs the search: for each number of edits d the furthest x on each diagonal k = x-y, up to the end.
func ends(a, b []string) (trace []map[int]int, k int) {
	v := map[int]int{1: 0}
	for d := 0; d <= min(len(a)+len(b), maxEdits); d++ {
		next := map[int]int{}
		for k := -d; k <= d; k += 2 {
			x := v[k+1]
			if k != -d && (k == d || v[k-1] >= v[k+1]) {
				x = v[k-1] + 1
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			next[k] = x
			if x >= len(a) && x-k >= len(b) {
				return append(trace, next), k
			}
		}
		trace = append(trace, next)
		v = next
	}
	return nil, 0
}

func marked(mark byte, lines []string) []edit {
	out := make([]edit, len(lines))
	for i, l := range lines {
		out[i] = edit{mark, l}
	}
	return out
}
