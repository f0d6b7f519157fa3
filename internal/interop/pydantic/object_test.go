package pydantic

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON text in the making: raw values by key, and the names of the oddities in it.
type object struct {
	keys, values []string
	oddities     []string
}

func (o *object) set(key, value string) {
	o.keys, o.values = append(o.keys, key), append(o.values, value)
}

func (o *object) String() string {
	pairs := make([]string, len(o.keys))
	for i := range pairs {
		pairs[i] = strconv.Quote(o.keys[i]) + ":" + o.values[i]
	}
	return "{" + strings.Join(pairs, ",") + "}"
}

// change is one way to make an object odd.
type change struct {
	name  string
	apply func(r *rand.Rand, o *object)
}

// values replaces the value of a random key.
func values(name string, texts ...string) change {
	return change{name, func(r *rand.Rand, o *object) {
		o.values[r.IntN(len(o.values))] = texts[r.IntN(len(texts))]
	}}
}

// at replaces the value of one key.
func at(name, key string, texts ...string) change {
	return change{name, func(r *rand.Rand, o *object) {
		if i := slices.Index(o.keys, key); i >= 0 {
			o.values[i] = texts[r.IntN(len(texts))]
		}
	}}
}

// common are the changes that any object can have.
func common() []change {
	return []change{
		{"missing key", func(r *rand.Rand, o *object) {
			i := r.IntN(len(o.keys))
			o.keys, o.values = slices.Delete(o.keys, i, i+1), slices.Delete(o.values, i, i+1)
		}},
		{"unknown key", func(_ *rand.Rand, o *object) { o.set("extra", "1") }},
		{"duplicate key", func(r *rand.Rand, o *object) { i := r.IntN(len(o.keys)); o.set(o.keys[i], o.values[i]) }},
		{"other order", func(r *rand.Rand, o *object) {
			i, j := r.IntN(len(o.keys)), r.IntN(len(o.keys))
			o.keys[i], o.keys[j], o.values[i], o.values[j] = o.keys[j], o.keys[i], o.values[j], o.values[i]
		}},
		values("null", "null"),
		values("zero", "0", "-0", "0.0", `""`, "false", "[]", "{}"),
		values("number as string", `"1"`, `"0.5"`),
		values("bool", "true"),
		values("text", `"x"`, `"é"`, `"🚀"`),
		values("list", "[1]", "[[]]", `["a"]`),
		values("object", `{"a":1}`),
		values("not finite", "NaN", "Infinity", "-Infinity", "1e999", "-1e999"),
		values("integral float", "1.0", "1e1", "12.0"),
		values("fraction", "1.5", "0.25"),
		values("beyond int64", "9223372036854775808", "1e19", "-9223372036854775809", "123456789012345678901234567890"),
		values("negative", "-1", "-0.01"),
		values("broken syntax", "01", "+1", ".5", "1.", "nul", `"\x"`, "'a'", "[1,]"),
	}
}

// vector is a valid FeatureVector.
func vector(r *rand.Rand) *object {
	o := &object{}
	o.set("customer_id", strconv.Quote(fmt.Sprintf("c-%d", r.IntN(1e6))))
	o.set("transaction_amount", strconv.FormatFloat(float64(r.IntN(1e7))/100, 'f', -1, 64))
	o.set("transaction_count", strconv.Itoa(r.IntN(10001)))
	o.set("days_since_last_purchase", strconv.Itoa(r.IntN(5000)))
	o.set("category_embeddings", embedding(r, 64, 1))
	o.set("timestamp", `"2026-01-02T03:04:05Z"`)
	return o
}

// embedding is a vector of a length and a norm.
func embedding(r *rand.Rand, n int, norm float64) string {
	v, sum := make([]float64, n), 0.0
	for i := range v {
		v[i] = r.NormFloat64()
		sum += v[i] * v[i]
	}
	texts := make([]string, n)
	for i := range v {
		texts[i] = strconv.FormatFloat(v[i]*norm/math.Sqrt(sum), 'g', -1, 64)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

func vectorChanges() []change {
	norms := func(name string, n int, norms ...float64) change {
		return change{name, func(r *rand.Rand, o *object) {
			if i := slices.Index(o.keys, "category_embeddings"); i >= 0 {
				o.values[i] = embedding(r, n, norms[r.IntN(len(norms))])
			}
		}}
	}
	return append(common(),
		at("amount", "transaction_amount", "0.01", "19.99", "19.999", "0.1", "1e3", "70368744177664.01", "1e15", "0.005", "1e-320", "123456.78"),
		at("amount beyond 2^45", "transaction_amount", "35184372088832.03", "35184372088833.37", "140737488355327.99", "1e300"),
		at("count limits", "transaction_count", "0", "10000", "10001", "-1"),
		at("days", "days_since_last_purchase", "0", "-1", "9223372036854775807"),
		norms("length", 63, 1), norms("length 65", 65, 1),
		norms("norm", 64, 0.98, 0.991, 1.009, 1.02, 0),
		at("timestamp", "timestamp", `"2026-02-30T00:00:00Z"`, `"2026-01-02T03:04:05.123456Z"`, `"2026-01-02T03:04:05+02:00"`, `"no time"`, `""`),
		at("timestamp in another form", "timestamp", `"2026-01-02"`, `"2026-01-02 03:04:05Z"`, `"2026-01-02T03:04:05"`, `"2026-01-02T03:04Z"`, "1767322800"),
	)
}

// training is a valid TrainingConfig.
func training(r *rand.Rand) *object {
	o := &object{}
	o.set("model_type", []string{`"xgboost"`, `"lightgbm"`, `"random_forest"`}[r.IntN(3)])
	o.set("learning_rate", strconv.FormatFloat(1-r.Float64(), 'g', -1, 64))
	o.set("max_depth", strconv.Itoa(1+r.IntN(20)))
	o.set("n_estimators", strconv.Itoa(10+r.IntN(4991)))
	o.set("early_stopping_rounds", []string{"1", "10", "null"}[r.IntN(3)])
	o.set("l1_regularization", strconv.FormatFloat(r.Float64()*3, 'g', -1, 64))
	o.set("l2_regularization", strconv.FormatFloat(r.Float64()*3, 'g', -1, 64))
	ratios := [][3]string{{"0.7", "0.15", "0.15"}, {"0.69", "0.15", "0.15"}, {"0.71", "0.15", "0.15"}, {"0.5", "0.25", "0.25"}, {"0.6", "0.2", "0.2"}}
	q := ratios[r.IntN(len(ratios))]
	o.set("train_ratio", q[0])
	o.set("validation_ratio", q[1])
	o.set("test_ratio", q[2])
	o.set("random_seed", strconv.FormatInt(r.Int64(), 10))
	return o
}

func trainingChanges() []change {
	return append(common(),
		at("model type", "model_type", `"xgboost"`, `"XGBOOST"`, `"svm"`, `""`),
		at("rate limits", "learning_rate", "0", "1", "1.0000000000000002", "5e-324", "-0.1"),
		at("depth limits", "max_depth", "0", "1", "20", "21"),
		at("estimators", "n_estimators", "9", "10", "5000", "5001"),
		at("early stopping", "early_stopping_rounds", "0", "1", "null", "-1"),
		at("ratio", "train_ratio", "0.68", "0.69", "0.70", "0.71", "0.72", "0.6899999999999999", "0.7100000000000001", "0", "1"),
		at("seed", "random_seed", "0", "-1", "9223372036854775807", "-9223372036854775808"),
		change{"empty object", func(_ *rand.Rand, o *object) { o.keys, o.values = nil, nil }},
	)
}

// oddity makes an object with 0 to 3 changes.
func oddity(r *rand.Rand, o *object, changes []change) *object {
	for range r.IntN(4) {
		c := changes[r.IntN(len(changes))]
		if len(o.keys) == 0 {
			break
		}
		c.apply(r, o)
		o.oddities = append(o.oddities, c.name)
	}
	return o
}
