package databricks

import (
	"fmt"
	"strconv"
	"strings"
)

// sqlError is a statement that failed: its state, and what Spark would say.
type sqlError struct {
	state   string
	message string
}

// Error implements error.
func (e *sqlError) Error() string { return e.message }

func parseError(format string, args ...any) *sqlError {
	return &sqlError{"42601", "[PARSE_SYNTAX_ERROR] " + fmt.Sprintf(format, args...)}
}

// parser reads tokens from the left.
type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() token {
	if p.at >= len(p.tokens) {
		return token{}
	}
	return p.tokens[p.at]
}

func (p *parser) next() token {
	t := p.peek()
	p.at++
	return t
}

// word takes the keywords, in order, if they are there.
func (p *parser) word(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.tokens) {
			return false
		}
		t := p.tokens[p.at+i]
		if t.kind != name && t.kind != symbol || !strings.EqualFold(t.text, w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *parser) want(words ...string) error {
	if !p.word(words...) {
		return parseError("at %q: expected %s", p.peek().text, strings.Join(words, " "))
	}
	return nil
}

func (p *parser) take(kind tokenKind, what string) (string, error) {
	if t := p.peek(); t.kind != kind {
		return "", parseError("at %q: expected %s", t.text, what)
	}
	return p.next().text, nil
}

func (p *parser) number() (int64, error) {
	digits, err := p.take(number, "a number")
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, parseError("%s is too large", digits)
	}
	return n, nil
}

func (p *parser) done() error {
	if t := p.peek(); t.kind != end {
		return parseError("at %q: the fake workspace expected the end of the statement", t.text)
	}
	return nil
}

// tableName reads a name of three parts.
func (p *parser) tableName() (string, error) {
	var parts []string
	for {
		part, err := p.take(name, "a name")
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
		if !p.word(".") {
			break
		}
	}
	if len(parts) != 3 {
		return "", &sqlError{"42704", "the fake workspace has no default schema: write catalog.schema.table, not " + strings.Join(parts, ".")}
	}
	return strings.Join(parts, "."), nil
}

// list reads items in parentheses.
func (p *parser) list(item func() error) error {
	if err := p.want("("); err != nil {
		return err
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if p.word(")") {
			return nil
		}
		if err := p.want(","); err != nil {
			return err
		}
	}
}

// names reads column names in parentheses.
func (p *parser) names() (out []string, err error) {
	err = p.list(func() error {
		n, err := p.take(name, "a column")
		out = append(out, n)
		return err
	})
	return out, err
}

// properties reads ('key' = 'value', …).
func (p *parser) properties() (map[string]string, error) {
	out := map[string]string{}
	err := p.list(func() error {
		key, err := p.take(text, "a property's name")
		if err != nil {
			return err
		}
		if err := p.want("="); err != nil {
			return err
		}
		out[key], err = p.take(text, "a property's value")
		return err
	})
	return out, err
}
