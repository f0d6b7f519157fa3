package tree

import (
	"math/rand/v2"
	"testing"
)

// benchModel has 100 trees of depth 6 over 30 features, and 1000 rows.
func benchModel(b *testing.B) (*document, *Model, [][]float32) {
	r := rand.New(rand.NewPCG(1, 2))
	d := randomModel(r, 100, 30, 6, false)
	m := load(b, d)
	rows := make([][]float32, 1000)
	for i := range rows {
		rows[i] = make([]float32, 30)
		for j := range rows[i] {
			rows[i][j] = float32(r.NormFloat64())
		}
	}
	return d, m, rows
}

// BenchmarkPredict compares one row's evaluation, four complete trees at a time, with the simple ways in the same run:
// the same trees as linked nodes, and the arrays of the document walked as they are.
func BenchmarkPredict(b *testing.B) {
	d, m, rows := benchModel(b)
	linked := *m
	linked.xgboost = &ensemble[float32]{base: m.xgboost.base}
	trees, err := d.trees(m.width)
	if err != nil {
		b.Fatal(err)
	}
	linked.number(trees)
	for _, t := range trees {
		linked.xgboost.blocks = append(linked.xgboost.blocks, block[float32]{sparse: newSparse[float32](t)})
	}
	linked.own = linked.ownPlan()
	for _, c := range []struct {
		name    string
		predict func(row []float32) float64
	}{
		{"quads", func(row []float32) float64 { p, _ := m.Predict(row); return p }},
		{"linked", func(row []float32) float64 { p, _ := linked.Predict(row); return p }},
		{"arrays", func(row []float32) float64 { return m.transform(float64(referenceMargin(d, m.xgboost.base, row))) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.predict(rows[i%len(rows)])
			}
		})
	}
}

func BenchmarkPredictBatch(b *testing.B) {
	_, m, rows := benchModel(b)
	var flat []float32
	for _, r := range rows {
		flat = append(flat, r...)
	}
	dst := make([]float64, 0, len(rows))
	for b.Loop() {
		if _, err := m.PredictBatch(dst, flat); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(rows)), "ns/row")
}

func BenchmarkLoadXGBoost(b *testing.B) {
	data := fixture(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := LoadXGBoost(data); err != nil {
			b.Fatal(err)
		}
	}
}
