package pydantic

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// probe is a value of one field beside valid ones, and the rule that it breaks, "" for none.
type probe struct{ key, text, rule string }

// tests writes the tests of the models: values at the limits of the rules, and what the rules say of them. A model without one
// is Untested.
func tests(recs []*schema.Record, models []Model, rules []told) []byte {
	var b strings.Builder
	var names []string
	seen, taken := map[string]bool{}, map[string]bool{}
	for _, m := range models {
		taken[m.Name] = true
	}
	e := newExamples()
	for i, r := range recs {
		if seen[models[i].Name] {
			continue
		}
		seen[models[i].Name] = true
		e.null = rules[i].null
		losses := slices.DeleteFunc(slices.Clone(models[i].Losses), func(l schema.Loss) bool { return l.Why == microseconds })
		e.whole = len(losses) < len(models[i].Losses)
		lost := func(f schema.Finding) bool {
			general := schema.GeneralPath(f.Path)
			return slices.ContainsFunc(losses, func(l schema.Loss) bool { return l.Path == general && (l.Rule == f.Rule || f.Rule == "check_error") })
		}
		valid, ok := e.valid(r, lost)
		if !ok {
			models[i].Untested = true
			b.WriteString("\n\n# No value of " + models[i].Name + " that its rules take was found: it is not tested.\n")
			continue
		}
		names = append(names, models[i].Name)
		testClass(&b, models[i].Name, identifier("Test"+models[i].Name, taken), r, valid, e.probes(r, valid, lost))
	}
	if len(names) == 0 {
		return []byte(Header + docstring("The tests of the models.", 0) + strings.TrimPrefix(b.String(), "\n"))
	}
	slices.SortFunc(names, isort)
	return []byte(Header + testHead + importing(".models", names) + testHelp + aliased(recs) + b.String() + "\n\nif __name__ == \"__main__\":\n    unittest.main()\n")
}

const testHead = `"""Tests of the models: values at the limits of the rules.

They need nothing but Pydantic: python -m unittest PACKAGE.test_models, or pytest.
"""

import json
import unittest
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ValidationError

from ._record import Record
`

const testHelp = `
NOW = datetime.fromisoformat("2026-01-01T12:00:00+00:00")

# Pydantic's own types of errors, by the rules that they stand for.
TYPES = {
    "gte": ["greater_than_equal", "too_short", "string_too_short"],
    "min": ["greater_than_equal", "too_short", "string_too_short"],
    "gt": ["greater_than", "too_short", "string_too_short", "datetime_future"],
    "lte": ["less_than_equal", "too_long", "string_too_long"],
    "max": ["less_than_equal", "too_long", "string_too_long"],
    "lt": ["less_than", "too_long", "string_too_long", "datetime_past"],
    "len": ["too_short", "too_long", "string_too_short", "string_too_long"],
    "eq": ["too_short", "too_long", "string_too_short", "string_too_long"],
    "required": ["string_too_short", "literal_error"],
    "regex": ["string_pattern_mismatch"],
    "enum": ["literal_error"],
    "oneof": ["literal_error"],
    "decimals": ["decimal_max_places"],
    "decimal": ["decimal_max_places", "decimal_whole_digits"],
    "overflow": [
        "greater_than_equal",
        "less_than_equal",
        "finite_number",
        "decimal_max_digits",
    ],
    "future": ["datetime_future"],
    "past": ["datetime_past"],
    "uuid": ["uuid_parsing"],
    "uuid3": ["uuid_version"],
    "uuid4": ["uuid_version"],
    "uuid5": ["uuid_version"],
    "uuid7": ["uuid_version"],
    "ip": ["ip_any_address"],
    "ipv4": ["ip_v4_address"],
    "ipv6": ["ip_v6_address"],
    "cidr": ["ip_any_network"],
    "cidrv4": ["ip_v4_network"],
    "cidrv6": ["ip_v6_network"],
    "unknown": ["extra_forbidden"],
}


def refused(model: type[Record], values: dict[str, str]) -> list[tuple[str, str]]:
    """The fields and types of the errors in an object, "" for the object itself."""
    try:
        again(model, values)
    except ValidationError as error:
        return [(str((*e["loc"], "")[0]), e["type"]) for e in error.errors()]
    return []


def again(model: type[Record], values: dict[str, str]) -> Any:
    """What a model makes of an object, as JSON has it."""
    text = ",".join(f"{json.dumps(key)}:{value}" for key, value in values.items())
    value = model.model_validate_json("{" + text + "}", context={"now": NOW})
    return json.loads(value.model_dump_json())


def names(rule: str, kind: str) -> bool:
    """Whether a type of Pydantic's stands for a rule."""
    if rule in ("type", "null"):
        return kind.endswith(("_type", "_parsing", "_error", "is_instance_of"))
    return kind == rule or kind in TYPES.get(rule, [])
`

// aliased writes which types of Pydantic's stand for the words of somebody's own, where there are any.
func aliased(recs []*schema.Record) string {
	words := map[string][]string{}
	var walk func(el *schema.Element)
	walk = func(el *schema.Element) {
		for _, k := range el.Constraints {
			if k.Actual != "" && !strings.Contains(k.Actual, "|") && !slices.Contains(words[k.Rule], k.Actual) {
				words[k.Rule] = append(words[k.Rule], k.Actual)
			}
		}
		for _, below := range []*schema.Element{el.Type.Key, el.Type.Elem} {
			if below != nil {
				walk(below)
			}
		}
	}
	for _, r := range recs {
		for i := range r.Fields {
			walk(&schema.Element{Type: r.Fields[i].Type, Constraints: r.Fields[i].Constraints})
		}
	}
	if len(words) == 0 {
		return ""
	}
	table := node{open: "{", close: "}"}
	for _, alias := range slices.Sorted(maps.Keys(words)) {
		list := node{open: "[", close: "]"}
		for _, word := range words[alias] {
			list.items = append(list.items, leaf(text(word)))
		}
		table.items = append(table.items, leaf(text(alias)+": "+list.flat()))
	}
	var b strings.Builder
	b.WriteString("\n\n# The rules that aliases stand for.\n")
	const head = "ALIASES: dict[str, list[str]] = "
	b.WriteString(head)
	table.write(&b, 0, len(head), 0)
	b.WriteString("\nTYPES |= {\n    alias: [kind for word in words for kind in TYPES.get(word, [])]\n    for alias, words in ALIASES.items()\n}\n")
	return b.String()
}

func testClass(b *strings.Builder, name, test string, r *schema.Record, valid map[string]any, probes []probe) {
	b.WriteString("\n\nclass " + test + "(unittest.TestCase):\n" + docstring("What "+name+" takes and refuses.", 4) + "\n")
	object := node{open: "{", close: "}"}
	for i := range r.Fields {
		key := r.Fields[i].Key
		object.items = append(object.items, leaf(text(key)+": "+text(jsonText(valid[key]))))
	}
	const head = "valid: ClassVar[dict[str, str]] = "
	b.WriteString("    " + head)
	object.write(b, 4, 4+len(head), 0)
	b.WriteString("\n\n    def test_valid(self) -> None:\n        self.assertEqual(refused(" + name + ", self.valid), [])\n")
	b.WriteString("\n    def test_unknown(self) -> None:\n        values = {**self.valid, \"an unknown key\": \"1\"}\n")
	if r.IgnoreUnknown {
		b.WriteString("        self.assertEqual(refused(" + name + ", values), [])\n")
	} else {
		b.WriteString("        ")
		call("self.assertEqual", leaf("refused("+name+", values)"), leaf(`[("an unknown key", "extra_forbidden")]`)).write(b, 8, 8, 0)
		b.WriteByte('\n')
	}
	absent(b, name, r, valid)
	missing := node{open: "(", close: ")"}
	taken := node{open: "(", close: ")"}
	broken := node{open: "(", close: ")"}
	for _, p := range probes {
		switch {
		case p.text == "":
			missing.items = append(missing.items, leaf(text(p.key)))
		case p.rule == "":
			taken.items = append(taken.items, node{open: "(", items: []node{leaf(text(p.key)), leaf(text(p.text))}, close: ")"})
		default:
			broken.items = append(broken.items, node{open: "(", items: []node{leaf(text(p.key)), leaf(text(p.text)), leaf(text(p.rule))}, close: ")"})
		}
	}
	loop(b, "test_missing", "key", missing, "with self.subTest(key):\n                values = {k: v for k, v in self.valid.items() if k != key}\n                self.assertEqual(refused("+name+", values), [(key, \"missing\")])")
	loop(b, "test_taken", "key, value", taken, "with self.subTest(key, value=value):\n                self.assertEqual(refused("+name+", {**self.valid, key: value}), [])")
	loop(b, "test_refused", "key, value, rule", broken, "with self.subTest(key, value=value):\n                errors = refused("+name+", {**self.valid, key: value})\n                self.assertTrue(errors, rule)\n                for place, kind in errors:\n                    self.assertIn(place, (key, \"\"))\n                    self.assertTrue(names(rule, kind), f\"{kind} is not {rule}\")")
}

// loop writes a test of each item of a list, if there are any.
func loop(b *strings.Builder, test, variables string, list node, body string) {
	if len(list.items) == 0 {
		return
	}
	if len(list.items) == 1 {
		list.close = ",)"
	}
	head := "for " + variables + " in "
	b.WriteString("\n    def " + test + "(self) -> None:\n        " + head)
	if flat := list.flat(); 8+len(head)+len(flat)+1 <= width {
		b.WriteString(flat)
	} else {
		list.close = ")"
		list.write(b, 8, width, 0)
	}
	b.WriteString(":\n            " + body + "\n")
}

// absent writes the test of what stands for keys that may be absent, where JSON has one form of it.
func absent(b *strings.Builder, name string, r *schema.Record, valid map[string]any) {
	e := newExamples()
	defaults := node{open: "(", close: ")"}
	for i := range r.Fields {
		f := &r.Fields[i]
		row := maps.Clone(valid)
		delete(row, f.Key)
		k := f.Type.Scalar()
		if !f.MayBeAbsent || len(e.evaluator.EvaluateInput(r, row)) > 0 || !(k == schema.Bool || k.Number() || k == schema.String || f.Default == nil && (f.Optional || f.Type.TakesNull())) {
			continue
		}
		value := "null"
		switch {
		case f.Default != nil && f.Default.Kind != schema.Null:
			value = jsonText(f.Default.Any())
		case f.Optional || f.Type.TakesNull():
		case f.Default == nil:
			value = map[bool]string{true: `""`, false: "0"}[k == schema.String]
			if k == schema.Bool {
				value = "false"
			}
		}
		defaults.items = append(defaults.items, node{open: "(", items: []node{leaf(text(f.Key)), leaf(text(value))}, close: ")"})
	}
	loop(b, "test_absent", "key, value", defaults, "with self.subTest(key):\n                values = {k: v for k, v in self.valid.items() if k != key}\n                self.assertEqual(again("+name+", values)[key], json.loads(value))")
}

// probes are values of each field, beside valid ones, that break one rule or none; and the keys that may not be absent.
func (e *examples) probes(r *schema.Record, valid map[string]any, lost func(schema.Finding) bool) []probe {
	var out []probe
	for i := range r.Fields {
		f := &r.Fields[i]
		row := map[string]any{}
		for k, v := range valid {
			if k != f.Key {
				row[k] = v
			}
		}
		if found := e.evaluator.EvaluateInput(r, row); len(found) == 1 && found[0] == (schema.Finding{Path: f.Key, Rule: "missing"}) {
			out = append(out, probe{key: f.Key})
		}
		of := map[string]int{}
		wrong := []any{nil, "text", json.Number("1.5"), json.Number("1e400"), json.Number("300"), true, []any{}}
		for _, v := range append(e.values(&schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}, lost), wrong...) {
			row[f.Key] = v
			found := e.found(r, row, lost)
			rule := ""
			switch {
			case len(found) > 1 || len(found) == 1 && found[0].Path != "" && !within(found[0].Path, f.Key):
				continue
			case len(found) == 1:
				rule = found[0].Rule
			}
			most := 2
			if rule == "" {
				most = 3
			}
			p := probe{f.Key, jsonText(v), rule}
			if e.whole && fine.MatchString(p.text) || slices.Contains(out, p) {
				continue
			}
			if of[rule]++; of[rule] <= most {
				out = append(out, p)
			}
		}
	}
	return out
}

// within reports whether a path is that of a field, or leads into it.
func within(path, key string) bool {
	rest, ok := strings.CutPrefix(path, key)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// fine are times and durations that datetime and timedelta cut.
var fine = regexp.MustCompile(`\.[0-9]{7,}(s|Z|[+-])|[0-9]ns`)

// jsonText is a value as JSON, a number as it is spelled.
func jsonText(v any) string {
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(v); err != nil { // values here have a form
		return "null"
	}
	return strings.TrimSuffix(b.String(), "\n")
}
