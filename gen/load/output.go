package load

import (
	"go/ast"
	"go/build/constraint"
	"slices"
	"strings"
)

// outputName names the output of a source file. The last part of a name such as w_windows.go is a build constraint
// that the output's name would lose, so it becomes a line of the output.
func outputName(source string, line *string) string {
	base, isTest := strings.CutSuffix(source, "_test.go")
	if !isTest {
		base = strings.TrimSuffix(source, ".go")
	}
	if tags := nameTags(base); len(tags) > 0 {
		*line = and(*line, tags)
	}
	if isTest {
		return base + TestSuffix
	}
	return base + Suffix
}

// nameTags returns the GOOS and GOARCH that end a file's base name: _GOOS_GOARCH, _GOOS or _GOARCH.
func nameTags(base string) []string {
	parts := strings.Split(base, "_")
	if len(parts) > 2 && slices.Contains(architectures, parts[len(parts)-1]) && slices.Contains(systems, parts[len(parts)-2]) {
		return parts[len(parts)-2:]
	}
	if last := parts[len(parts)-1]; len(parts) > 1 && (slices.Contains(systems, last) || slices.Contains(architectures, last)) {
		return []string{last}
	}
	return nil
}

func and(line string, tags []string) string {
	expr := strings.Join(tags, " && ")
	if line == "" {
		return "//go:build " + expr
	}
	return "//go:build (" + strings.TrimPrefix(line, "//go:build ") + ") && " + expr
}

// constraintLine returns the file's //go:build line, "" without one.
func constraintLine(file *ast.File) string {
	for _, group := range file.Comments {
		if group.Pos() >= file.Package {
			break
		}
		for _, c := range group.List {
			if constraint.IsGoBuild(c.Text) {
				return c.Text
			}
		}
	}
	return ""
}

// systems and architectures are the words of go tool dist list that file names are matched against.
var (
	systems = []string{
		"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js", "linux", "netbsd", "openbsd", "plan9",
		"solaris", "wasip1", "windows",
	}
	architectures = []string{
		"386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv64",
		"s390x", "wasm",
	}
)
