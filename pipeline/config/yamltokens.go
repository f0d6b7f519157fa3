package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// tree is the syntax tree of a YAML text, or why there is none.
type tree struct {
	file *ast.File
	// second is where a second document begins, nil when there is none.
	second *token.Token
	err    error
}

// parseTree calls the parser, which panics on some texts that are not well-formed, ends at an empty document, and misplaces
// some values.
func parseTree(data []byte) (t tree) {
	defer func() {
		if p := recover(); p != nil {
			t = tree{err: fmt.Errorf("the parser gave up: %v", p)}
		}
	}()
	// The parser counts the end of a comment's or of a text's line twice when it is CR LF. To YAML the two ends are one.
	text := string(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	tokens := lexer.Tokenize(text)
	if tokens.InvalidToken() == nil {
		tokens, t.second = theDocument(tokens)
	}
	if t.second == nil {
		t.file, t.err = parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
		correctPlaces(tokens, strings.Split(text, "\n"))
	}
	return t
}

// theDocument returns the tokens of the first document that is not empty, with those of its directives, and the first token
// of another one that is not.
func theDocument(tokens token.Tokens) (document token.Tokens, second *token.Token) {
	start, directives := 0, -1
	end := func(i int) {
		part := tokens[start:i]
		content := contentOf(part)
		switch {
		case content == nil:
		case content.Type == token.DirectiveType:
			directives = start
			return
		case document == nil:
			if directives >= 0 {
				part = tokens[directives:i]
			}
			document = part
		case second == nil:
			second = content
		}
		directives = -1
	}
	for i, tk := range tokens {
		if tk.Type == token.DocumentHeaderType || tk.Type == token.DocumentEndType {
			end(i)
			start = i
		}
	}
	end(len(tokens))
	return document, second
}

// contentOf returns the first token that is neither a document's mark nor a comment.
func contentOf(tokens token.Tokens) *token.Token {
	for _, tk := range tokens {
		switch tk.Type {
		case token.DocumentHeaderType, token.DocumentEndType, token.CommentType:
		default:
			return tk
		}
	}
	return nil
}

// correctPlaces moves the places of plain values to where they begin: the lexer has some of them behind by as many columns as there
// are blanks behind the value.
func correctPlaces(tokens token.Tokens, lines []string) {
	number, blanks := 0, 0
	var line []rune // of that number, converted once: a line may hold all tokens
	for _, tk := range tokens {
		if tk.Type == token.SingleQuoteType || tk.Type == token.DoubleQuoteType || tk.Position.Line > len(lines) {
			continue
		}
		if tk.Position.Line != number {
			number = tk.Position.Line
			text := lines[number-1]
			line, blanks = []rune(text), len(text)-len(strings.TrimRight(text, " "))
		}
		if blanks == 0 {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(tk.Origin), "\n")
		want := []rune(first)
		for back := range blanks + 1 {
			at := tk.Position.Column - 1 - back
			if end := at + len(want); at >= 0 && end <= len(line) && slices.Equal(line[at:end], want) {
				tk.Position.Column -= back
				break
			}
		}
	}
}
