package importer

import (
	build "go/build/constraint"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/typedml/typedml/gen/unit"
)

var (
	versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)
	checkName   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	ruleWord    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// reserved are the names of generated methods and of the user's Check, which no field may have.
func reserved() map[string]bool {
	out := map[string]bool{"Check": true}
	for _, name := range unit.Methods() {
		out[name] = true
	}
	return out
}

// unused returns a name that is not taken, and takes it.
func unused(name string, taken map[string]bool) string {
	if taken[name] {
		base := name
		for i := 2; taken[name]; i++ {
			name = base + strconv.Itoa(i)
		}
	}
	taken[name] = true
	return name
}

// comment is a text as the lines of a Go comment: without what the compiler refuses, and no directive of typedml's or of the go
// command's.
func comment(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\ufeff", "").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		line = strings.TrimRight(line, " ")
		trimmed := strings.TrimSpace(line)
		own := len(trimmed) >= len("typedml:") && strings.EqualFold(trimmed[:len("typedml:")], "typedml:")
		if own || build.IsPlusBuild("//"+trimmed) {
			line = "(" + trimmed + ")"
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

// jsonKey reports whether a struct tag can name the key.
func jsonKey(key string) bool {
	if key == "" || key == "-" {
		return false
	}
	for _, r := range key {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// PackageName is a name of a Go package for that of a folder: lower case, letters and digits alone.
func PackageName(folder string) string {
	name := strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folder)
	if name == "" || token.IsKeyword(name) || unicode.IsDigit([]rune(name)[0]) {
		return ""
	}
	return name
}
