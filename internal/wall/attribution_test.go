package wall

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDataIsAttributed checks that each committed data file is the one that the README beside it describes, by its hash.
func TestDataIsAttributed(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "examples", "*", "data", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no data file in the examples")
	}
	for _, file := range files {
		readme, err := os.ReadFile(filepath.Join(filepath.Dir(file), "README.md"))
		if err != nil {
			t.Errorf("%s has no README.md beside it: %v", file, err)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum := fmt.Sprintf("%x", sha256.Sum256(data))
		if !strings.Contains(string(readme), filepath.Base(file)) || !strings.Contains(string(readme), sum) {
			t.Errorf("%s, SHA-256 %s, is not what its README.md describes", file, sum)
		}
	}
}
