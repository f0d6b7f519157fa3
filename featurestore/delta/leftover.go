package delta

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// leftoverAge is the age from which on a temporary file belongs to no living writer, which would still write into it.
const leftoverAge = 24 * time.Hour

// removeLeftovers removes the temporary files that killed writers left in the table's folder and in its log. One that
// cannot be removed stays: no reader looks at it.
func removeLeftovers(folder string, now time.Time) {
	for _, dir := range []string{folder, filepath.Join(folder, logDir)} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), tempPrefix) {
				continue
			}
			if st, err := e.Info(); err == nil && now.Sub(st.ModTime()) > leftoverAge {
				_ = os.Remove(filepath.Join(dir, e.Name()))
			}
		}
	}
}
