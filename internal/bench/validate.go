package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/bench/rows"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/is"
	"github.com/typedml/typedml/validate/vec"
)

// validatePairs compares one Validate call with validator/v10, which needs four functions of its user for decimals, norm,
// finite numbers and ratios, and with what a careful person writes by hand. Both sides look at the same memory; bad values
// break five rules, of five fields or checks. What is called error makes an error of them, as the peer does; elsewhere they
// go into a report that is used again.
func validatePairs() []pair {
	engine := playgroundEngine()
	fv, badFV := featureVector(), badFeatureVector()
	tc, badTC := pipeline.NewTrainingConfig(), badTrainingConfig()
	vector, badVector := embedding(1), embedding(2)
	probable, improbable := scores(1), scores(math.NaN())
	return slices.Concat([]pair{
		againstEngine("validate/fv_ok/validator", engine, fv.Validate, (*taggedFeatures)(fv), 0),
		againstEngine("validate/fv_bad/validator", engine, reused(badFV.ValidateInto), (*taggedFeatures)(badFV), 5),
		againstEngine("validate/fv_bad_error/validator", engine, badFV.Validate, (*taggedFeatures)(badFV), 5),
		againstEngine("validate/tc_ok/validator", engine, tc.Validate, (*taggedConfig)(&tc), 0),
		againstEngine("validate/tc_bad/validator", engine, reused(badTC.ValidateInto), (*taggedConfig)(badTC), 5),
		againstEngine("validate/tc_bad_error/validator", engine, badTC.Validate, (*taggedConfig)(badTC), 5),
		againstHand("validate/fv_ok/handwritten", fv.Validate, badFV.Validate, func() error { return handFeatures(fv) }, func() error { return handFeatures(badFV) }),
		againstHand("validate/tc_ok/handwritten", tc.Validate, badTC.Validate, func() error { return handConfig(&tc) }, func() error { return handConfig(badTC) }),
		againstHand("validate/embedding_1536/handwritten", vector.Validate, badVector.Validate,
			func() error { return handEmbedding(vector) }, func() error { return handEmbedding(badVector) }),
		againstHand("validate/scan_1536/handwritten", probable.Validate, improbable.Validate,
			func() error { return handScores(probable) }, func() error { return handScores(improbable) }),
	}, protobufPairs())
}

// reused validates into one report. The error is what the report holds, without a copy of it.
func reused(into func(*validate.Report)) func() error {
	r := &inReport{}
	return func() error {
		r.Reset()
		if into(&r.Report); r.Len() == 0 {
			return nil
		}
		return r
	}
}

// inReport are violations that stay in their report.
type inReport struct{ validate.Report }

func (r *inReport) Error() string { return fmt.Sprint(r.Len(), " violations") }

// embedding is a vector of the norm.
func embedding(norm float64) *rows.Embedding {
	x := &rows.Embedding{Vector: make([]float64, 1536)}
	for i := range x.Vector {
		x.Vector[i] = norm / math.Sqrt(1536)
	}
	return x
}

// scores are probabilities but for the last.
func scores(last float64) *rows.Scores {
	x := &rows.Scores{Scores: make([]float64, 1536)}
	for i := range x.Scores {
		x.Scores[i] = float64(i) / 1536
	}
	x.Scores[1535] = last
	return x
}

func featureVector() *retail.FeatureVector {
	x := &retail.FeatureVector{
		CustomerID: "c-1", TransactionAmount: 19.99, TransactionCount: 12, DaysSinceLastPurchase: 3,
		CategoryEmbeddings: make([]float64, 64), Timestamp: time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
	}
	for i := range x.CategoryEmbeddings {
		x.CategoryEmbeddings[i] = 0.125 // the norm is 1
	}
	return x
}

func badFeatureVector() *retail.FeatureVector {
	x := featureVector()
	x.CustomerID, x.TransactionAmount, x.TransactionCount, x.DaysSinceLastPurchase = "", 19.999, 10001, -1
	x.CategoryEmbeddings[63] = 2
	return x
}

func badTrainingConfig() *pipeline.TrainingConfig {
	x := pipeline.NewTrainingConfig()
	x.ModelType, x.LearningRate, x.MaxDepth, x.NEstimators, x.TrainRatio = "svm", 0, 21, 9, 0.9
	return &x
}

// taggedFeatures and taggedConfig are the same structs with the tags that validator/v10 and JSON decoders need.
type taggedFeatures struct {
	CustomerID            string    `json:"customer_id" validate:"required"`
	TransactionAmount     float64   `json:"transaction_amount" validate:"gte=0,cents"`
	TransactionCount      int       `json:"transaction_count" validate:"gte=0,lte=10000"`
	DaysSinceLastPurchase int       `json:"days_since_last_purchase" validate:"gte=0"`
	CategoryEmbeddings    []float64 `json:"category_embeddings" validate:"len=64,unit_vector"`
	Timestamp             time.Time `json:"timestamp"`
}

type taggedConfig struct {
	ModelType           pipeline.ModelType `json:"model_type" validate:"oneof=xgboost lightgbm random_forest"`
	LearningRate        float64            `json:"learning_rate" validate:"gt=0,lte=1"`
	MaxDepth            int                `json:"max_depth" validate:"gte=1,lte=20"`
	NEstimators         int                `json:"n_estimators" validate:"gte=10,lte=5000"`
	EarlyStoppingRounds *int               `json:"early_stopping_rounds" validate:"omitempty,gte=1"`
	L1Regularization    float64            `json:"l1_regularization" validate:"gte=0,finite"`
	L2Regularization    float64            `json:"l2_regularization" validate:"gte=0,finite"`
	TrainRatio          float64            `json:"train_ratio" validate:"gt=0,lt=1"`
	ValidationRatio     float64            `json:"validation_ratio" validate:"gt=0,lt=1"`
	TestRatio           float64            `json:"test_ratio" validate:"gt=0,lt=1"`
	RandomSeed          int64              `json:"random_seed"`
}

// playgroundEngine lends validator/v10 our own arithmetic: what is compared is the way to it.
func playgroundEngine() *validator.Validate {
	v := validator.New()
	_ = v.RegisterValidation("cents", func(f validator.FieldLevel) bool { return is.Decimals(f.Field().Float(), 2) })
	_ = v.RegisterValidation("unit_vector", func(f validator.FieldLevel) bool {
		list, _ := f.Field().Interface().([]float64)
		norm := vec.Norm(list)
		return norm >= 0.99 && norm <= 1.01
	})
	_ = v.RegisterValidation("finite", func(f validator.FieldLevel) bool { return is.Finite(f.Field().Float()) })
	v.RegisterStructValidation(func(s validator.StructLevel) {
		c, _ := s.Current().Addr().Interface().(*taggedConfig)
		if sum := c.TrainRatio + c.ValidationRatio + c.TestRatio; !(sum >= 0.99 && sum <= 1.01) {
			s.ReportError(sum, "TrainRatio", "TrainRatio", "ratios_sum", "")
		}
	}, taggedConfig{})
	return v
}

func againstEngine(name string, engine *validator.Validate, ours func() error, tagged any, violations int) pair {
	peer := func() error { return engine.Struct(tagged) }
	return pair{name: name, ours: repeat(ours), peer: repeat(peer), check: func() error {
		var theirs validator.ValidationErrors
		errors.As(peer(), &theirs)
		a, b := rulesOf(ours()), []string(nil)
		for _, e := range theirs {
			b = append(b, e.Tag())
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) || len(a) != violations {
			return fmt.Errorf("ours breaks %v, the peer's %v, not %d rules", a, b, violations)
		}
		return nil
	}}
}

// rulesOf are the rules that an error of ours names, in the peer's words.
func rulesOf(err error) []string {
	var names []string
	var mine *validate.Error
	var held *inReport
	switch {
	case errors.As(err, &mine):
		for i := range mine.Violations {
			names = append(names, peerTag(mine.Violations[i].Rule()))
		}
	case errors.As(err, &held):
		for v := range held.All() {
			names = append(names, peerTag(v.Rule()))
		}
	}
	return names
}

// peerTag is the peer's name for our rule.
func peerTag(rule string) string {
	switch rule {
	case "decimals":
		return "cents"
	case "norm":
		return "unit_vector"
	case "enum":
		return "oneof"
	}
	return rule
}

// againstHand demands that both pass the good value, and find the same fields of the bad one broken.
func againstHand(name string, ours, oursOnBad, hand, handOnBad func() error) pair {
	return pair{name: name, ours: repeat(ours), peer: repeat(hand), check: func() error {
		if err := errors.Join(ours(), hand()); err != nil {
			return err
		}
		var theirs broken
		errors.As(handOnBad(), &theirs)
		mine := fieldsOf(oursOnBad())
		slices.Sort(theirs)
		if len(mine) == 0 || !slices.Equal(mine, theirs) {
			return fmt.Errorf("of the bad value ours breaks %v, the handwritten validator %v", mine, theirs)
		}
		return nil
	}}
}

// fieldsOf are the fields that an error of ours names, and the checks, each once and as the handwritten validators name them.
func fieldsOf(err error) []string {
	var broken *validate.Error
	if !errors.As(err, &broken) {
		return nil
	}
	var names []string
	for i := range broken.Violations {
		name := cmp.Or(broken.Violations[i].Static().Path, broken.Violations[i].Rule())
		if strings.HasSuffix(name, "_ratio") {
			name = "ratios"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func repeat(f func() error) func(n int) {
	return func(n int) {
		failed := 0
		for range n {
			if f() != nil {
				failed++
			}
		}
		runtime.KeepAlive(failed)
	}
}

// broken is the error of the handwritten validators: the rules' names.
type broken []string

func (b broken) Error() string { return fmt.Sprint([]string(b)) }

// handFeatures is FeatureVector's validator as one writes it for speed in pure Go.
func handFeatures(x *retail.FeatureVector) error {
	var b broken
	if x.CustomerID == "" {
		b = append(b, "customer_id")
	}
	if a := x.TransactionAmount; !(a >= 0) || !(a < 1<<44) || math.Round(a*100)/100 != a {
		b = append(b, "transaction_amount")
	}
	if x.TransactionCount < 0 || x.TransactionCount > 10000 {
		b = append(b, "transaction_count")
	}
	if x.DaysSinceLastPurchase < 0 {
		b = append(b, "days_since_last_purchase")
	}
	if len(x.CategoryEmbeddings) != 64 || !unit(x.CategoryEmbeddings) {
		b = append(b, "category_embeddings")
	}
	if b == nil {
		return nil
	}
	return b
}

// handEmbedding is Embedding's validator as one writes it for speed in pure Go.
func handEmbedding(x *rows.Embedding) error {
	if len(x.Vector) != 1536 || !unit(x.Vector) {
		return broken{"vector"}
	}
	return nil
}

// handScores is Scores' validator as one writes it.
func handScores(x *rows.Scores) error {
	if len(x.Scores) != 1536 {
		return broken{"scores"}
	}
	for _, p := range x.Scores {
		if !(p >= 0 && p <= 1) {
			return broken{"scores"}
		}
	}
	return nil
}

// unit sums in eight accumulators: one is bound by latency.
func unit(x []float64) bool {
	var s [8]float64
	for ; len(x) >= 8; x = x[8:] {
		s[0] += x[0] * x[0]
		s[1] += x[1] * x[1]
		s[2] += x[2] * x[2]
		s[3] += x[3] * x[3]
		s[4] += x[4] * x[4]
		s[5] += x[5] * x[5]
		s[6] += x[6] * x[6]
		s[7] += x[7] * x[7]
	}
	sum := ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
	for _, e := range x {
		sum += e * e
	}
	norm := math.Sqrt(sum)
	return norm >= 0.99 && norm <= 1.01
}

// handConfig is TrainingConfig's validator as one writes it for speed.
func handConfig(x *pipeline.TrainingConfig) error {
	var b broken
	switch x.ModelType {
	case pipeline.XGBoost, pipeline.LightGBM, pipeline.RandomForest:
	default:
		b = append(b, "model_type")
	}
	if !(x.LearningRate > 0 && x.LearningRate <= 1) {
		b = append(b, "learning_rate")
	}
	if x.MaxDepth < 1 || x.MaxDepth > 20 {
		b = append(b, "max_depth")
	}
	if x.NEstimators < 10 || x.NEstimators > 5000 {
		b = append(b, "n_estimators")
	}
	if x.EarlyStoppingRounds != nil && *x.EarlyStoppingRounds < 1 {
		b = append(b, "early_stopping_rounds")
	}
	if !(x.L1Regularization >= 0 && x.L1Regularization <= math.MaxFloat64) {
		b = append(b, "l1_regularization")
	}
	if !(x.L2Regularization >= 0 && x.L2Regularization <= math.MaxFloat64) {
		b = append(b, "l2_regularization")
	}
	if !ratio(x.TrainRatio) || !ratio(x.ValidationRatio) || !ratio(x.TestRatio) {
		b = append(b, "ratios")
	}
	if sum := x.TrainRatio + x.ValidationRatio + x.TestRatio; !(sum >= 0.99 && sum <= 1.01) {
		b = append(b, "ratios_sum")
	}
	if b == nil {
		return nil
	}
	return b
}

func ratio(x float64) bool { return x > 0 && x < 1 }
