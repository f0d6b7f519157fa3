package load

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/typedml/typedml/gen/diag"
)

// prefix starts a directive: //typedml:schema, //typedml:check, //typedml:alias, //typedml:rule.
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
		verb, args := cutBlank(text)
		trimmed := strings.TrimLeft(args, " \t")
		at := c.Pos() + token.Pos(len(prefix)+len(verb)+1+len(args)-len(trimmed))
		out = append(out, directive{verb: verb, args: strings.TrimRight(trimmed, " \t\r"), pos: c.Pos(), at: at})
	}
	return out
}

// options are the settings of //typedml:schema.
type options struct {
	name, version string
	was           string // the record's name before
	ignoreUnknown bool
	standardJSON  bool   // encoding/json goes by its own rules
	tag           string // the tag with validator/v10's vocabulary: "validate", or gin's "binding"
}

func (l *loader) options(d directive) options {
	o := options{tag: "validate"}
	seen := map[string]bool{}
	for word := range strings.FieldsSeq(d.args) {
		key, value, ok := strings.Cut(word, "=")
		switch {
		case !ok || value == "":
			l.directiveError(d, "write key=value", "%q of //typedml:schema is no setting", word)
			continue
		case seen[key]:
			l.directiveError(d, "keep one of them", "//typedml:schema sets %s twice", key)
		}
		seen[key] = true
		switch key {
		case "name":
			o.name = value
		case "version":
			o.version = value
			l.checkVersion(d, value)
		case "was":
			o.was = value
		case "unknown":
			o.ignoreUnknown = value == "ignore"
			if value != "ignore" && value != "refuse" {
				l.directiveError(d, "write unknown=ignore or unknown=refuse", "%q is no policy for unknown keys", value)
			}
		case "json":
			o.standardJSON = value == "standard"
			if value != "standard" && value != "strict" {
				l.directiveError(d, "write json=standard or json=strict", "%q is no way of decoding", value)
			}
		case "tag":
			o.tag = value
			if slices.Contains(ownTags, value) || !identifier(value) {
				l.directiveError(d, "write tag=validate or tag=binding", "the tag %q cannot hold validator/v10's rules", value)
			}
		default:
			l.unknownSetting(d, key)
		}
	}
	return o
}

// ownTags have a meaning of their own.
var ownTags = []string{"json", "check", "default", "feature", "mlflow", "msg"}

// strayDirectives refuses what would silently not count: a directive that is no struct's, and one without a schema.
func (l *loader) strayDirectives(file *ast.File) {
	known := map[token.Pos]bool{}
	for _, a := range annotated(file) {
		for i, d := range a.lines {
			known[d.pos] = true
			if d.verb == "schema" && i > 0 && a.schema.pos != d.pos {
				l.directiveError(d, "keep one of them", "two //typedml:schema lines for %s", a.spec.Name.Name)
			}
		}
	}
	for _, r := range ruleLines(file) {
		known[r.line.pos] = true
	}
	for _, group := range file.Comments {
		l.nearly(group)
		for _, d := range directives(group) {
			switch {
			case d.verb == "ignore":
				l.ignoring(d)
			case known[d.pos] || d.verb == "alias":
			case !slices.Contains(verbs, d.verb):
				l.unknownVerb(d)
			default:
				l.misplaced(file, group, d)
			}
		}
	}
}

// nearly refuses what looks like a directive and is none to Go's tools: it would silently not count.
func (l *loader) nearly(group *ast.CommentGroup) {
	for _, c := range group.List {
		text, what := c.Text[2:], "a directive has no space behind its //"
		trimmed := strings.TrimLeft(text, " \t")
		switch {
		case strings.HasPrefix(c.Text, "/*"):
			trimmed, _, _ = strings.Cut(strings.TrimSpace(strings.TrimSuffix(text, "*/")), "\n")
			what = "a directive is a line comment of its own"
		case trimmed == text:
			what = "a directive is written in small letters"
		}
		if strings.HasPrefix(c.Text, prefix) || !nearDirective.MatchString(trimmed) {
			continue
		}
		at, line := l.fset.Position(c.Pos()), prefix+trimmed[len("typedml:"):]
		d := diag.Diagnostic{Pos: at, Code: diag.BadDirective, Message: what, Remedy: "write " + line}
		if !strings.HasPrefix(c.Text, "/*") {
			d.Fix = diag.Fix{Title: d.Remedy, Offset: at.Offset, Length: len(c.Text), Text: line}
		}
		l.found.Add(d)
	}
}

// nearDirective is what a comment of prose does not start with.
var nearDirective = regexp.MustCompile(`^(?i:typedml):(` + strings.Join(verbs, "|") + `)\b`)

// checkVersion demands a semantic version of three numbers alone, as the lock file and the tag feature_schema_version need.
func (l *loader) checkVersion(d directive, version string) {
	parts := strings.Split(version, ".")
	for _, p := range parts {
		if _, err := strconv.ParseUint(p, 10, 31); err != nil || len(parts) != 3 || len(p) > 1 && p[0] == '0' {
			l.directiveError(d, "write version=1.0.0, without a pre-release or build", "a version is three numbers, and %q is not", version)
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
	name, rest := cutBlank(d.args)
	switch {
	case !identifier(name):
		l.directiveError(d, form, "%q is no name of a check", name)
		return checkLine{}, false
	case ofDecoders(name):
		l.directiveError(d, "choose another name", ownWord, name)
		return checkLine{}, false
	}
	body := strings.TrimLeft(rest, " \t")
	quoted, err := strconv.QuotedPrefix(body)
	if err != nil {
		l.directiveError(d, form, "the message of check %s is not quoted", name)
		return checkLine{}, false
	}
	message, _ := strconv.Unquote(quoted)
	source := strings.TrimLeft(body[len(quoted):], " \t")
	if source == "" || message == "" {
		l.directiveError(d, form, "check %s lacks its message or its expression", name)
		return checkLine{}, false
	}
	return checkLine{name: name, message: message, source: source, at: d.at + token.Pos(len(d.args)-len(source))}, true
}

// ownWord says why a name is taken: who reads a violation tells the two apart by nothing else.
const ownWord = "%s is what decoders say of input that does not decode"

func ofDecoders(name string) bool { return slices.Contains(decoderWords, name) }

// decoderWords are package validate's, which the generator does not link: a test holds them against it.
var decoderWords = []string{"type", "missing", "unknown", "duplicate", "null", "overflow", "syntax", "utf8", "check_error"}

// cutBlank cuts a line behind its first word: at a space or a tab.
func cutBlank(s string) (word, rest string) {
	at := strings.IndexAny(s, " \t")
	if at < 0 {
		return s, ""
	}
	return s[:at], s[at+1:]
}

func identifier(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// ruleName reports whether a text can be the name of a rule or alias: letters, digits, _ and -, as upstream has them.
func ruleName(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return first != '-' && identifier(strings.ReplaceAll(s, "-", "_"))
}

func (l *loader) directiveError(d directive, remedy, format string, args ...any) {
	l.found.Errorf(l.fset.Position(d.pos), diag.BadDirective, remedy, format, args...)
}
