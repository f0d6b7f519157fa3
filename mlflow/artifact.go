package mlflow

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"
)

// FileInfo describes one artifact.
type FileInfo struct {
	Path  string // relative to the location that was listed, with slashes
	IsDir bool
	Size  int64 // bytes; 0 for folders
}

// unsafePath matches what the server refuses or decodes into another name: it unquotes %XX, more than once.
var unsafePath = regexp.MustCompile(`%[0-9A-Fa-f]{2}|#|^[A-Za-z]:/|^file:`)

// CheckArtifactPath returns an error unless p is a clean relative path that names something below a location: not
// empty, no "..", no leading slash, no backslash, "#", control character or percent-encoding.
func CheckArtifactPath(p string) error {
	switch {
	case p == "" || p == ".":
		return fmt.Errorf("an artifact path is needed")
	case !utf8.ValidString(p):
		return fmt.Errorf("the artifact path %q is not valid UTF-8", p)
	case strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }):
		return fmt.Errorf("the artifact path %q holds a backslash or a control character", p)
	case path.IsAbs(p) || path.Clean(p) != p || p == ".." || strings.HasPrefix(p, "../"):
		return fmt.Errorf("the artifact path %q is not a clean relative path such as model/MLmodel", p)
	case unsafePath.MatchString(p):
		return fmt.Errorf("the artifact path %q holds %q, which an MLflow server refuses or decodes into another name",
			p, unsafePath.FindString(p))
	}
	return nil
}
