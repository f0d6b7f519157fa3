package vectors

import (
	"strconv"
	"strings"
)

// General drops indexes and keys of a violation's path: items[3].price is items[].price.
func General(path string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("[]")
		if quoted, err := strconv.QuotedPrefix(after); err == nil {
			after = after[len(quoted):]
		}
		_, path, _ = strings.Cut(after, "]")
	}
}
