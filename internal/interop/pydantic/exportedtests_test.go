package pydantic

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

// unittest runs the tests of packages in a folder, and returns what is said of them.
func unittest(t *testing.T, dir string, packages ...string) (said string, passed bool) {
	t.Helper()
	python := interop.Python(t, "pydantic")
	args := []string{"-B", "-m", "unittest"}
	for _, p := range packages {
		args = append(args, p+".test_models")
	}
	cmd := exec.CommandContext(t.Context(), python, args...)
	cmd.Dir, cmd.Env = dir, interop.Env(python)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// The tests that come with the packages pass, of every vector, too.
func TestExportedTestsPass(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	var recs []*schema.Record
	for _, f := range files {
		for _, c := range f.Cases {
			recs = append(recs, c.Record)
		}
	}
	dir := t.TempDir()
	var names []string
	for batch := range slices.Chunk(recs, 20) {
		name := "package" + string(rune('a'+len(names)))
		written, _ := pydantic.Of(batch...)
		writePackage(t, filepath.Join(dir, name), written)
		names = append(names, name)
	}
	said, passed := unittest(t, dir, names...)
	require.True(t, passed, said)
	t.Log(said[strings.LastIndex(said, "Ran "):])
	typed(t, dir, names...)
}

// Of random records, too, the packages pass mypy.
func TestExportedRandomRecordsAreTyped(t *testing.T) {
	source := random.New(*seed)
	recs := make([]*schema.Record, 200)
	for i := range recs {
		recs[i] = source.Record("R" + strconv.Itoa(i))
	}
	dir := t.TempDir()
	written, _ := pydantic.Of(recs...)
	writePackage(t, filepath.Join(dir, "random"), written)
	typed(t, dir, "random")
}

// typed has mypy check packages in a folder.
func typed(t *testing.T, dir string, packages ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), interop.Bin(t, "pydantic", "mypy"), append([]string{"--strict", "--no-incremental"}, packages...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

var text, double = schema.Type{Kind: schema.String}, schema.Type{Kind: schema.Float64}

func record(name string, fields ...schema.Field) *schema.Record {
	return &schema.Record{Type: name, Name: name, Fields: fields}
}

// named is a field of a key, with rules.
func named(key string, t schema.Type, rules ...schema.Constraint) schema.Field {
	return schema.Field{Key: key, Type: t, Constraints: rules}
}

func optional(f schema.Field) schema.Field {
	f.Optional = true
	return f
}

func of(r *schema.Record) schema.Type { return schema.Type{Kind: schema.Struct, Record: r} }

func formed(name, argument string) schema.Constraint {
	return schema.Constraint{Kind: schema.Format, Rule: name, Text: name, Argument: argument, Param: argument}
}

func beside(rule string, op schema.Op, other string) schema.Constraint {
	return schema.Constraint{Kind: schema.Against, Rule: rule, Param: other, Op: op, Path: other}
}

// packageTested writes a package, and returns what its tests say, with its losses.
func packageTested(t *testing.T, recs ...*schema.Record) (said string, models []pydantic.Model) {
	t.Helper()
	files, models := pydantic.Of(recs...)
	dir := t.TempDir()
	writePackage(t, filepath.Join(dir, "tested"), files)
	said, passed := unittest(t, dir, "tested")
	require.True(t, passed, said)
	return said, models
}

// A key that is spelt like a class of the package, or of its tests, is an attribute of another name.
func TestExportedKeysBesideClasses(t *testing.T) {
	geo := record("Geo", named("Lat", double))
	addr := record("Addr", named("Street", text))
	list := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: of(addr)}}
	absent := func(f schema.Field) schema.Field {
		f.MayBeAbsent = true
		return f
	}
	omit := schema.Constraint{Kind: schema.Omit, Rule: "omitempty", Text: "empty"}
	recs := []*schema.Record{
		record("Place", absent(optional(named("Geo", of(geo))))),
		record("Homes", absent(optional(named("Addr", text))), absent(optional(named("Home", of(addr))))),
		record("Lists", absent(named("Addr", list))),
		record("Zero", absent(named("BareGeo", text)), absent(optional(named("Place_2", text))), absent(named("At", of(geo), omit))),
		record("Nested", named("Place", double), named("Place_2", double), named("Nested", double)),
		record("TestNested", named("unittest", text), named("ValidationError", text)),
		record("ValidationError", named("V", double)),
		record("BareMetal", named("V", double)),
	}
	said, models := packageTested(t, recs...)
	for _, m := range models {
		assert.False(t, m.Untested, m.Name)
	}
	assert.NotContains(t, said, "Ran 0")

	dir := t.TempDir()
	files, _ := pydantic.Of(recs...)
	writePackage(t, filepath.Join(dir, "keys"), files)
	requests := []any{
		map[string]any{"package": "keys", "model": "Place", "texts": [][]byte{[]byte(`{"Geo":{"Lat":1}}`), []byte(`{"Geo":null}`), []byte(`{"Geo":[]}`)}},
		map[string]any{"package": "keys", "model": "Lists", "texts": [][]byte{[]byte(`{"Addr":[{"Street":"a"}]}`), []byte(`{"Addr":[null]}`)}},
		map[string]any{"package": "keys", "model": "BareMetal", "texts": [][]byte{[]byte(`{"V":1}`)}},
	}
	var verdicts [][]exportedVerdict
	interop.RunJSON(t, interop.Python(t, "pydantic"), exported, map[string]any{"dir": dir, "now": vectors.Now, "cases": requests}, &verdicts)
	var taken []bool
	for _, v := range slices.Concat(verdicts...) {
		taken = append(taken, len(v.Errors) == 0)
	}
	assert.Equal(t, []bool{true, true, false, true, false, true}, taken)
	assert.JSONEq(t, `{"Geo":{"Lat":1}}`, *verdicts[0][0].Dumped)
}

// None breaks a rule of presence in the model even where the rule is lost of every other value, and the tests know.
func TestExportedTestsOfLostRules(t *testing.T) {
	r := record("Lost", named("A", text, beside("nefield", schema.Ne, "B")), named("B", text, beside("nefield", schema.Ne, "C")), named("C", text, beside("nefield", schema.Ne, "A")))
	for _, k := range []schema.Constraint{formed("credit_card", ""), formed("bic", ""), formed("isbn", ""), formed("datetime", "2006-01-02"), formed("cron", "")} {
		r.Fields = append(r.Fields, optional(named(k.Rule, text, k)))
		list := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: text, Optional: true, Constraints: []schema.Constraint{k}}}
		r.Fields = append(r.Fields, named(k.Rule+"s", list))
	}
	_, models := packageTested(t, r)
	assert.False(t, models[0].Untested)
	assert.Len(t, models[0].Losses, 10)
}

// An example of a field that equals another is found, and the probes of the one are not told the errors of the other.
func TestExportedTestsOfEqualFields(t *testing.T) {
	least := schema.Constraint{Kind: schema.Length, Rule: "min", Param: "8", Op: schema.Gte, Count: 8}
	said, models := packageTested(t, record("Signup", named("pass", text, least), named("pass2", text, beside("eqfield", schema.Eq, "pass"))))
	assert.False(t, models[0].Untested)
	assert.NotContains(t, said, "Ran 0")
}

// Texts that have a format and a length are found, and a length that an alias demands has Pydantic's own type of error.
func TestExportedTestsOfLengths(t *testing.T) {
	length := func(rule string, op schema.Op, n int64) schema.Constraint {
		return schema.Constraint{Kind: schema.Length, Rule: rule, Param: strconv.FormatInt(n, 10), Op: op, Count: n}
	}
	for _, c := range []struct {
		format string
		length schema.Constraint
	}{
		{"numeric", length("len", schema.Eq, 5)},
		{"number", length("len", schema.Eq, 5)},
		{"number", length("min", schema.Gte, 10)},
		{"numeric", length("min", schema.Gte, 6)},
		{"e164", length("len", schema.Eq, 12)},
		{"fqdn", length("min", schema.Gte, 12)},
		{"base64", length("min", schema.Gte, 10)},
		{"url", length("max", schema.Lte, 8)},
	} {
		_, models := packageTested(t, record("Sized", named("text", text, formed(c.format, ""), c.length)))
		assert.False(t, models[0].Untested, "%s,%s=%s", c.format, c.length.Rule, c.length.Param)
	}
	part, form := length("isin", schema.Eq, 12), formed("alphanum", "")
	part.Actual, form.Actual, form.Rule = "len", "alphanum", "isin"
	list := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: text, Constraints: []schema.Constraint{part, form}}}
	said, models := packageTested(t, record("Aliased", named("part", text, part, form), named("parts", list)))
	assert.False(t, models[0].Untested)
	assert.NotContains(t, said, "Ran 0")
}

// The tests that come with a package fail when one of its rules is not what it was.
func TestExportedTestsFail(t *testing.T) {
	written, _ := pydantic.Of((*retail.FeatureVector)(nil).TypedMLSchema(), (*pipeline.TrainingConfig)(nil).TypedMLSchema())
	dir := t.TempDir()
	writePackage(t, filepath.Join(dir, "whole"), written)
	said, passed := unittest(t, dir, "whole")
	require.True(t, passed, said)
	i := slices.IndexFunc(written, func(f pydantic.File) bool { return f.Name == "models.py" })
	models := string(written[i].Text)
	var names []string
	for name, fault := range map[string][2]string{
		"broken_limit":    {"le=10000", "le=10001"},
		"broken_open":     {"gt=0,", "ge=0,"},
		"broken_length":   {"max_length=64", "max_length=65"},
		"broken_decimals": {`rules.decimals("decimals", 2)`, `rules.decimals("decimals", 3)`},
		"broken_norm":     {`rules.norm("norm", 0.99, 1.01)`, `rules.norm("norm", 0.5, 5.0)`},
		"broken_word":     {`rules.norm("norm"`, `rules.norm("sum"`},
		"broken_enum":     {`"xgboost"`, `"xg"`},
		"broken_check":    {"0.99 <= self", "0.0 <= self"},
		"broken_default":  {"= 0.1\n", "= 0.2\n"},
	} {
		require.Contains(t, models, fault[0], name)
		broken := strings.Replace(models, fault[0], fault[1], 1)
		writePackage(t, filepath.Join(dir, name), written)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name, "models.py"), []byte(broken), 0o644))
		names = append(names, name)
	}
	said, _ = unittest(t, dir, names...)
	for _, name := range names {
		assert.Regexp(t, `(?m)^FAIL: test_\w+ \(`+name+`\.`, said, "nothing notices it")
	}
}
