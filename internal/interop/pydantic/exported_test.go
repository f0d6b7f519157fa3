package pydantic

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/validate/is"
)

//go:embed testdata/exported.py
var exported string

// exportedCase is a case with the losses of its package, and what the package says of its rows.
type exportedCase struct {
	vectors.Case
	losses   []schema.Loss
	verdicts []exportedVerdict // of the rows with JSON
	relate   map[string]string // "path rule" of rules that read several values, and the path to what holds these
}

type exportedVerdict struct {
	Errors []pydanticFinding
	Dumped *string // the value as it is written again
}

// pydanticFinding is an entry of errors(): loc, type, whether the input was None, and the context.
type pydanticFinding struct {
	loc  []any
	typ  string
	none bool
	ctx  json.RawMessage
}

func (f *pydanticFinding) UnmarshalJSON(text []byte) error {
	return json.Unmarshal(text, &[]any{&f.loc, &f.typ, &f.none, &f.ctx})
}

// judgeExported writes a package for each case, and lets it judge the rows.
func judgeExported(t *testing.T, cases []vectors.Case) []exportedCase {
	t.Helper()
	python := interop.Python(t, "pydantic")
	dir := t.TempDir()
	type request struct {
		Package string   `json:"package"`
		Model   string   `json:"model"`
		Texts   [][]byte `json:"texts"`
	}
	requests := make([]request, len(cases))
	out := make([]exportedCase, len(cases))
	for batch := range slices.Chunk(seq(len(cases)), 50) { // a package for each takes long to import
		recs := make([]*schema.Record, len(batch))
		for i, n := range batch {
			recs[i] = cases[n].Record
		}
		name := fmt.Sprintf("cases%d", batch[0])
		files, models := pydantic.Of(recs...)
		writePackage(t, filepath.Join(dir, name), files)
		for i, n := range batch {
			c := cases[n]
			requests[n] = request{Package: name, Model: models[i].Name, Texts: [][]byte{}}
			out[n] = exportedCase{Case: c, losses: models[i].Losses, relate: map[string]string{}}
			relations("", c.Record, out[n].relate)
			for _, row := range c.Rows {
				if row.JSON != "" {
					requests[n].Texts = append(requests[n].Texts, []byte(row.JSON))
				}
			}
		}
	}
	var verdicts [][]exportedVerdict
	interop.RunJSON(t, python, exported, map[string]any{"dir": dir, "now": vectors.Now, "cases": requests}, &verdicts)
	require.Len(t, verdicts, len(cases))
	for i := range out {
		out[i].verdicts = verdicts[i]
	}
	return out
}

func seq(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func writePackage(t *testing.T, dir string, files []pydantic.File) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for _, f := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o644))
	}
}

// disagreements are the rows on which the package is wrong, each with the reason.
func (c *exportedCase) disagreements() (wrong map[string]string, refused int) {
	wrong = map[string]string{}
	n := 0
	for _, row := range c.Rows {
		if row.JSON == "" {
			continue
		}
		v := c.verdicts[n]
		n++
		if len(v.Errors) > 0 {
			refused++
		}
		if why := c.disagrees(row, v); why != "" {
			wrong[row.Name] = why
		}
	}
	return wrong, refused
}

// disagrees says what is wrong with a verdict: an error that is no finding, a finding that is neither an error, nor lost, nor
// hidden behind another error; or a value that does not survive.
func (c *exportedCase) disagrees(row vectors.Row, v exportedVerdict) string {
	places := make([]string, len(v.Errors))
	for i, e := range v.Errors {
		places[i] = place(c.Record, e.loc)
		key := len(e.loc) > 0 && e.loc[len(e.loc)-1] == "[key]"
		if !slices.ContainsFunc(row.Decoded, func(f schema.Finding) bool {
			early := key || e.typ == "too_long" // what is below did not decode, so that Go has no rule run
			return f.Path == places[i] && means(e, f.Rule) || early && within(f.Path, places[i]) || len(e.loc) == 0 && means(e, f.Rule)
		}) {
			return fmt.Sprintf("%s: %s is none of %v", places[i], e.typ, row.Decoded)
		}
	}
	for _, f := range row.Decoded {
		if c.lost(f, row) || slices.ContainsFunc(v.Errors, func(e pydanticFinding) bool { return len(e.loc) == 0 && means(e, f.Rule) }) {
			continue
		}
		if !slices.ContainsFunc(places, func(p string) bool { return within(p, f.Path) || within(f.Path, p) || c.hides(f, p) }) {
			return fmt.Sprintf("%s: %s is not found: %v", f.Path, f.Rule, places)
		}
	}
	if v.Dumped != nil && len(row.Decoded) == 0 && !fine.MatchString(row.JSON) {
		if again := reread(c.Record, *v.Dumped); again != "" {
			return again
		}
	}
	return ""
}

// fine are times and durations that datetime and timedelta round.
var fine = regexp.MustCompile(`\.[0-9]{7,}(s|Z|[+-])|[0-9]ns`)

// reread says what the record finds in a value that was written again, "" for nothing.
func reread(rec *schema.Record, text string) string {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		return err.Error()
	}
	e := schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	if found := e.EvaluateInput(rec, v); len(found) > 0 {
		return fmt.Sprintf("written again as %s: %v", text, found)
	}
	return ""
}

// hides reports whether a rule that relates the fields of a record does not run since an error stands in the record.
func (c *exportedCase) hides(f schema.Finding, place string) bool {
	general := schema.GeneralPath(f.Path)
	if f.Rule == "check_error" {
		return within(place, f.Path)
	}
	holder, relates := c.relate[general+" "+f.Rule]
	for i := range len(f.Path) + 1 {
		around := schema.GeneralPath(f.Path[:i])
		if _, omitted := c.relate["omit "+around]; (relates && around == holder || omitted) && within(place, f.Path[:i]) {
			return true
		}
	}
	return false
}

// within reports whether a path is another, or leads into the value there.
func within(path, holder string) bool {
	rest, ok := strings.CutPrefix(path, holder)
	return ok && (holder == "" || rest == "" || rest[0] == '.' || rest[0] == '[')
}

// lost reports whether a finding is of a rule that the package does not say of the row.
func (c *exportedCase) lost(f schema.Finding, row vectors.Row) bool {
	general := schema.GeneralPath(f.Path)
	return slices.ContainsFunc(c.losses, func(l schema.Loss) bool {
		cut := strings.Contains(l.Why, "microseconds") && !fine.MatchString(row.JSON)
		return !cut && l.Path == general && (l.Rule == f.Rule || f.Rule == "check_error" && c.relate[general+" "+l.Rule] == general)
	})
}

// relations collects the rules of a record that read several fields, and its checks.
func relations(path string, r *schema.Record, into map[string]string) {
	for _, k := range r.Checks {
		into[path+" "+k.Name] = path
	}
	for _, f := range r.Fields {
		at := f.Key
		if path != "" {
			at = path + "." + f.Key
		}
		behind := false
		for _, k := range f.Constraints {
			if behind = behind || len(k.Operands()) > 0; behind {
				into[at+" "+k.Rule], into[at+"[] "+k.Rule] = path, path
			}
		}
		t, rules := f.Type, f.Constraints
		for {
			if slices.ContainsFunc(rules, func(k schema.Constraint) bool { return k.Kind == schema.Omit }) && (t.Record != nil || t.Len > 0) {
				into["omit "+at] = "" // first it must decode without its rules
			}
			for _, k := range rules {
				if _, known := into[at+"[] "+k.Rule]; !known && (k.Kind == schema.Decimals || k.Kind == schema.Interval) {
					into[at+"[] "+k.Rule] = at // of the items, one may not decode
				}
			}
			if t.Elem == nil {
				break
			}
			t, rules, at = t.Elem.Type, t.Elem.Constraints, at+"[]"
		}
		if t.Record != nil {
			relations(at, t.Record, into)
		}
	}
}

// means reports whether an error of Pydantic's is a violation of the rule.
func means(e pydanticFinding, rule string) bool {
	if rule == e.typ {
		return true
	}
	words := strings.Fields(map[string]string{
		"greater_than_equal": "gte min overflow port latitude longitude", "greater_than": "gt", "less_than_equal": "lte max overflow port latitude longitude", "less_than": "lt",
		"finite_number": "overflow", "decimal_max_digits": "overflow", "decimal_max_places": "decimals decimal", "decimal_whole_digits": "decimal",
		"datetime_future": "gt future", "datetime_past": "lt past", "uuid_parsing": "uuid", "uuid_version": "uuid3 uuid4 uuid5 uuid7",
		"ip_any_address": "ip", "ip_v4_address": "ipv4", "ip_v6_address": "ipv6", "ip_any_network": "cidr", "ip_v4_network": "cidrv4", "ip_v6_network": "cidrv6",
		"string_too_short": "min gte gt len eq required", "string_too_long": "max lte lt len eq",
		"too_short": "min gte gt len eq", "too_long": "max lte lt len eq",
		"string_pattern_mismatch": "regex", "literal_error": "enum oneof type null required", "extra_forbidden": "unknown", "string_unicode": "utf8",
		"json_invalid": "utf8 syntax",
	}[e.typ])
	switch {
	case slices.Contains(words, rule):
		return true
	case rule == "null":
		return e.none && (strings.HasSuffix(e.typ, "_type") || e.typ == "is_instance_of")
	}
	return rule == "type" && (strings.HasSuffix(e.typ, "_type") || strings.HasSuffix(e.typ, "_parsing"))
}

// place is a loc in the spelling of a violation's path.
func place(r *schema.Record, loc []any) string {
	t := schema.Type{Kind: schema.Struct, Record: r}
	path := ""
	for i, step := range loc {
		if i > 0 && i == len(loc)-1 && step == "[key]" {
			break
		}
		switch {
		case t.Kind == schema.List:
			path += fmt.Sprintf("[%v]", step)
			t = t.Elem.Type
		case t.Kind == schema.Map:
			path += "[" + quoted(step.(string)) + "]"
			t = t.Elem.Type
		case t.Record != nil:
			key := step.(string)
			f := t.Record.Field(key)
			for i := range t.Record.Fields { // the loc of a default has the name of the attribute
				if g := &t.Record.Fields[i]; f == nil && attribute(g.Key) == key && key != g.Key {
					f, key = g, g.Key
				}
			}
			if f == nil {
				return unknown(path, key)
			}
			if path != "" {
				path += "."
			}
			path += key
			t = f.Type
		}
	}
	return path
}

// attribute is the name of a key in Python, where no other has it.
func attribute(key string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && letter(r) {
			return r
		}
		return '_'
	}, key)
}

// quoted spells a key in a path, a long one in part.
func quoted(key string) string {
	const most = 200
	if len(key) <= most {
		return strconv.Quote(key)
	}
	cut := most
	for cut > most-4 && key[cut]&0xc0 == 0x80 {
		cut--
	}
	return fmt.Sprintf("%q… (%d bytes)", key[:cut], len(key))
}

// unknown spells a key that a record lacks.
func unknown(path, key string) string {
	name := key != "" && len(key) <= 200 && !strings.ContainsFunc(key, func(r rune) bool {
		return !strings.ContainsRune("_-$", r) && !letter(r)
	})
	switch {
	case !name:
		return path + "[" + quoted(key) + "]"
	case path != "":
		return path + "." + key
	}
	return key
}
