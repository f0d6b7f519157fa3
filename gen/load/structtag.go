package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/nearest"
)

// pair is one key:"value" of a struct tag.
type pair struct {
	key, value string
	offset     int // of the value's first byte in the tag's text
}

// pairs cuts a struct tag as reflect does, and says what reflect passes over in silence.
func pairs(text string) ([]pair, error) {
	var out []pair
	rest := text
	for {
		rest = strings.TrimLeft(rest, " ")
		if rest == "" {
			return out, nil
		}
		key, after, ok := strings.Cut(rest, ":")
		if !ok || key == "" || strings.ContainsFunc(key, notInKey) {
			return out, fmt.Errorf("%q is no key:\"value\" pair", rest)
		}
		quoted, err := strconv.QuotedPrefix(after)
		if err != nil || quoted[0] != '"' {
			return out, fmt.Errorf("the value of %s is not quoted", key)
		}
		value, err := strconv.Unquote(quoted)
		if err != nil {
			return out, fmt.Errorf("the value of %s does not unquote", key)
		}
		if slices.ContainsFunc(out, func(p pair) bool { return p.key == key }) {
			return out, fmt.Errorf("the key %s stands twice, and the second one counts for nothing", key)
		}
		out = append(out, pair{key: key, value: value, offset: len(text) - len(after) + 1})
		rest = after[len(quoted):]
		if rest != "" && rest[0] != ' ' {
			return out, errors.New("the value of " + key + " and what follows are not separated by a space")
		}
	}
}

// notInKey reports what ends a key for reflect: a space, a quote or a control character.
func notInKey(r rune) bool { return r <= ' ' || r == '"' || r == 0x7f }

// ours are the keys of struct tags that typedml reads.
var ours = []string{"json", "validate", "check", "default", "feature", "mlflow", "msg"}

// others are well-known keys of other packages that look like misspelt ones.
var others = []string{"bson", "binding"}

// misspelt warns of keys that are nearly one of ours, of which rules is the tag with upstream's words: reflect and the compiler pass over
// them.
func (l *loader) misspelt(f *ast.Field, ps []pair, rules string) {
	read := append(slices.DeleteFunc(slices.Clone(ours), func(key string) bool { return key == "validate" }), rules)
	for _, p := range ps {
		if slices.Contains(ours, p.key) || slices.Contains(others, p.key) {
			continue
		}
		near := nearest.Of(p.key, read)
		if near == "" {
			continue
		}
		d := diag.Diagnostic{
			Pos: l.fset.Position(f.Tag.Pos()), Severity: diag.Warning, Code: diag.BadTag,
			Message: "the tag key " + p.key + " counts for nothing", Remedy: fmt.Sprintf("write %s:%q", near, p.value),
		}
		if at := p.offset - len(p.key) - len(`:"`); f.Tag.Value[0] == '`' {
			pos := f.Tag.Pos() + token.Pos(1+at)
			d.Pos, d.Length = l.fset.Position(pos), len(p.key)
			if !slices.ContainsFunc(ps, func(other pair) bool { return other.key == near }) {
				d.Fix = l.replacing(pos, p.key, near)
			}
		}
		l.found.Add(d)
	}
}

// inTag adds a diagnostic about length bytes of the value of key, at the offset. Its fix, too, is one of the value. Where the
// source escapes something before, it stands at the tag as a whole, and has no fix.
func (l *loader) inTag(s *source, key string, offset, length int, d diag.Diagnostic) {
	lit := s.field.Tag
	d.Pos = l.fset.Position(lit.Pos())
	fix := d.Fix
	d.Fix = diag.Fix{}
	text, _ := strconv.Unquote(lit.Value)
	ps, _ := pairs(text)
	for _, p := range ps {
		if p.key != key || lit.Value[0] != '`' || offset > len(p.value) {
			continue
		}
		at := lit.Pos() + token.Pos(1+p.offset)
		d.Pos = l.fset.Position(at + token.Pos(offset))
		if strings.HasPrefix(text[p.offset:], p.value[:min(offset+length, len(p.value))]) {
			d.Length = length
			if fix.Title != "" {
				fix.Offset += l.fset.Position(at).Offset
				d.Fix = fix
			}
		}
	}
	l.found.Add(d)
}

// tagErrorf reports an error at the first occurrence of word in the value of key.
func (l *loader) tagErrorf(s *source, key, word string, code diag.Code, remedy, format string, args ...any) {
	l.inTag(s, key, max(0, strings.Index(s.tag.Get(key), word)), len(word), diag.Diagnostic{
		Code: code, Message: fmt.Sprintf(format, args...), Remedy: remedy,
	})
}

// ruleErrorf is tagErrorf of a rule, in whichever of the two tags for rules it stands.
func (l *loader) ruleErrorf(s *source, rule string, code diag.Code, remedy, format string, args ...any) {
	key := s.def.opts.tag
	if !strings.Contains(s.tag.Get(key), rule) && strings.Contains(s.tag.Get("check"), rule) {
		key = "check"
	}
	l.tagErrorf(s, key, rule, code, remedy, format, args...)
}

// tagWarnf is tagErrorf for a warning.
func (l *loader) tagWarnf(s *source, key, word string, code diag.Code, remedy, format string, args ...any) {
	l.inTag(s, key, max(0, strings.Index(s.tag.Get(key), word)), len(word), diag.Diagnostic{
		Severity: diag.Warning, Code: code, Message: fmt.Sprintf(format, args...), Remedy: remedy,
	})
}
