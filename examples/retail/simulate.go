package retail

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// Simulate makes rows to train on from CDNOW's customers. Counts, amounts and days are the customers' own; CDNOW has
// neither product categories nor an outcome, so these are **simulated**, from the seed alone:
//
//   - The embedding is a unit vector around one of four centers, the customer's taste: noise of standard deviation 0.1 a
//     coordinate is added to the center, and the sum is normalized.
//   - The customer churns with probability logistic(1.2·(r − 0.5)·4 − 0.9·ln(1 + repeats) + taste), where r is the time
//     since the last purchase as a share of the customer's age and taste is −0.8, −0.2, 0.4 or 1.
//
// The same customers and seed give the same rows on every machine.
func Simulate(customers []Customer, seed uint64) []ChurnRow {
	random := rand.New(rand.NewPCG(seed, 1997))
	centers := make([][]float64, 4)
	for i := range centers {
		centers[i] = unit(random, nil, 1)
	}
	rows := make([]ChurnRow, len(customers))
	for i, c := range customers {
		taste := random.IntN(len(centers))
		rows[i] = ChurnRow{
			FeatureVector: features(c, unit(random, centers[taste], 0.1)),
			Churned:       random.Float64() < churnProbability(c, taste),
		}
	}
	return rows
}

// endOfData is the last day that CDNOW's customers were watched.
var endOfData = time.Date(1997, time.September, 30, 0, 0, 0, 0, time.UTC)

func features(c Customer, embedding []float64) FeatureVector {
	return FeatureVector{
		CustomerID:            fmt.Sprintf("cdnow-%04d", c.ID),
		TransactionAmount:     c.MeanSpend,
		TransactionCount:      int(c.Repeats) + 1,
		DaysSinceLastPurchase: int(math.Round(float64((c.Age - c.LastPurchase) * 7))),
		CategoryEmbeddings:    embedding,
		Timestamp:             endOfData,
	}
}

func churnProbability(c Customer, taste int) float64 {
	silent := (c.Age - c.LastPurchase) / c.Age
	score := float64(4.8*(silent-0.5)) - float64(0.9*math.Log(1+float64(c.Repeats))) + float64(0.6*float64(taste)) - 0.8
	return 1 / (1 + math.Exp(-score))
}

// unit draws a unit vector of 64 coordinates around a center, or anywhere when center is nil.
func unit(random *rand.Rand, center []float64, deviation float64) []float64 {
	v := make([]float64, 64)
	sum := 0.0
	for i := range v {
		v[i] = deviation * random.NormFloat64()
		if center != nil {
			v[i] += center[i]
		}
		sum += float64(v[i] * v[i])
	}
	for i := range v {
		v[i] /= math.Sqrt(sum)
	}
	return v
}
