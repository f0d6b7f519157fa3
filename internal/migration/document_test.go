package migration_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDocumentQuotesCode demands that every block of the document stands in a file that is compiled; spaces that align columns
// do not count.
func TestDocumentQuotesCode(t *testing.T) {
	var code strings.Builder
	for _, pattern := range []string{"*.go", filepath.Join("forms", "*.go"), filepath.Join("..", "dropin", "*.go")} {
		names, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, names, pattern)
		for _, name := range names {
			if strings.HasSuffix(name, "_typedml.go") {
				continue
			}
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			code.WriteString(spaced(string(text)) + "\n")
		}
	}
	document, err := os.ReadFile(filepath.Join("..", "..", "docs", "migrate-validator.md"))
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(document), -1)
	assert.Greater(t, len(blocks), 25)
	for _, block := range blocks {
		assert.True(t, strings.Contains(code.String(), spaced(block[1])), "no file has\n%s", block[1])
	}
	for _, link := range regexp.MustCompile(`\]\(#([^)]+)\)`).FindAllStringSubmatch(string(document), -1) {
		assert.Contains(t, anchors(string(document)), link[1])
	}
}

var spaces = regexp.MustCompile(`[ \t]+`)

func spaced(text string) string { return spaces.ReplaceAllString(text, " ") }

// anchors are the fragments by which a page links to its headings.
func anchors(document string) (out []string) {
	for _, heading := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(document, -1) {
		kept := regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		out = append(out, strings.ReplaceAll(kept, " ", "-"))
	}
	return out
}
