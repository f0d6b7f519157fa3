// Package nearest finds the word that a misspelled one was meant to be: the "did you mean" of every message. The run
// time links it into services, so it imports the standard library only.
package nearest

import (
	"strings"
	"unicode/utf8"
)

// longest is how many characters a word may have: the cost is quadratic, and longer texts are no misspelled names.
const longest = 60

// Of returns the choice that word is most likely a misspelling of: the one with the fewest edits, if they are at most a
// third of the word's characters; a word of two characters may lack one, too. Of several it is the first that begins and
// ends as the word does, else the first. Of returns "" when there is none, and for a word of more than 60 characters. An edit
// is an insertion, a deletion, a replacement or a swap of neighbours; the case of letters does not count.
func Of(word string, choices []string) string {
	return Within(word, choices, utf8.RuneCountInString(word)/3)
}

// Within is Of for at most so many edits.
func Within(word string, choices []string, edits int) string {
	if utf8.RuneCountInString(word) > longest {
		return ""
	}
	w := []rune(strings.ToLower(word))
	best, least, framed := "", 0, false
	for _, choice := range choices {
		c := []rune(strings.ToLower(choice))
		limit := edits
		if len(w) == 2 && len(c) == 3 {
			limit = max(limit, 1)
		}
		if best != "" {
			limit = min(limit, least)
		}
		if max(len(w)-len(c), len(c)-len(w)) > limit {
			continue // at least so many insertions or deletions
		}
		d, same := distance(w, c), sameEnds(w, c)
		if d <= limit && (best == "" || d < least || same && !framed) {
			best, least, framed = choice, d, same
		}
	}
	return best
}

// sameEnds reports whether two words begin with one character, and end with one.
func sameEnds(a, b []rune) bool {
	return len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[len(a)-1] == b[len(b)-1]
}

// distance is the restricted Damerau–Levenshtein distance, by the usual table of which three rows are kept.
func distance(a, b []rune) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
