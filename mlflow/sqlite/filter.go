package sqlite

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// comparison is one term of a filter; the terms of a filter are joined by AND.
type comparison struct {
	kind  string // "attribute", "metric", "param", "tag"
	key   string
	op    string // =, !=, <, <=, >, >=, LIKE, ILIKE, IN, NOT IN, IS NULL, IS NOT NULL
	value any    // string, float64 or []string; nil for IS …
}

// kinds are the prefixes that MLflow accepts.
var kinds = map[string]string{
	"attribute": "attribute", "attributes": "attribute", "attr": "attribute", "run": "attribute",
	"metric": "metric", "metrics": "metric",
	"param": "param", "params": "param", "parameter": "param", "parameters": "param",
	"tag": "tag", "tags": "tag",
}

// parseFilter reads MLflow's search syntax: comparisons joined by AND, such as
//
//	metrics.auc > 0.9 AND params.model = 'xgboost' AND tags.`team name` LIKE 'risk%' AND run_id IN ('a', 'b')
func parseFilter(s string) ([]comparison, error) {
	p := &lexer{rest: s, whole: s}
	var cs []comparison
	for {
		if p.space(); p.rest == "" && len(cs) == 0 {
			return nil, nil
		}
		c, err := p.comparison()
		if err != nil {
			return nil, err
		}
		cs = append(cs, c)
		if p.space(); p.rest == "" {
			return cs, nil
		}
		if !p.word("AND") {
			return nil, p.bad("AND or the end; OR and parentheses are not supported by MLflow")
		}
	}
}

// lexer walks over a filter.
type lexer struct{ rest, whole string }

func (p *lexer) bad(want string) error {
	return invalid("the filter %q can't be read at %q: expected %s", p.whole, p.rest, want)
}

func (p *lexer) space() { p.rest = strings.TrimLeftFunc(p.rest, unicode.IsSpace) }

// word consumes a keyword, whatever its case.
func (p *lexer) word(w string) bool {
	p.space()
	if len(p.rest) < len(w) || !strings.EqualFold(p.rest[:len(w)], w) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(p.rest[len(w):]); len(p.rest) > len(w) && isName(r) {
		return false
	}
	p.rest = p.rest[len(w):]
	return true
}

func isName(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

func (p *lexer) comparison() (comparison, error) {
	c := comparison{kind: "attribute"}
	key, err := p.name()
	if err != nil {
		return c, err
	}
	if k, tail, ok := strings.Cut(key, "."); ok && tail == "" { // the key follows in quotes
		c.kind = kinds[strings.ToLower(k)]
		if c.key, err = p.quoted(); err != nil {
			return c, err
		}
	} else if ok {
		c.kind, c.key = kinds[strings.ToLower(k)], tail
	} else {
		c.key = key
	}
	if c.kind == "" {
		return c, invalid("the filter %q names %q; it is metrics., params., tags. or attributes.", p.whole, key)
	}
	if c.op, err = p.operator(); err != nil {
		return c, err
	}
	switch c.op {
	case "IS NULL", "IS NOT NULL":
	case "IN", "NOT IN":
		c.value, err = p.list()
	default:
		c.value, err = p.value()
	}
	return c, err
}

// name reads an identifier up to a blank or an operator; a quoted part after the dot is left to quoted.
func (p *lexer) name() (string, error) {
	p.space()
	if p.rest != "" && (p.rest[0] == '`' || p.rest[0] == '"') {
		return p.quoted()
	}
	i := strings.IndexFunc(p.rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("=!<>`\"'(),", r) })
	if i < 0 {
		i = len(p.rest)
	}
	if i == 0 {
		return "", p.bad("a name such as metrics.auc")
	}
	n := p.rest[:i]
	p.rest = p.rest[i:]
	return n, nil
}

// quoted reads `…`, "…" or '…'; a doubled quote stands for itself.
func (p *lexer) quoted() (string, error) {
	if p.rest == "" || !strings.ContainsRune("`\"'", rune(p.rest[0])) {
		return "", p.bad("a quoted text")
	}
	q := p.rest[:1]
	var b strings.Builder
	for s := p.rest[1:]; ; {
		i := strings.Index(s, q)
		if i < 0 {
			return "", p.bad("the closing " + q)
		}
		b.WriteString(s[:i])
		if s = s[i+1:]; !strings.HasPrefix(s, q) {
			p.rest = s
			return b.String(), nil
		}
		b.WriteString(q)
		s = s[1:]
	}
}

func (p *lexer) operator() (string, error) {
	p.space()
	for _, op := range []string{"!=", "<=", ">=", "=", "<", ">"} {
		if strings.HasPrefix(p.rest, op) {
			p.rest = p.rest[len(op):]
			return op, nil
		}
	}
	for _, op := range []string{"LIKE", "ILIKE", "IN"} {
		if p.word(op) {
			return op, nil
		}
	}
	if p.word("NOT") && p.word("IN") {
		return "NOT IN", nil
	}
	if p.word("IS") {
		if p.word("NULL") {
			return "IS NULL", nil
		}
		if p.word("NOT") && p.word("NULL") {
			return "IS NOT NULL", nil
		}
	}
	return "", p.bad("an operator: = != < <= > >= LIKE ILIKE IN NOT IN IS NULL IS NOT NULL")
}

// value reads a quoted text or a number.
func (p *lexer) value() (any, error) {
	p.space()
	if p.rest != "" && (p.rest[0] == '\'' || p.rest[0] == '"') {
		return p.quoted()
	}
	i := strings.IndexFunc(p.rest, unicode.IsSpace)
	if i < 0 {
		i = len(p.rest)
	}
	f, err := strconv.ParseFloat(p.rest[:i], 64)
	if err != nil {
		return nil, p.bad("a quoted text or a number")
	}
	p.rest = p.rest[i:]
	return f, nil
}

func (p *lexer) list() ([]string, error) {
	if p.space(); !strings.HasPrefix(p.rest, "(") {
		return nil, p.bad("a list such as ('a', 'b')")
	}
	p.rest = p.rest[1:]
	var vs []string
	for {
		p.space()
		v, err := p.quoted()
		if err != nil {
			return nil, err
		}
		vs = append(vs, v)
		p.space()
		switch {
		case strings.HasPrefix(p.rest, ","):
			p.rest = p.rest[1:]
		case strings.HasPrefix(p.rest, ")"):
			p.rest = p.rest[1:]
			return vs, nil
		default:
			return nil, p.bad("a comma or a closing parenthesis")
		}
	}
}
