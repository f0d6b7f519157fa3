package config

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/typedml/typedml/validate/jsonio"
)

// maxValues is how many values a file may hold when its aliases are expanded; a text counts for one every 16 bytes.
const maxValues = 1 << 20

func sizeOf(text string) int { return 1 + len(text)/16 }

// parseYAML turns a YAML text into JSON; repeated keys stand there twice, for the decoder to report.
func parseYAML(name string, data []byte) (*document, error) {
	y := &yamlReader{anchors: map[string]*node{}}
	root := y.read(data)
	if root != nil && root.size > maxValues {
		y.add(root.at, "its aliases expand to more than %d values", maxValues)
	}
	if err := y.err(name); err != nil {
		return nil, err
	}
	json, err := root.appendJSON(nil)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration %s: %w", name, err)
	}
	return &document{json: json, root: root}, nil
}

// yamlReader turns the syntax tree of a file into nodes.
type yamlReader struct {
	flaws
	anchors map[string]*node // nil while the anchor's value is read
}

func (y *yamlReader) read(data []byte) *node {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	lines := &jsonPlaces{data: data, lines: lineStarts(data)}
	if bad := invalidUTF8(data); bad >= 0 {
		y.add(lines.place(bad), "is not valid UTF-8")
		return nil
	}
	if deep := tooDeep(data); deep >= 0 {
		y.add(lines.place(deep), "nests deeper than %d", jsonio.MaxDepth)
		return nil
	}
	t := parseTree(data)
	if t.second != nil {
		y.add(place{t.second.Position.Line, t.second.Position.Column}, "a second document begins; a configuration is one document")
		return nil
	}
	if t.err != nil {
		y.syntax(t.err)
		return nil
	}
	for _, doc := range t.file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.CommentType && doc.Body.Type() != ast.DirectiveType {
			return y.value(doc.Body)
		}
	}
	y.add(place{1, 1}, "the file is empty")
	return nil
}

// quotation is the file's own text in messages of the parser. It may be a secret, and the place tells as much.
var quotation = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// syntax adds the error of the parser.
func (y *yamlReader) syntax(err error) {
	at, message := place{1, 1}, ""
	var e yaml.Error
	if !errors.As(err, &e) {
		message = err.Error()
	} else { // whose Error method renders the source, and panics on some
		message = quotation.ReplaceAllString(e.GetMessage(), `"…"`)
		if t := e.GetToken(); t != nil && t.Position != nil {
			at = place{t.Position.Line, t.Position.Column}
		}
	}
	y.add(at, "is not well-formed YAML: %s", message)
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// tooDeep returns the offset where open brackets, or a line's dashes, tags and anchors, are too many for a parser that
// recurses; -1 when nowhere. It looks at characters only: those in texts count, too.
func tooDeep(data []byte) int {
	brackets, marks := 0, 0
	for i, c := range data {
		switch c {
		case '[', '{':
			brackets++
		case ']', '}':
			brackets = max(brackets-1, 0)
		case '\n':
			marks = 0
		case '-', '?', '!', '&', '*':
			marks++
		}
		if brackets > jsonio.MaxDepth || marks > jsonio.MaxDepth {
			return i
		}
	}
	return -1
}

func placeOf(n ast.Node) place {
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			return placeOf(m.Values[0])
		}
	case *ast.MappingValueNode:
		return placeOf(m.Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return place{t.Position.Line, t.Position.Column}
	}
	return place{1, 1}
}

func (y *yamlReader) value(n ast.Node) *node {
	switch n := n.(type) {
	case nil:
		return &node{text: "null", size: 1}
	case *ast.MappingNode:
		return y.object(n, n.Values, !n.IsFlowStyle)
	case *ast.MappingValueNode:
		return y.object(n, []*ast.MappingValueNode{n}, true)
	case *ast.SequenceNode:
		return y.list(n)
	case *ast.AnchorNode:
		return y.anchor(n)
	case *ast.AliasNode:
		return y.alias(n)
	case *ast.TagNode:
		return y.tagged(n)
	case *ast.LiteralNode:
		return y.block(n)
	case ast.ScalarNode:
		return y.scalar(n)
	}
	return y.refuse(n, "a %s cannot stand here", strings.ToLower(n.Type().String()))
}

// block is a text that is written on lines below | or >.
func (y *yamlReader) block(n *ast.LiteralNode) *node {
	lines := n.Value.GetToken().Origin
	if strings.HasPrefix(n.Start.Value, ">") && unfoldedEnd.MatchString(n.Value.Value) && unfoldedEnd.MatchString(strings.ReplaceAll(lines, " ", "")) {
		return y.refuse(n, "the parser does not join the last line below >, which is one character, to the one before; join them, or write the text in double quotes")
	}
	if losesBlanks(lines, strings.Contains(n.Start.Value, "-")) {
		return y.refuse(n, "the last line of the text ends in blanks, which the parser loses; write the text in double quotes")
	}
	return &node{at: placeOf(n), kind: textNode, text: n.Value.Value, size: sizeOf(n.Value.Value)}
}

// unfoldedEnd is a last line of one character, without a line end, behind one that is not empty.
var unfoldedEnd = regexp.MustCompile(`[^\n]\n[^\n]\z`)

// losesBlanks reports whether the parser drops blanks at the end of a text of lines: with |- and >-, and where the file
// ends without a line end. Those that indent the text are none.
func losesBlanks(lines string, strip bool) bool {
	if !strip && strings.HasSuffix(lines, "\n") {
		return false
	}
	all := strings.Split(strings.ReplaceAll(lines, "\r", ""), "\n")
	indent := 0
	for _, line := range all {
		if text := strings.TrimLeft(line, " "); strings.TrimSpace(text) != "" {
			indent = len(line) - len(text)
			break
		}
	}
	for len(all) > 1 && len(all[len(all)-1]) <= indent && strings.Trim(all[len(all)-1], " ") == "" {
		all = all[:len(all)-1] // as good as no line
	}
	last := all[len(all)-1]
	return strings.TrimRight(last, " \t") != last
}

// refuse adds a flaw and returns a value to go on with.
func (y *yamlReader) refuse(n ast.Node, format string, args ...any) *node {
	at := placeOf(n)
	y.add(at, format, args...)
	return &node{at: at, text: "null", size: 1}
}

func (y *yamlReader) object(n ast.Node, values []*ast.MappingValueNode, block bool) *node {
	o := &node{at: placeOf(n), kind: objectNode, block: block, size: 1}
	for _, v := range values {
		e := entry{key: y.key(v.Key), at: placeOf(v.Key)}
		e.value = y.value(v.Value)
		o.entries = append(o.entries, e)
		o.size = min(o.size+len(e.key)/16+e.value.size, maxValues+1)
	}
	return o
}

func (y *yamlReader) list(n *ast.SequenceNode) *node {
	l := &node{at: placeOf(n), kind: listNode, block: !n.IsFlowStyle, size: 1}
	for _, v := range n.Values {
		item := y.value(v)
		_, alias := v.(*ast.AliasNode)                                                                 // stands where its anchor does
		if l.block && !alias && item.kind == objectNode && item.at.column <= n.Start.Position.Column { // the parser took what follows the list for it
			item = y.refuse(v, "the item of the list before this is empty; write null behind its dash")
		}
		l.items = append(l.items, item)
		l.size = min(l.size+item.size, maxValues+1)
	}
	return l
}

// key returns the text of a key.
func (y *yamlReader) key(k ast.MapKeyNode) string {
	if _, ok := k.(*ast.MergeKeyNode); ok {
		y.refuse(k, "merge keys (<<) are no part of YAML 1.2; repeat the keys, or alias the whole value")
		return ""
	}
	before := len(y.places)
	var n *node
	if explicit, ok := k.(*ast.MappingKeyNode); ok {
		n = y.value(explicit.Value)
	} else {
		n = y.value(k)
	}
	switch {
	case len(y.places) > before: // told already
	case n.kind == textNode:
		return n.text
	case n.kind == scalarNode:
		y.refuse(k, "the key is no text; put it in quotes")
	default:
		y.refuse(k, "a key must be a text")
	}
	return ""
}

func (y *yamlReader) anchor(n *ast.AnchorNode) *node {
	name := n.Name.GetToken().Value
	y.anchors[name] = nil
	v := y.value(n.Value)
	y.anchors[name] = v
	return v
}

func (y *yamlReader) alias(n *ast.AliasNode) *node {
	name := n.Value.GetToken().Value
	v, ok := y.anchors[name]
	switch {
	case !ok:
		// It may be a secret that wants quotes: its text is not told.
		return y.refuse(n, "what begins with * is an alias, and no anchor before it has this name; quote it if it is text")
	case v == nil:
		return y.refuse(n, "the alias *%s stands inside of its own anchor", name)
	}
	return v
}

// tagged reads a value with one of the core schema's tags: it must be what the tag says.
func (y *yamlReader) tagged(n *ast.TagNode) *node {
	v := y.value(n.Value)
	tag := n.Start.Value
	ok := false
	switch tag {
	case "!!str":
		if s, is := n.Value.(ast.ScalarNode); is && v.kind == scalarNode {
			return &node{at: v.at, kind: textNode, text: s.GetToken().Value, size: v.size}
		}
		ok = v.kind == textNode
	case "!!map":
		ok = v.kind == objectNode
	case "!!seq":
		ok = v.kind == listNode
	case "!!null":
		ok = v.kind == scalarNode && v.text == "null"
	case "!!bool":
		ok = v.kind == scalarNode && (v.text == "true" || v.text == "false")
	case "!!int":
		ok = v.kind == scalarNode && decimalInt.MatchString(v.text)
	case "!!float":
		ok = v.kind == scalarNode && decimalReal.MatchString(v.text)
	default:
		return y.refuse(n, "what begins with ! is a tag, and this one is not supported; quote it if it is text")
	}
	if !ok {
		return y.refuse(n, "the value is not what its tag %s says", tag)
	}
	return v
}

// innerTab is a tab between two characters of one line.
var innerTab = regexp.MustCompile(`\S *\t[ \t]*\S`)

// quoteAtLineStart is a doubled quote at the start of a line.
var quoteAtLineStart = regexp.MustCompile(`\n[ \t]*''`)

// scalar resolves a scalar by its own text: the parser's idea of numbers is not that of the core schema.
func (y *yamlReader) scalar(n ast.ScalarNode) *node {
	t := n.GetToken()
	v := &node{at: placeOf(n), size: sizeOf(t.Value)}
	text := t.Value
	s, isText := n.(*ast.StringNode)
	if isText {
		text = s.Value
	}
	if t.Type == token.SingleQuoteType && quoteAtLineStart.MatchString(strings.TrimLeft(t.Origin, " \t\n")) { // the parser loses the blank before it
		return y.refuse(n, "a line of a text in single quotes begins with a quote; write the text on one line, or in double quotes")
	}
	if isText && (t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType) {
		v.kind, v.text = textNode, text
		return v
	}
	if innerTab.MatchString(t.Origin) { // the parser joins what stands on both sides
		return y.refuse(n, "a tab stands inside of a value without quotes; quote the value, or remove the tab")
	}
	json, ok := resolve(text)
	if !ok {
		v.kind, json = textNode, text
	}
	v.text = json
	return v
}
