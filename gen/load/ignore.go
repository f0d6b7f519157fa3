package load

import (
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// ignoring holds a //typedml:ignore CODE reason to its form. It is for findings in code that uses definitions, by a linter's
// judgement: a definition's own are mended.
func (l *loader) ignoring(d directive) {
	const form = "write //typedml:ignore TML503 and the reason"
	codes, reason := cutBlank(d.args)
	for code := range strings.SplitSeq(codes, ",") {
		switch e, err := diag.Explain(code); {
		case codes == "":
			l.directiveError(d, form, "//typedml:ignore names no code")
		case err != nil:
			l.directiveError(d, "write a code of typedml lint: TML501, TML502 or TML503", "%v", err)
		case string(e.Code) != code:
			l.directiveError(d, "write "+string(e.Code), "%q is no code", code)
		case e.Code < "TML5":
			l.directiveError(d, "mend it: typedml explain "+code, "%s, %s, cannot be ignored", code, e.Title)
		case strings.TrimSpace(reason) == "":
			l.directiveError(d, "write //typedml:ignore "+codes+" and the reason", "//typedml:ignore %s says not why", codes)
			return
		}
	}
}
