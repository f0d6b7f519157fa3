package write

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct{ have, want, diff string }{
		"new":     {"", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n"},
		"removed": {"a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
		"inside": {
			"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
			"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
		},
		"two hunks": {
			"a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\n8\nB\n",
			"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-b\n+B\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, "--- f.go\n+++ f.go (generated)\n"+c.diff, diff("f.go", []byte(c.have), []byte(c.want)))
		})
	}
}

// TestEditsRebuild checks that the kept and removed lines are the old text, the kept and added ones the new one.
func TestEditsRebuild(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func() []string {
		return strings.Split(strings.Repeat("x", random.IntN(3))+"abcabcab"[:random.IntN(9)], "")
	}
	for range 2000 {
		a, b := text(), text()
		var have, want []string
		changes := 0
		for _, e := range edits(a, b) {
			if e.mark != '+' {
				have = append(have, e.line)
			}
			if e.mark != '-' {
				want = append(want, e.line)
			}
			if e.mark != ' ' {
				changes++
			}
		}
		require.Equal(t, strings.Join(a, ""), strings.Join(have, ""))
		require.Equal(t, strings.Join(b, ""), strings.Join(want, ""))
		require.Equal(t, len(a)+len(b)-2*common(a, b), changes, "the diff from %v to %v is no shortest one", a, b)
	}
}

// common is the length of the longest common subsequence, the slow way.
func common(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if a[0] == b[0] {
		return 1 + common(a[1:], b[1:])
	}
	return max(common(a[1:], b), common(a, b[1:]))
}

func TestEditsGiveUp(t *testing.T) {
	a, b := make([]string, maxEdits), make([]string, maxEdits)
	for i := range a {
		a[i], b[i] = "a", "b"
	}
	got := edits(a, b)
	assert.Len(t, got, 2*maxEdits)
}
