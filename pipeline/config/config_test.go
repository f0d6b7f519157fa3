package config

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

func ptr[T any](v T) *T { return &v }

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		file, text string
		want       func(*Settings)
	}{
		"defaults":   {"c.yaml", "name: n\nlayer: {}\n", func(*Settings) {}},
		"json bom":   {"c.json", "\ufeff" + `{"name": "n", "layer": {}}`, func(*Settings) {}},
		"json":       {"c.json", `{"name": "n", "layer": {}, "stop": null}`, func(s *Settings) { s.Stop = nil }},
		"upper case": {"C.YML", "name: n\nlayer: {}", func(*Settings) {}},
		"null":       {"c.yaml", "name: n\nlayer: {}\nstop: ~\n", func(s *Settings) { s.Stop = nil }},
		"empty null": {"c.yaml", "name: n\nlayer: {}\nstop:\n", func(s *Settings) { s.Stop = nil }},
		"texts":      {"c.yaml", "name: yes\ntags: [no, on, 2026-01-02, 1_000, '7', \"true\", 0b1, a: b]\nlayer: {}", nil},
		"numbers":    {"c.yaml", "name: n\nlayer: {size: 0x10}\nrounds: +0o17\n", nil},
		"core numbers": {
			"c.yaml", "name: n\nlayer: {size: 0x10, kind: \"1\"}\nrounds: 010\nstop: 1e1\ntrain_ratio: .25\ntest_ratio: 5.e-1\n",
			func(s *Settings) {
				s.Layer.Size, s.Layer.Kind, s.Rounds, s.Stop, s.TrainRatio, s.TestRatio = 16, "1", 10, ptr(10), 0.25, 0.5
			},
		},
		"anchors": {
			"c.yaml", "name: n\nlayer: &l {size: 3}\nlayers:\n- *l\n- &k\n  size: 4\n- *k\n",
			func(s *Settings) {
				s.Layer.Size = 3
				s.Layers = []Layer{{3, "dense"}, {4, "dense"}, {4, "dense"}}
			},
		},
		"a last line of the indent": {"c.yaml", "name: |-\n  n\n  \n\nlayer: {}\n", func(*Settings) {}},
		"no line end":               {"c.yaml", "layer: {}\nname: |\n  n", func(s *Settings) { s.Name = "n" }},
		"anchors of blocks": {
			"c.yaml", "name: n\nlayer: &l\n  size: 3\nlayers:\n  - *l\n  - size: 4\n  - *l\n",
			func(s *Settings) {
				s.Layer.Size = 3
				s.Layers = []Layer{{3, "dense"}, {4, "dense"}, {3, "dense"}}
			},
		},
		"single quotes on lines of their own": {
			"c.yaml", "name: n\nlayer: {}\ntags: [\n  'a',\n  '',\n  '''b'\n]\nweights: {\n  '': 1\n}\n",
			func(s *Settings) { s.Tags, s.Weights = []string{"a", "", "'b"}, map[string]float64{"": 1} },
		},
		"tags": {
			"c.yaml", "name: !!str 12\nrounds: !!int 3\ntags: !!seq [!!str true]\nlayer: !!map {}\n",
			func(s *Settings) { s.Name, s.Rounds, s.Tags = "12", 3, []string{"true"} },
		},
		"blocks": {
			"c.yaml", "\uFEFF# comment\n---\nname: |\n  two\n  lines\ntags:\n  - >-\n    one\n    line\n  - \"\\u00e9\\n\"\nlayer: {}\n...\n",
			func(s *Settings) { s.Name, s.Tags = "two\nlines\n", []string{"one line", "é\n"} },
		},
		"quoted keys": {
			"c.yaml", "\"name\": n\nlayer: {}\nweights: {'1': 2, \"a b\": 3}\n",
			func(s *Settings) { s.Weights = map[string]float64{"1": 2, "a b": 3} },
		},
		"crlf": {"c.yaml", "name: n\r\nlayer: {}\r\n", func(*Settings) {}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Settings{Name: "dirty"}
			err := Parse(c.file, []byte(c.text), &got)
			if c.want == nil {
				require.Error(t, err)
				assert.Equal(t, "dirty", got.Name)
				return
			}
			require.NoError(t, err)
			want := NewSettings()
			want.Name = "n"
			c.want(&want)
			assert.Equal(t, want, got)
		})
	}
}

func TestParseReportsPlaces(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"all at once": {
			"train.yaml",
			"name: 12\nrounds: 500\nstop: yes\ntrain_ratio: 0.9\ntest_ratio: 0.2\nlayer:\n  size: 0\n  knd: x\nlayers:\n  - size: big\n  - {kind: null}\nweights:\n  a b: .nan\n",
			`9 violations in train.yaml:
  train.yaml:1:1: the ratios must not exceed 1
  train.yaml:1:7: name: must be a string, got 12
  train.yaml:2:9: rounds: must be at most 100 (lte=100), got 500
  train.yaml:3:7: stop: must be an int64, got "yes"
  train.yaml:7:9: layer.size: must be at least 1 (gte=1), got 0
  train.yaml:8:3: layer.knd: is unknown: the record has no such key; did you mean "kind"?
  train.yaml:10:11: layers[0].size: must be an int64, got "big"
  train.yaml:11:12: layers[1].kind: must not be null
  train.yaml:13:8: weights["a b"]: must be a float64, got ".nan"`,
		},
		"missing": {"c.yaml", "# one\nrounds: 1\n", "2 violations in c.yaml:\n  c.yaml:2:1: name: is missing\n  c.yaml:2:1: layer: is missing"},
		"repeated": {
			"c.yaml", "name: a\nlayer: {size: 1, size: 2}\nname: b\n",
			"2 violations in c.yaml:\n  c.yaml:2:18: layer.size: stands twice\n  c.yaml:3:1: name: stands twice",
		},
		"repeated and broken": {
			"c.yaml", "name: a\nlayer: {size: 0, size: 1}\nrounds: 500\ntrain_ratio: 0.9\ntest_ratio: 0.2\nrounds: 5\nweights: {k: 1, k: 2}\ntest_ratio: 0.1\n",
			`7 violations in c.yaml:
  c.yaml:1:1: the ratios must not exceed 1
  c.yaml:2:15: layer.size: must be at least 1 (gte=1), got 0
  c.yaml:2:18: layer.size: stands twice
  c.yaml:3:9: rounds: must be at most 100 (lte=100), got 500
  c.yaml:6:1: rounds: stands twice
  c.yaml:7:17: weights["k"]: stands twice
  c.yaml:8:1: test_ratio: stands twice`,
		},
		"three times": {
			"c.yaml", "name: a\nlayer:\n  size: 1\n  size: 2\n  kind: b\n  size: 3\nname: b\nweights: {k: 1, k: 2, j: 1, k: 3}\n",
			"5 violations in c.yaml:\n  c.yaml:4:3: layer.size: stands twice\n  c.yaml:6:3: layer.size: stands twice\n" +
				"  c.yaml:7:1: name: stands twice\n  c.yaml:8:17: weights[\"k\"]: stands twice\n  c.yaml:8:29: weights[\"k\"]: stands twice",
		},
		"unknown and repeated": {
			"c.yaml", "name: n\nlayer: {}\nx: 1\nx: [1]\nx: 2\n",
			"3 violations in c.yaml:\n  c.yaml:3:1: x: is unknown: the record has no such key\n" +
				"  c.yaml:4:1: x: is unknown: the record has no such key\n  c.yaml:5:1: x: is unknown: the record has no such key",
		},
		"three times in json": {
			"c.json", "{\"name\": \"a\",\n\"layer\": {},\n\"name\": \"b\",\n\"name\": \"c\"}",
			"2 violations in c.json:\n  c.json:3:1: name: stands twice\n  c.json:4:1: name: stands twice",
		},
		"lists and maps of another type": {
			"c.yaml", "name: [a]\nrounds: {a: 1}\nstop: &x\n  - 1\ntags:\n  a: b\nverbose: *x\nlayer: [1]\nlayers: [{size: [2]}, [3]]\n",
			`8 violations in c.yaml:
  c.yaml:1:7: name: must be a string, got ["a"]
  c.yaml:2:9: rounds: must be an int64, got {"a":1}
  c.yaml:3:1: stop: must be an int64, got [1]
  c.yaml:5:1: tags: must be a list<string>, got {"a":"b"}
  c.yaml:7:1: verbose: must be a bool, got [1]
  c.yaml:8:8: layer: must be a record, got [1]
  c.yaml:9:17: layers[0].size: must be an int64, got [2]
  c.yaml:9:23: layers[1]: must be a record, got [3]`,
		},
		"lists and maps of another type in json": {
			"c.json", "{\"name\":\n  [1], \"rounds\": {\"a\": 1}, \"layer\":  {}, \"layers\": [{\"size\": [2]}]}",
			"3 violations in c.json:\n  c.json:2:3: name: must be a string, got [1]\n  c.json:2:18: rounds: must be an int64, got {\"a\": 1}\n" +
				"  c.json:2:62: layers[0].size: must be an int64, got [2]",
		},
		"repeated inside of repeated": {
			"c.yaml", "name: a\nlayer: {size: 1, size: 2}\nweights: {k: 1, k: 2}\nlayer: {kind: b}\nweights: {}\n",
			"4 violations in c.yaml:\n  c.yaml:2:18: layer.size: stands twice\n  c.yaml:3:17: weights[\"k\"]: stands twice\n" +
				"  c.yaml:4:1: layer: stands twice\n  c.yaml:5:1: weights: stands twice",
		},
		"alias": {"c.yaml", "name: n\nlayers: [&l {size: 0}]\nlayer: *l\n", "2 violations in c.yaml:\n" +
			"  c.yaml:2:20: layer.size: must be at least 1 (gte=1), got 0\n  c.yaml:2:20: layers[0].size: must be at least 1 (gte=1), got 0"},
		"record":        {"c.yaml", "- 1\n", "c.yaml:1:1: must be a record, got [1]"},
		"null document": {"c.yaml", "~\n", "c.yaml:1:1: must not be null"},
		"empty":         {"c.yaml", "", "c.yaml:1:1: the file is empty"},
		"blanks behind values": {
			"c.yaml", "name: n  \nlayer: {}\nrounds: 500   \nstop: é \nlayers:\n  - size: -5  \n  - kind:   5  # c\ntags: [a  , 5  ]  \n",
			`5 violations in c.yaml:
  c.yaml:3:9: rounds: must be at most 100 (lte=100), got 500
  c.yaml:4:7: stop: must be an int64, got "é"
  c.yaml:6:11: layers[0].size: must be at least 1 (gte=1), got -5
  c.yaml:7:13: layers[1].kind: must be a string, got 5
  c.yaml:8:13: tags[1]: must be a string, got 5`,
		},
		"quote at a line's start":  {"c.yaml", "name: 'it is\n  '' x'\nlayer: {}\n", "c.yaml:1:7: a line of a text in single quotes begins with a quote; write the text on one line, or in double quotes"},
		"empty last item":          {"c.yaml", "name: n\nlayers:\n-\nlayer: {}\n", "c.yaml:4:1: the item of the list before this is empty; write null behind its dash"},
		"behind an empty document": {"c.yaml", "name: n\nlayer: {}\n---\n---\nrounds: 5\n", "c.yaml:5:1: a second document begins; a configuration is one document"},
		"behind a comment":         {"c.yaml", "---\n# licence\n---\nname: n\nlayer: {}\nrounds: 500\n---\n# end\n...\n", "c.yaml:6:9: rounds: must be at most 100 (lte=100), got 500"},
		"empty documents":          {"c.yaml", "---\n---\n", "c.yaml:1:1: the file is empty"},
		"directive":                {"c.yaml", "%YAML 1.2\n---\nname: n\nlayer: {}\nrounds: 500\n", "c.yaml:5:9: rounds: must be at most 100 (lte=100), got 500"},
		"comment only":             {"c.yaml", "# nothing\n", "c.yaml:1:1: the file is empty"},
		"documents":                {"c.yaml", "name: a\n---\nname: b\n", "c.yaml:3:1: a second document begins; a configuration is one document"},
		"keys": {
			"c.yaml", "name: n\n1: x\ntrue: y\nlayer: {<<: {size: 1}}\n",
			"3 violations in c.yaml:\n  c.yaml:2:1: the key is no text; put it in quotes\n  c.yaml:3:1: the key is no text; put it in quotes\n" +
				"  c.yaml:4:9: merge keys (<<) are no part of YAML 1.2; repeat the keys, or alias the whole value",
		},
		"tab in a number":          {"c.yaml", "name: a\nrounds: 1\t2\n", "c.yaml:2:9: a tab stands inside of a value without quotes; quote the value, or remove the tab"},
		"tab in a key":             {"c.yaml", "na\tme: a\n", "c.yaml:1:1: a tab stands inside of a value without quotes; quote the value, or remove the tab"},
		"tag":                      {"c.yaml", "name: !secret x\nrounds: !!int x\n", "2 violations in c.yaml:\n  c.yaml:1:7: what begins with ! is a tag, and this one is not supported; quote it if it is text\n  c.yaml:2:9: the value is not what its tag !!int says"},
		"no anchor":                {"c.yaml", "name: *n\n", "c.yaml:1:7: what begins with * is an alias, and no anchor before it has this name; quote it if it is text"},
		"header of a text":         {"c.yaml", "name: | \"secret\" x\n", "c.yaml:1:7: is not well-formed YAML: invalid header option: \"…\""},
		"own anchor":               {"c.yaml", "tags: &t [*t]\n", "c.yaml:1:11: the alias *t stands inside of its own anchor"},
		"utf8":                     {"c.yaml", "name: \xff\n", "c.yaml:1:7: is not valid UTF-8"},
		"deep":                     {"c.yaml", "name: " + strings.Repeat("[", 1<<17), "c.yaml:1:1007: nests deeper than 1000"},
		"deep dashes":              {"c.yaml", strings.Repeat("- ", 1<<16), "c.yaml:1:2001: nests deeper than 1000"},
		"json syntax":              {"c.json", "{\n  \"name\": \"n\",\n}", "c.json:3:1: is not well-formed JSON at byte 17 (3:1): '}' stands where a key in quotes should"},
		"json syntax after others": {"c.json", "{\n \"é\": 1,\n \"name\": 1,\n}", "3 violations in c.json:\n  c.json:2:2: é: is unknown: the record has no such key\n  c.json:3:10: name: must be a string, got 1\n  c.json:4:1: is not well-formed JSON at byte 24 (4:1): '}' stands where a key in quotes should"},
		"json utf8":                {"c.json", "{\"name\": \"\xff\",\n \"é\": 1, \"layer\": {\"size\": 0}}", "3 violations in c.json:\n  c.json:1:10: name: is not valid UTF-8\n  c.json:2:2: é: is unknown: the record has no such key\n  c.json:2:28: layer.size: must be at least 1 (gte=1), got 0"},
		"json empty":               {"c.json", "", "c.json:1:1: is not well-formed JSON at byte 0 (1:1): the text ends where a value should stand"},
		"json places":              {"c.json", "{\"é\": 1,\n \"name\": 1, \"layer\": {\"size\": 0}}", "3 violations in c.json:\n  c.json:1:2: é: is unknown: the record has no such key\n  c.json:2:10: name: must be a string, got 1\n  c.json:2:31: layer.size: must be at least 1 (gte=1), got 0"},
		"yaml syntax":              {"c.yaml", "name: \"n\n", ""},
		"yaml brackets":            {"c.yaml", "name: [a\nlayer: {}\n", ""},
		"yaml tab":                 {"c.yaml", "layer:\n\tsize: 1\n", ""},
		"crlf": {
			"c.yaml", "# one\r\nname: a # b\r\n\r\n# two\r\nlayer:\r\n  kind: |\r\n    x\r\n    y\r\nrounds: 0\r\ntags: [\"a\r\n  b\"]\r\nstop: 0\r\n",
			"2 violations in c.yaml:\n  c.yaml:9:9: rounds: must be at least 1 (gte=1), got 0\n  c.yaml:12:7: stop: must be at least 1 (gte=1), got 0",
		},
		"yaml unclosed":                      {"c.yaml", "layer: {size: 1\n", ""},
		"alias of a long text":               {"c.yaml", "name: &x " + strings.Repeat("y", 60_000) + "\ntags:\n" + strings.Repeat("- *x\n", 3000), "c.yaml:1:1: its aliases expand to more than 1048576 values"},
		"alias of long keys":                 {"c.yaml", "weights: &x {? " + strings.Repeat("k", 1000) + " : 1}\nlayers:\n" + strings.Repeat("- *x\n", 20_000), "c.yaml:1:1: its aliases expand to more than 1048576 values"},
		"blanks at a text's end":             {"c.yaml", "name: |-\n  n  \nlayer: {}\n", "c.yaml:1:7: the last line of the text ends in blanks, which the parser loses; write the text in double quotes"},
		"blanks at a file's end":             {"c.yaml", "layer: {}\nname: |\n  n  ", "c.yaml:2:7: the last line of the text ends in blanks, which the parser loses; write the text in double quotes"},
		"blanks before a line of the indent": {"c.yaml", "name: |-\n  n  \n  \nlayer: {}\n", "c.yaml:1:7: the last line of the text ends in blanks, which the parser loses; write the text in double quotes"},
		"a folded text at a file's end":      {"c.yaml", "layer: {}\nname: >-\n  SELECT (1\n  )", "c.yaml:2:7: the parser does not join the last line below >, which is one character, to the one before; join them, or write the text in double quotes"},
		"a last line of blanks":              {"c.yaml", "name: |-\n  n\n    \nlayer: {}\n", "c.yaml:1:7: the last line of the text ends in blanks, which the parser loses; write the text in double quotes"},
		"alias explosion":                    {"c.yaml", explosion(), "c.yaml:1:1: its aliases expand to more than 1048576 values"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Settings{Name: "dirty"}
			err := Parse(c.file, []byte(c.text), &got)
			require.Error(t, err)
			if c.want != "" {
				assert.Equal(t, c.want, err.Error())
			}
			var place *Error
			var broken *validate.Error
			require.ErrorAs(t, err, &place)
			require.ErrorAs(t, err, &broken)
			assert.Len(t, place.Findings, len(broken.Violations))
			assert.Equal(t, Settings{Name: "dirty"}, got)
		})
	}
}

// explosion is a text of a hundred bytes whose aliases expand to 10^9 values.
func explosion() string {
	var b strings.Builder
	b.WriteString("a: &a [" + strings.Repeat("x,", 10) + "]\n")
	for c := 'b'; c < 'j'; c++ {
		b.WriteString(string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 10) + "]\n")
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "c.yaml")
	require.NoError(t, os.WriteFile(path, []byte("name: n\nlayer: {}\n"), 0o600))
	s, err := Load[Settings](path)
	require.NoError(t, err)
	assert.Equal(t, "n", s.Name)

	_, err = Load[Settings](filepath.Join(dir, "absent.yaml"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Load[Settings](dir)
	require.Error(t, err)

	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat("#", MaxSize+1)), 0o600))
	_, err = Load[Settings](path)
	require.ErrorContains(t, err, "larger than 262144 bytes")

	toml := filepath.Join(dir, "c.toml")
	require.NoError(t, os.WriteFile(toml, nil, 0o600))
	_, err = Load[Settings](toml)
	require.ErrorContains(t, err, `".toml" says no format; use .yaml, .yml or .json`)
	var broken *validate.Error
	assert.False(t, errors.As(err, &broken))
}

func TestResolve(t *testing.T) {
	for text, want := range map[string]string{
		"": "null", "~": "null", "Null": "null", "TRUE": "true", "False": "false", "1": "1", "+1": "1", "-0": "-0", "007": "7", "0": "0", "00": "0",
		"1.": "1.0", ".5": "0.5", "-.5e+3": "-0.5e+3", "1e5": "1e5", "0o17": "15", "0xFf": "255", "1.50": "1.50",
	} {
		got, ok := resolve(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"yes", "No", "on", "1_000", "0b1", "1:30", "2026-01-02", ".", "e5", "+", "0o8", "-0x1", ".inf", ".NaN", "nan", "1e", "tRue"} {
		_, ok := resolve(text)
		assert.False(t, ok, text)
	}
}

func TestModes(t *testing.T) {
	const broken, undecoded = "name: n\nrounds: 500\nlayer: {size: 1}\n", "name: n\nrounds: x\nlayer: {size: 1}\n"
	for mode, refused := range map[validate.Mode]bool{validate.Enforce: true, validate.Warn: false, validate.Observe: false} {
		var log bytes.Buffer
		tally := new(validate.Tally)
		var s Settings
		opts := []Option{WithMode(mode, tally), WithLogger(slog.New(slog.NewTextHandler(&log, nil)))}
		err := Parse("c.yaml", []byte(broken), &s, opts...)
		assert.Equal(t, refused, err != nil, "%v: %v", mode, err)
		assert.Equal(t, !refused, s.Rounds == 500, mode)
		assert.Equal(t, mode == validate.Warn, strings.Contains(log.String(), "configuration c.yaml"), mode)
		require.Error(t, Parse("c.yaml", []byte(undecoded), &s, opts...), mode)
		assert.Equal(t, []validate.Count{{Field: "Rounds", Rule: "lte", N: 1}, {Field: "Rounds", Rule: "type", N: 1}}, tally.Counts())
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"name: n\nlayer: {}\n", "name: &a x\ntags: [*a, 1, ~]\n", "? a\n: b\n", "- - 1\n", "a: |\n  x\n", "<<: 1", "!!str 1", "\"\\ud800\"", "%YAML 1.2\n---\na: b\n", "{\"a\": 1}", "[]", "'", "*", "&", "!",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, asYAML bool) {
		if len(data) > 1<<12 {
			return
		}
		name := "c.json"
		if asYAML {
			name = "c.yaml"
		}
		var s Settings
		err := Parse(name, data, &s)
		if err == nil {
			require.NoError(t, s.Validate())
			return
		}
		var e *Error
		require.ErrorAs(t, err, &e)
		require.NotEmpty(t, e.Findings)
		for _, f := range e.Findings {
			require.Positive(t, f.Line)
			require.Positive(t, f.Column)
		}
		require.NotEmpty(t, err.Error())
	})
}
