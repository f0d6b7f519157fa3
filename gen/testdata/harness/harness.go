// Package harness holds generated code against the definition that it was generated from. The golden tests copy it into
// a module of their own and call it for each struct.
package harness

import (
	"encoding/json"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/is"
)

// Row is what the generator gives a struct.
type Row[T any] interface {
	*T
	Validate() error
	KeepsRules() bool
	ValidateInto(*validate.Report)
	SetDefaults()
	DecodeJSON([]byte, *validate.Report)
	AppendJSON([]byte) ([]byte, error)
	MLflowParams() iter.Seq2[string, string]
	MLflowMetrics() iter.Seq2[string, float64]
	AppendFeatures([]float32) []float32
	AppendFeatures64([]float64) []float64
	FeatureNames() []string
	TypedMLSchema() *schema.Record
	AppendColumns(*columns.Batch)
	ReadColumns(*columns.Batch, int, *validate.Report)
}

// Options leave out what a case does by hand.
type Options struct {
	// Checked says that a Check of the user's finds what the definition does not tell.
	Checked bool
	// OwnJSON says that the user wrote the JSON methods.
	OwnJSON bool
}

const samples = 300

// Check runs every comparison on random values; ir is the definition as the loader saw it.
func Check[T any, P Row[T]](t *testing.T, ir string, o Options) {
	var want schema.Record
	if err := json.Unmarshal([]byte(ir), &want); err != nil {
		t.Fatal(err)
	}
	rec := P(nil).TypedMLSchema()
	if !reflect.DeepEqual(*rec, want) {
		got, _ := json.Marshal(rec)
		t.Fatalf("TypedMLSchema is not what was loaded:\n%s\n%s", got, ir)
	}
	if rec.Fingerprint() != want.Fingerprint() {
		t.Error("the fingerprints differ")
	}
	c := checker[T, P]{T: t, rec: rec, random: rand.New(rand.NewPCG(1, 2)), options: o}
	c.defaults()
	for range samples {
		var x T
		c.fill(reflect.ValueOf(&x).Elem(), rec)
		c.rules(&x)
		if !o.OwnJSON {
			c.json(&x)
		}
		c.columns(&x)
		c.features(&x)
		c.logged(&x)
		if t.Failed() {
			t.Fatalf("the value: %+v", x)
		}
	}
}

type checker[T any, P Row[T]] struct {
	*testing.T
	rec     *schema.Record
	random  *rand.Rand
	options Options
}

// defaults holds SetDefaults and the decoder's view of an absent key against the definition.
func (c *checker[T, P]) defaults() {
	var x T
	P(&x).SetDefaults()
	zero := reflect.New(reflect.TypeFor[T]()).Elem()
	for i := range c.rec.Fields {
		f := &c.rec.Fields[i]
		got := valueOf(selected(reflect.ValueOf(x), f.Name), f.Type)
		want := valueOf(selected(zero, f.Name), f.Type)
		switch {
		case f.Default != nil:
			want = f.Default.Any()
		case f.Type.Kind == schema.Struct && !f.Optional, f.Type.Kind == schema.List && f.Type.Len > 0:
			continue // records in it may have some
		}
		if !reflect.DeepEqual(got, want) {
			c.Errorf("SetDefaults leaves %#v in %s, want %#v", got, f.Name, want)
		}
	}
}

func violations(r *validate.Report) []schema.Finding {
	var out []schema.Finding
	for v := range r.All() {
		out = append(out, schema.Finding{Path: v.Path(), Rule: v.Rule()})
	}
	return out
}

// rules holds Validate against the reference evaluator.
func (c *checker[T, P]) rules(x P) {
	var r validate.Report
	x.ValidateInto(&r)
	if valid := r.Len() == 0; (x.Validate() == nil) != valid || x.KeepsRules() != valid {
		c.Error("Validate, KeepsRules and ValidateInto disagree")
	}
	if c.options.Checked {
		return
	}
	want := (&schema.Evaluator{Format: is.Format, Now: r.Clock()}).Evaluate(c.rec, recordValue(reflect.ValueOf(x).Elem(), c.rec))
	users := userRules(c.rec) // which the evaluator does not know
	decided := func(f schema.Finding) bool { return slices.Contains(users, f.Rule) }
	got := slices.DeleteFunc(violations(&r), decided)
	want = slices.DeleteFunc(want, decided)
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		c.Errorf("ValidateInto finds %v, the evaluator %v", got, want)
	}
}

// json holds the decoder against the encoder: what was written is read back, with the violations of the value.
func (c *checker[T, P]) json(x P) {
	text, err := x.AppendJSON([]byte("prefix"))
	if err != nil {
		c.Errorf("AppendJSON: %v", err)
		return
	}
	text = text[len("prefix"):]
	var y T
	var r, want validate.Report
	P(&y).DecodeJSON(text, &r)
	x.ValidateInto(&want)
	if !reflect.DeepEqual(violations(&r), violations(&want)) {
		c.Errorf("decoding %s finds %v, want %v", text, violations(&r), violations(&want))
	}
	again, err := P(&y).AppendJSON(nil)
	if err != nil || string(again) != string(text) {
		c.Errorf("decode∘encode: %s, %v\nwant %s", again, err, text)
	}
	var z T
	if err := json.Unmarshal(text, &z); (err == nil) != (want.Len() == 0) {
		c.Errorf("json.Unmarshal: %v, ValidateInto finds %v", err, violations(&want))
	}
	std, err := json.Marshal(x)
	if err != nil || !json.Valid(std) {
		c.Errorf("json.Marshal: %v", err)
	}
}

// columns reads back what was appended, from the second of three rows.
func (c *checker[T, P]) columns(x P) {
	fields, err := columns.FieldsOf(c.rec)
	if err != nil {
		c.Fatal(err)
	}
	batch, err := columns.NewBatch(fields)
	if err != nil {
		c.Fatal(err)
	}
	var other T
	P(&other).AppendColumns(batch)
	x.AppendColumns(batch)
	P(&other).AppendColumns(batch)
	if err := batch.Err(); err != nil || batch.Len() != 3 {
		c.Errorf("AppendColumns: %d rows, %v", batch.Len(), err)
		return
	}
	var y T
	var r validate.Report
	P(&y).ReadColumns(batch, 1, &r)
	if r.Len() > 0 {
		c.Errorf("ReadColumns finds %v", violations(&r))
	}
	got, want := recordValue(reflect.ValueOf(y), c.rec), recordValue(reflect.ValueOf(x).Elem(), c.rec)
	if !reflect.DeepEqual(got, want) {
		c.Errorf("ReadColumns gives %v\nwant %v", got, want)
	}
}

// features holds the two vectors against each other and against the definition's features.
func (c *checker[T, P]) features(x P) {
	names, f32, f64 := x.FeatureNames(), x.AppendFeatures([]float32{7}), x.AppendFeatures64([]float64{7})
	if !slices.Equal(names, c.rec.FeatureNames()) {
		c.Errorf("FeatureNames is %v, want %v", names, c.rec.FeatureNames())
	}
	value := recordValue(reflect.ValueOf(x).Elem(), c.rec)
	want := []float64{7}
	for _, f := range c.rec.Features() {
		want = append(want, feature(value, f))
	}
	if !slices.EqualFunc(f64, want, same) {
		c.Errorf("AppendFeatures64 is %v, want %v", f64, want)
	}
	rounded := make([]float64, len(f32))
	for i, v := range f32 {
		rounded[i] = float64(v)
		if i < len(want) {
			want[i] = float64(float32(want[i]))
		}
	}
	if !slices.EqualFunc(rounded, want, same) {
		c.Errorf("AppendFeatures is %v, want %v", f32, want)
	}
}

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// logged holds params and metrics against the definition.
func (c *checker[T, P]) logged(x P) {
	value := recordValue(reflect.ValueOf(x).Elem(), c.rec)
	wantParams, wantMetrics := expectedLog(c.rec, "", value)
	var params, metrics []string
	for k := range x.MLflowParams() {
		params = append(params, k)
	}
	for k := range x.MLflowMetrics() {
		metrics = append(metrics, k)
	}
	if !slices.Equal(params, wantParams) {
		c.Errorf("MLflowParams has %v, want %v", params, wantParams)
	}
	if !slices.Equal(metrics, wantMetrics) {
		c.Errorf("MLflowMetrics has %v, want %v", metrics, wantMetrics)
	}
	for range x.MLflowParams() { // a consumer that stops must not be called again
		break
	}
	for range x.MLflowMetrics() {
		break
	}
}

// userRules are the names of the rules that functions of the user's decide.
func userRules(rec *schema.Record) []string {
	var out []string
	var walk func(e *schema.Element)
	walk = func(e *schema.Element) {
		if e == nil {
			return
		}
		for _, k := range e.Constraints {
			if k.Kind == schema.User {
				out = append(out, k.Rule)
			}
		}
		walk(e.Type.Key)
		walk(e.Type.Elem)
	}
	for _, f := range rec.Fields {
		walk(&schema.Element{Type: f.Type, Constraints: f.Constraints})
	}
	return out
}
