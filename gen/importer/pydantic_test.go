package importer_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/examples/healthcare"
	"github.com/typedml/typedml/examples/manufacturing"
	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

var update = flag.Bool("update", false, "rewrite the goldens of testdata")

func python(t *testing.T, path ...string) importer.Python {
	t.Helper()
	return importer.Python{Interpreter: interop.Python(t, "pydantic"), Path: path}
}

// The models of testdata/python/shop.py, through the real Pydantic.
func TestPydantic(t *testing.T) {
	dir := filepath.Join("testdata", "python")
	res, err := python(t, dir).Pydantic(t.Context(), "shop:Order", importer.Options{Package: "shop"})
	require.NoError(t, err)
	golden := filepath.Join(dir, "order.golden")
	if *update {
		require.NoError(t, os.WriteFile(golden, res.Source, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(res.Source))
	generates(t, res)

	res, err = python(t, dir).Pydantic(t.Context(), "shop:Node", importer.Options{})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "\t// next: #/$defs/Node holds itself, and records are finite trees: it is left out\n")
}

// The package that typedml schema --as pydantic writes of the examples' records is imported as these records, rules that
// Pydantic has not and all; what somebody changed in it is read as any other model, and that is told.
func TestWrittenPackageReadsBack(t *testing.T) {
	recs := []*schema.Record{
		(*finance.Application)(nil).TypedMLSchema(), (*healthcare.Patient)(nil).TypedMLSchema(), (*manufacturing.Reading)(nil).TypedMLSchema(),
		(*retail.FeatureVector)(nil).TypedMLSchema(),
	}
	path := t.TempDir()
	files, models := pydantic.Of(recs...)
	for _, f := range files {
		require.NoError(t, os.MkdirAll(filepath.Join(path, "house"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(path, "house", f.Name), f.Text, 0o644))
	}
	var all []importer.Result
	for i := range recs {
		res, err := python(t, path).Pydantic(t.Context(), "house:"+models[i].Name, importer.Options{})
		require.NoError(t, err)
		assert.Empty(t, res.Notes)
		all = append(all, res)
	}
	for i, got := range generatesAll(t, all...) {
		assert.Equal(t, recs[i].Canonical(), got.Canonical(), "%s", all[i].Source)
		assert.Equal(t, recs[i].Version, got.Version)
		assert.Equal(t, recs[i].Name, got.Name)
		assert.Equal(t, recs[i].Doc, got.Doc)
	}

	file := filepath.Join(path, "house", "models.py")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, bytes.ReplaceAll(text, []byte("ge=0, le=10000)"), []byte("ge=0, le=9999)")), 0o644))
	res, err := python(t, path).Pydantic(t.Context(), "house.models:FeatureVector", importer.Options{})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), `validate:"gte=0,lte=9999"`)
	assert.Contains(t, res.Notes[len(res.Notes)-1].What, "models.py is not what typedml writes of _records.py")
}

func TestPydanticRefuses(t *testing.T) {
	dir, err := filepath.Abs(filepath.Join("testdata", "python"))
	require.NoError(t, err)
	at := func(file string) string { return filepath.Join(dir, file) }
	p := python(t, dir)
	for _, c := range []struct {
		python importer.Python
		name   string
		want   string
	}{
		{p, "shop.Order", `"shop.Order" is no model: write package.module:Model`},
		{p, "shops:Order", "no module shops is where Python looks: name the folder that holds it with --path"},
		{p, "shop.deeper:Order", "no module shop.deeper is where Python looks"},
		{p, "shop:Ordre", "shop has no Ordre: did you mean Order?"},
		{p, "shop:Xyzzy", "shop has no Xyzzy; models there are Address, Node, Order"},
		{p, "shop:Line", "Line of shop is no Pydantic model; models there are Address, Node, Order"},
		{p, "legacy:Old", "Old of legacy is a model of pydantic.v1: make it one of pydantic.BaseModel"},
		{p, "broken:Order", "import broken: " + at("broken.py") + ":1: ModuleNotFoundError: No module named 'nowhere_at_all'"},
		{p, "syntax:Order", "import syntax: "},
		{p, "syntax:Order", "syntax.py:1: SyntaxError: "},
		{p, "exits:Order", "import exits: " + at("exits.py") + ":3: SystemExit: stop"},
		{importer.Python{Interpreter: "python3.nowhere"}, "shop:Order", "python3.nowhere is not installed: name a Python with --python, or in TYPEDML_PYTHON"},
		{python(t, at("none"), dir), "shop:Order", " has no pydantic: "},
		{python(t, at("old"), dir), "shop:Order", " has pydantic 1.10.2, which has no model_json_schema: "},
		{importer.Python{Interpreter: "go"}, "shop:Order", "go, importing shop: "},
	} {
		res, err := c.python.Pydantic(t.Context(), c.name, importer.Options{})
		require.Error(t, err, c.name)
		assert.Contains(t, err.Error(), c.want)
		assert.Empty(t, res.Source)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = p.Pydantic(ctx, "shop:Order", importer.Options{})
	assert.ErrorIs(t, err, context.Canceled)
}
