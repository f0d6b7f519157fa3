package load

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"unicode"

	"github.com/typedml/typedml/gen/diag"
)

// prefix starts a directive: //typedml:schema, //typedml:check.
const prefix = "//typedml:"

// directive is one //typedml: line of a doc comment.
type directive struct {
	verb string
	args string
	pos  token.Pos // of the verb's comment
	at   token.Pos // of the args
}

// directives returns the //typedml: lines of the comment, in order. gofmt moves them to its end, but any order is read.
func directives(doc *ast.CommentGroup) []directive {
	if doc == nil {
		return nil
	}
	var out []directive
	for _, c := range doc.List {
		text, ok := strings.CutPrefix(c.Text, prefix)
		if !ok {
			continue
		}
		verb, args, _ := strings.Cut(text, " ")
		trimmed := strings.TrimLeft(args, " \t")
		at := c.Pos() + token.Pos(len(prefix)+len(verb)+1+len(args)-len(trimmed))
		out = append(out, directive{verb: verb, args: strings.TrimRight(trimmed, " \t\r"), pos: c.Pos(), at: at})
	}
	return out
}

// options are the settings of //typedml:schema.
type options struct {
	name, version string
	ignoreUnknown bool
	tag           string // the tag with validator/v10's vocabulary: "validate", or gin's "binding"
}

func (l *loader) options(d directive) options {
	o := options{tag: "validate"}
	for word := range strings.FieldsSeq(d.args) {
		key, value, ok := strings.Cut(word, "=")
		if !ok || value == "" {
			l.directiveError(d, "write key=value", "%q of //typedml:schema is no setting", word)
			continue
		}
		switch key {
		case "name":
			o.name = value
		case "version":
			o.version = value
			l.checkVersion(d, value)
		case "unknown":
			o.ignoreUnknown = value == "ignore"
			if value != "ignore" && value != "refuse" {
				l.directiveError(d, "write unknown=ignore or unknown=refuse", "%q is no policy for unknown keys", value)
			}
		case "tag":
			o.tag = value
		default:
			l.directiveError(d, "the settings are name, version, unknown and tag", "unknown setting %q of //typedml:schema", key)
		}
	}
	return o
}

// checkVersion demands semantic versions of three numbers, as the lock file and the tag feature_schema_version need.
func (l *loader) checkVersion(d directive, version string) {
	parts := strings.Split(version, ".")
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 31); err != nil || len(parts) != 3 {
			l.directiveError(d, "write version=1.0.0", "%q is no semantic version", version)
			return
		}
	}
}

// checkLine is a //typedml:check before its CEL is compiled.
type checkLine struct {
	name, message, source string
	at                    token.Pos // of the source
}

// checkLine reads: NAME "message" CEL.
func (l *loader) checkLine(d directive) (checkLine, bool) {
	const form = `write //typedml:check name "message" expression`
	name, rest, _ := strings.Cut(d.args, " ")
	if !identifier(name) {
		l.directiveError(d, form, "%q is no name of a check", name)
		return checkLine{}, false
	}
	body := strings.TrimLeft(rest, " ")
	quoted, err := strconv.QuotedPrefix(body)
	if err != nil {
		l.directiveError(d, form, "the message of check %s is not quoted", name)
		return checkLine{}, false
	}
	message, _ := strconv.Unquote(quoted)
	source := strings.TrimLeft(body[len(quoted):], " ")
	if source == "" || message == "" {
		l.directiveError(d, form, "check %s lacks its message or its expression", name)
		return checkLine{}, false
	}
	return checkLine{name: name, message: message, source: source, at: d.at + token.Pos(len(d.args)-len(source))}, true
}

func identifier(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

func (l *loader) directiveError(d directive, remedy, format string, args ...any) {
	l.found.Errorf(l.fset.Position(d.pos), diag.BadDirective, remedy, format, args...)
}
