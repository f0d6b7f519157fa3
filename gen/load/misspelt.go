package load

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/nearest"
)

// verbs are the directives, settings those of //typedml:schema.
var (
	verbs    = []string{"schema", "check", "alias", "rule", "ignore"}
	settings = []string{"name", "was", "version", "unknown", "json", "tag"}
)

// unknownVerb refuses a directive that does not exist.
func (l *loader) unknownVerb(d directive) {
	near := nearest.Of(d.verb, verbs)
	finding := diag.Diagnostic{
		Pos: l.fset.Position(d.pos), Length: len(prefix) + len(d.verb), Code: diag.BadDirective,
		Message: "unknown directive " + prefix + d.verb, Remedy: "the directives are " + directiveList(),
	}
	if near != "" {
		finding.Remedy = fmt.Sprintf("did you mean %s%s?", prefix, near)
		finding.Fix = l.replacing(d.pos+token.Pos(len(prefix)), d.verb, near)
	}
	l.found.Add(finding)
}

func directiveList() string {
	all := make([]string, len(verbs))
	for i, v := range verbs {
		all[i] = prefix + v
	}
	return wordList(all)
}

// wordList is several words: "a, b and c".
func wordList(words []string) string {
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// unknownSetting refuses a setting of //typedml:schema that does not exist.
func (l *loader) unknownSetting(d directive, key string) {
	near := nearest.Of(key, settings)
	finding := diag.Diagnostic{
		Pos: l.fset.Position(d.pos), Length: len(prefix) + len(d.verb), Code: diag.BadDirective,
		Message: fmt.Sprintf("unknown setting %q of //typedml:schema", key), Remedy: "the settings are " + wordList(settings),
	}
	if i := strings.Index(d.args, key+"="); i >= 0 {
		at := d.at + token.Pos(i)
		finding.Pos, finding.Length = l.fset.Position(at), len(key)
		if near != "" {
			finding.Remedy = fmt.Sprintf("did you mean %q?", near)
			finding.Fix = l.replacing(at, key, near)
		}
	}
	l.found.Add(finding)
}

// replacing is the fix that writes a word in the place of another.
func (l *loader) replacing(at token.Pos, old, word string) diag.Fix {
	return diag.Fix{Title: "write " + word, Offset: l.fset.Position(at).Offset, Length: len(old), Text: word}
}

// misspeltTag refuses a word in the value of a tag feature or mlflow: with the nearest of the choices where there is one,
// else with the list of them. What stands behind a word's = is its own.
func (l *loader) misspeltTag(s *source, key, word string, choices []string, list, message string) {
	name, _, _ := strings.Cut(word, "=")
	d := diag.Diagnostic{Code: diag.BadRole, Message: message, Remedy: list}
	at := max(0, strings.Index(s.tag.Get(key), word))
	if near := nearest.Of(name, choices); near != "" && near != name {
		d.Remedy = fmt.Sprintf("did you mean %q?", near)
		d.Fix = diag.Fix{Title: "write " + near, Offset: at, Length: len(name), Text: near}
	}
	l.inTag(s, key, at, len(word), d)
}
