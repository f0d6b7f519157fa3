package tag

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
)

// Table is the vocabulary of one tag.
type Table struct {
	// Tag is the tag's name: "validate", "check".
	Tag  string
	rows map[string]row
	// other is the tag with the other vocabulary, others its words: they tell a user where a misplaced word belongs.
	other  string
	others []string
}

// Validate is the vocabulary of go-playground/validator/v10, as far as it is compiled. It stands in the tag "validate",
// or in another that the definition names, such as gin's "binding".
func Validate(name string) Table {
	return Table{Tag: name, rows: upstream(), other: "check", others: slices.Collect(maps.Keys(own()))}
}

// Check is typedml's own vocabulary; name is the tag with upstream's.
func Check(name string) Table {
	return Table{Tag: "check", rows: own(), other: name, others: slices.Collect(maps.Keys(upstream()))}
}

func upstream() map[string]row {
	return index(
		row{name: "required", fits: anything, takes: "every type", lower: notZero},
		row{name: "omitempty", fits: anything, takes: "every type", lower: omit("empty")},
		row{name: "omitnil", fits: anything, takes: "every type", lower: omit("nil")},
		row{name: "omitzero", fits: anything, takes: "every type", lower: omit("zero")},
		row{name: "eq", param: needsParam, fits: equatable, takes: takesEquatable, lower: compare(schema.Eq)},
		row{name: "ne", param: needsParam, fits: equatable, takes: takesEquatable, lower: compare(schema.Ne)},
		row{name: "gt", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Gt)},
		row{name: "gte", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Gte)},
		row{name: "lt", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Lt)},
		row{name: "lte", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Lte)},
		row{name: "min", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Gte)},
		row{name: "max", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Lte)},
		row{name: "len", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Eq)},
		row{name: "oneof", param: needsParam, fits: discrete, takes: "strings and integers", lower: oneOf},
	)
}

func own() map[string]row {
	return index(
		row{name: "decimals", param: needsParam, fits: floats, takes: "float32, float64 and lists of them", lower: decimals},
		row{name: "finite", fits: floats, takes: "float32, float64 and lists of them", lower: finite},
		row{name: "norm", param: needsParam, fits: floatList, takes: "lists of float32 or float64", lower: interval(schema.Norm)},
		row{name: "sum", param: needsParam, fits: numberList, takes: "lists of numbers", lower: interval(schema.Sum)},
		row{name: "regex", param: needsParam, fits: isText, takes: "strings", lower: pattern},
	)
}

// Words returns the table's words, sorted.
func (t Table) Words() []string { return slices.Sorted(maps.Keys(t.rows)) }

func index(rows ...row) map[string]row {
	out := make(map[string]row, len(rows))
	for _, r := range rows {
		out[r.name] = r
	}
	return out
}

// unknown words the diagnostic of a word that the table lacks: it stands in the other tag, needs I/O, is not compiled
// yet, or is misspelt.
func (t Table) unknown(w Word) Problem {
	p := Problem{Code: diag.UnknownRule, Message: fmt.Sprintf("unknown rule %q in the tag %s", w.Name, t.Tag)}
	switch {
	case w.Name == "":
		p.Message, p.Remedy = "an empty rule in the tag "+t.Tag, "remove the comma"
	case w.Bar && t.Tag == "validate":
		p.Message = fmt.Sprintf("alternatives (%s) are not compiled yet", text(w))
		p.Remedy = "write them in a method Check(*validate.Report)"
	case w.Name == "keys" || w.Name == "endkeys":
		p.Message = w.Name + " stands where no keys are"
		p.Remedy = "on a map write dive,keys,RULES OF THE KEYS,endkeys,RULES OF THE VALUES"
	case slices.Contains(t.others, w.Name):
		p.Remedy = fmt.Sprintf("write it in the tag %s:%s", t.other, strconv.Quote(text(w)))
	case refused[w.Name] != "":
		p.Code, p.Message = diag.RefusedRule, fmt.Sprintf("rule %q is refused: it %s", w.Name, refused[w.Name])
		p.Remedy = "check it where the program has the means, in a method Check(*validate.Report)"
	case slices.Contains(validatorWords(), w.Name):
		p.Message = fmt.Sprintf("rule %q of validator/v10 is not compiled yet", w.Name)
		p.Remedy = "write it in a method Check(*validate.Report)"
	default:
		p.Remedy = "the rules are " + strings.Join(t.Words(), ", ") + ", dive"
		if near := nearest.Of(w.Name, t.Words()); near != "" {
			p.Remedy = fmt.Sprintf("did you mean %q?", near)
		}
	}
	return p
}

// refused are upstream's words that do I/O, with what they do.
var refused = map[string]string{
	"file": "reads the file system", "filepath": "reads the file system", "dir": "reads the file system",
	"dirpath": "reads the file system", "image": "reads the file system", "mimetype": "reads the file system",
	"uds_exists": "reads the file system", "tcp_addr": "resolves names", "tcp4_addr": "resolves names",
	"tcp6_addr": "resolves names", "udp_addr": "resolves names", "udp4_addr": "resolves names",
	"udp6_addr": "resolves names", "ip_addr": "resolves names", "ip4_addr": "resolves names",
	"ip6_addr": "resolves names", "unix_addr": "resolves names",
}
