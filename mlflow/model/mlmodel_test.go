package model

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/schema"
)

// nasty are texts that YAML 1.1 or 1.2 reads as something else when they are not quoted, or not at all.
var nasty = []string{
	"", "yes", "no", "on", "y", "NULL", "~", "true", "012", "0x1F", "1_000", "1:30", "1e3", ".inf", ".nan", "2026-11-24", "=", "<<", "- a", "# c", "a: b", "a #b",
	"'", "\"", "\\", "\n", "a\nb\n", "\t", " lead", "trail ", "@a", "`a", "%a", "!a", "&a", "*a", "{a", "[a", "]", "|", ">", "?", "größe", "日本", "😀",
	"\u0000", "\u0007", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "credit_history=critical/other existing credit", "x%5B0%5D",
}

func sampleModel() *MLmodel {
	m := &MLmodel{
		ArtifactPath: "mlflow-artifacts:/1/models/m-1/artifacts", ModelID: "m-1", RunID: "r1", MLflowVersion: MLflowVersion,
		Created: time.Date(2026, 11, 24, 20, 25, 35, 649543000, time.UTC), Size: 2348,
		Flavors: map[string]map[string]any{
			"xgboost":         XGBoost("3.2.0").entry(),
			"python_function": {"loader_module": text("mlflow.xgboost"), "data": text("model.json")},
		},
		Signature: Signature{Outputs: []Column{TensorColumn("float32", -1)}},
		Info:      Info{Schema: "churn.features", SchemaVersion: "2.1.0", Fingerprint: "sha256:00", Engine: "xgboost", EngineVersion: "3.2.0"},
		Metadata:  map[string]any{"note": "yes", "list": []any{"012", uint64(3)}, "nested": map[string]any{"k": "1:30"}},
		Example:   &ExampleInfo{File: exampleFile, Serving: servingFile},
	}
	for _, n := range nasty[1:] {
		m.Signature.Inputs = append(m.Signature.Inputs, Column{Name: n, Type: Double})
		m.Info.Features = append(m.Info.Features, Feature{Name: n, Kind: "float64", Field: n, Optional: n == "yes"})
	}
	return m
}

func TestMLmodelRoundTrip(t *testing.T) {
	want := sampleModel()
	b, err := want.Marshal()
	require.NoError(t, err)
	got, err := Parse(b)
	require.NoError(t, err, string(b))
	assert.Equal(t, want.Info, got.Info)
	assert.Equal(t, want.Signature, got.Signature)
	assert.Equal(t, want.Metadata, got.Metadata)
	assert.Equal(t, want.Created, got.Created)
	assert.Equal(t, want.Example, got.Example)
	assert.Equal(t, want.Size, got.Size)
	assert.Equal(t, want.ModelID, got.ModelID)
	assert.Equal(t, []string{"xgboost"}, got.FlavorNames())
	data, err := got.DataFile("xgboost")
	require.NoError(t, err)
	assert.Equal(t, "model.json", data)
	_, err = got.DataFile("lightgbm")
	require.ErrorContains(t, err, `there are ["xgboost"]`)
	again, err := want.Marshal()
	require.NoError(t, err)
	require.Equal(t, string(b), string(again), "the bytes are stable")
}

func TestMarshalRefuses(t *testing.T) {
	m := sampleModel()
	m.Info.Features[3].Name = "other"
	_, err := m.Marshal()
	require.ErrorContains(t, err, `feature 3 is "other" in the list`)
	m = sampleModel()
	m.Info.Features = m.Info.Features[1:]
	_, err = m.Marshal()
	require.ErrorContains(t, err, "inputs")
	m = sampleModel()
	m.Flavors = nil
	_, err = m.Marshal()
	require.ErrorContains(t, err, "flavor")
}

// TestParsePython reads a file that MLflow's Python wrote.
func TestParsePython(t *testing.T) {
	b, err := os.ReadFile("testdata/python/MLmodel")
	require.NoError(t, err)
	m, err := Parse(b)
	require.NoError(t, err)
	assert.Equal(t, "3.17.2", m.MLflowVersion)
	assert.Equal(t, []Column{
		{Name: "a", Type: Double}, {Name: "b=x", Type: Boolean}, {Name: "c", Type: Long, Optional: true},
	}, m.Signature.Inputs)
	assert.Equal(t, []Column{TensorColumn("float32", -1)}, m.Signature.Outputs)
	assert.Equal(t, []Param{{Name: "threshold", Type: Double, Default: 0.5}}, m.Signature.Params)
	assert.Equal(t, map[string]any{"k": "v", "n": []any{uint64(1), uint64(2)}}, m.Metadata)
	assert.True(t, m.Info.IsZero())
	assert.Equal(t, &ExampleInfo{exampleFile, servingFile}, m.Example)
	assert.Equal(t, 649543000, m.Created.Nanosecond())
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":            "no flavors",
		"flavors: {}": "no flavors",
		"flavors: 3":  "[1:10]",
		"a: [":        "MLmodel",
		"\x00\xff":    "MLmodel",
		"flavors: {x: {}}\nutc_time_created: 'now'":                          "utc_time_created",
		"flavors: {x: {}}\nsignature: {inputs: '[{\"type\": \"decimal\"}]'}": `type "decimal" is not one of`,
		"flavors: {x: {}}\nsignature: {inputs: '{'}":                         "no JSON list",
		"flavors: {x: {}}\nsignature: {params: '{'}":                         "params",
		"flavors: {x: {}}\nmetadata: {typedml: {features: [{name: a}]}}":     "1 features and its signature 0 inputs",
		"flavors: {x: {}}\nmetadata: {typedml: 3}":                           "typedml",
	} {
		_, err := Parse([]byte(in))
		require.ErrorContains(t, err, want, in)
	}
	m, err := Parse([]byte("flavors: {x: {data: 3}, python_function: {}}"))
	require.NoError(t, err)
	_, err = m.DataFile("x")
	require.ErrorContains(t, err, "names no data file")
}

func FuzzParse(f *testing.F) {
	b, err := sampleModel().Marshal()
	require.NoError(f, err)
	f.Add(b)
	p, err := os.ReadFile("testdata/python/MLmodel")
	require.NoError(f, err)
	f.Add(p)
	f.Add([]byte("flavors: {x: &a {y: *a}}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Parse(b)
		if err != nil {
			return
		}
		require.NotEmpty(t, m.Flavors)
		require.NoError(t, m.Signature.Check())
	})
}

func TestQuote(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteRune([]rune{rune(r.IntN(0x80)), rune(r.IntN(0x300)), rune(r.IntN(0x10ffff))}[r.IntN(3)])
		}
		nasty := b.String()
		var got string
		require.NoError(t, yaml.Unmarshal([]byte(quote(nasty)), &got), "%q", nasty)
		require.Equal(t, strings.ToValidUTF8(nasty, "�"), got)
	}
	require.True(t, utf8.ValidString(quote("a\xff")))
}

func TestSignatureOf(t *testing.T) {
	rec := sampleRecord()
	sig := SignatureOf(rec)
	want := []Column{
		{Name: "amount", Type: Double},
		{Name: "count", Type: Long},
		{Name: "big", Type: Double},
		{Name: "flag", Type: Boolean},
		{Name: "age", Type: Double}, // may be null
		{Name: "housing=own", Type: Boolean},
		{Name: "housing=rent%5B1%5D", Type: Boolean},
		{Name: "emb_0", Type: Double},
		{Name: "emb_1", Type: Double},
	}
	assert.Equal(t, want, sig.Inputs)
	info := InfoOf(rec)
	assert.Equal(t, sig.InputNames(), info.FeatureNames())
	assert.Equal(t, rec.Fingerprint(), info.Fingerprint)
	assert.Equal(t, Feature{Name: "age", Kind: "int32", Field: "age", Optional: true}, info.Features[4])
	assert.Equal(t, Feature{Name: "housing=own", Kind: "bool", Field: "housing"}, info.Features[5])
}

func sampleRecord() *schema.Record {
	str := func(s string) schema.Literal { return schema.Literal{Kind: schema.String, Text: s} }
	f64 := &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	return &schema.Record{Name: "churn.features", Version: "2.1.0", Fields: []schema.Field{
		{Key: "id", Type: schema.Type{Kind: schema.String}, Role: schema.RoleKey},
		{Key: "amount", Type: schema.Type{Kind: schema.Float64}},
		{Key: "count", Type: schema.Type{Kind: schema.Int64}},
		{Key: "big", Type: schema.Type{Kind: schema.Uint64}},
		{Key: "flag", Type: schema.Type{Kind: schema.Bool}},
		{Key: "age", Type: schema.Type{Kind: schema.Int32}, Optional: true},
		{Key: "housing", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{str("own"), str("rent[1]")}}},
		{Key: "emb", Type: schema.Type{Kind: schema.List, Len: 2, Elem: f64}},
		{Key: "churned", Type: schema.Type{Kind: schema.Bool}, Role: schema.RoleLabel},
	}}
}
