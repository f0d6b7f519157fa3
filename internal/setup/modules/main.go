// Command modules lists, before the go command downloads them, the Go modules that the demo or the tests need and that
// are not in the module cache yet, each with its size:
//
//	go run ./internal/setup/modules demo
//
// It imports the standard library only, so that running it downloads nothing itself. What it lists is modules.txt, which
// a test of this package keeps true.
package main

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

//go:embed modules.txt
var table string

// module is one line of the table: who needs it, demo or test, and the bytes of its zip.
type module struct {
	use, path, version string
	bytes              int64
}

func main() {
	if len(os.Args) != 2 || os.Args[1] != "demo" && os.Args[1] != "test" {
		fmt.Fprintln(os.Stderr, "usage: modules demo|test")
		os.Exit(2)
	}
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err == nil {
		err = list(os.Stdout, os.Args[1], strings.TrimSpace(string(cache)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "modules:", err)
		os.Exit(1)
	}
}

// list prints what is missing; nothing when all is there. The tests need the demo's modules, too.
func list(out io.Writer, use, cache string) error {
	modules, err := parse(table)
	if err != nil {
		return err
	}
	var missing []module
	var total int64
	for _, m := range modules {
		if use == "demo" && m.use != "demo" {
			continue
		}
		if _, err := os.Stat(m.zip(cache)); err != nil {
			missing = append(missing, m)
			total += m.bytes
		}
	}
	if len(missing) == 0 {
		return nil
	}
	fmt.Fprintf(out, "to download with go, into %s:\n", cache)
	for _, m := range missing {
		fmt.Fprintf(out, "    %-62s %9s\n", m.path+" "+m.version, size(m.bytes))
	}
	_, err = fmt.Fprintf(out, "%s in all\n", size(total))
	return err
}

func parse(text string) ([]module, error) {
	var modules []module
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) != 4 {
			return nil, fmt.Errorf("modules.txt: %q is not use, path, version, bytes", line)
		}
		n, err := strconv.ParseInt(words[3], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("modules.txt: %q: %w", line, err)
		}
		modules = append(modules, module{words[0], words[1], words[2], n})
	}
	return modules, nil
}

// zip is where the go command keeps the module's download. Capitals are written !c there, as not every file system tells
// them apart.
func (m module) zip(cache string) string {
	var path strings.Builder
	for _, r := range m.path {
		if unicode.IsUpper(r) {
			path.WriteByte('!')
			r = unicode.ToLower(r)
		}
		path.WriteRune(r)
	}
	return filepath.Join(cache, "cache", "download", filepath.FromSlash(path.String()), "@v", m.version+".zip")
}

// size renders bytes as download pages do (1 MB = 1,000,000 bytes).
func size(bytes int64) string {
	switch {
	case bytes < 100_000:
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	case bytes < 10_000_000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%d MB", (bytes+500_000)/1_000_000)
}
