package validate

import (
	"strings"
	"unicode/utf8"
)

// nearest returns the choice that s is most likely a misspelling of: the same in another case, or at most a third
// of the characters edited. It returns "" when there is none.
func nearest(s string, choices []string) string {
	n := utf8.RuneCountInString(s)
	if n > maxShown {
		return ""
	}
	best, least := "", max(n, 1)/3+1
	for _, c := range choices {
		if strings.EqualFold(s, c) {
			return c
		}
		if d := distance([]rune(s), []rune(c)); d > 0 && d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is the restricted Damerau–Levenshtein distance: insertions, deletions, replacements and swaps of neighbours.
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
