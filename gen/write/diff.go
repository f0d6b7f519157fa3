package write

import (
	"fmt"
	"strings"
)

const context = 3

// diff returns a unified diff. It compares from both ends: what lies between the first and the last change is one hunk.
func diff(path string, have, want []byte) string {
	a, b := lines(have), lines(want)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	from := max(0, start-context)
	toA, toB := min(len(a), len(a)-end+context), min(len(b), len(b)-end+context)
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s (generated)\n@@ -%d,%d +%d,%d @@\n", path, path, from+1, toA-from, from+1, toB-from)
	write(&out, " ", a[from:start])
	write(&out, "-", a[start:len(a)-end])
	write(&out, "+", b[start:len(b)-end])
	write(&out, " ", a[len(a)-end:toA])
	return out.String()
}

func lines(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

func write(out *strings.Builder, mark string, ls []string) {
	for _, l := range ls {
		out.WriteString(mark + l + "\n")
	}
}
