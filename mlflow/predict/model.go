package predict

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Row is what a prediction needs of a generated type: a row, or the request view of one.
type Row[T any] interface {
	*T
	Validate() error
	TypedMLSchema() *schema.Record
	AppendFeatures(dst []float32) []float32
	FeatureNames() []string
}

// Model predicts from values of T. It is safe for concurrent use.
type Model[T any] struct {
	// URI is what the model was loaded by, Source where that led: an alias that is moved later does not move the model.
	URI    string
	Source *model.Source
	// Info is what the model was trained on, Signature what MLflow says of its inputs.
	Info      model.Info
	Signature model.Signature
	// Notices are differences between T and the model's schema that do not keep it from predicting: features of T that
	// the model does not know, changed rules.
	Notices []string

	record   *schema.Record
	trees    *tree.Model
	plan     *tree.Plan
	features func(*T, []float32) []float32
	validate func(*T) error
	scratch  sync.Pool // *[]float32, the features of one row
}

// Load loads a model by its MLflow URI ("models:/churn@champion", "models:/churn/3", "runs:/ID/churn") and binds it to T
// by name: a feature of the model that T lacks, or has with another type, is a *schema.MismatchError. A T with more
// features than the model is served with a notice.
func Load[T any, P Row[T]](ctx context.Context, client mlflow.Client, uri string) (*Model[T], error) {
	bundle, err := model.Download(ctx, client, uri)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", uri, err)
	}
	m, err := New[T, P](bundle)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", uri, err)
	}
	return m, nil
}

// New binds a downloaded model to T, as [Load] does.
func New[T any, P Row[T]](bundle *model.Bundle) (*Model[T], error) {
	b, err := bindRecord(bundle, P(nil).TypedMLSchema())
	if err != nil {
		return nil, err
	}
	m := &Model[T]{
		URI: bundle.Source.URI, Source: bundle.Source, Info: bundle.MLmodel.Info, Signature: bundle.MLmodel.Signature,
		Notices: b.notices, record: b.record, trees: b.trees, plan: b.plan,
		features: func(x *T, dst []float32) []float32 { return P(x).AppendFeatures(dst) },
		validate: func(x *T) error { return P(x).Validate() },
	}
	m.scratch.New = func() any {
		row := make([]float32, 0, m.plan.Width())
		return &row
	}
	return m, nil
}

// Check holds a model against a record without a type, as [Load] does with one: the error is a *schema.MismatchError when
// the model cannot be served with it; notices are differences that do no harm.
func Check(bundle *model.Bundle, record *schema.Record) (notices []string, err error) {
	b, err := bindRecord(bundle, record)
	if err != nil {
		return nil, err
	}
	return b.notices, nil
}

// bound is a model bound to a record.
type bound struct {
	record  *schema.Record
	trees   *tree.Model
	plan    *tree.Plan
	notices []string
}

func bindRecord(bundle *model.Bundle, record *schema.Record) (*bound, error) {
	trees, err := evaluator(bundle)
	if err != nil {
		return nil, err
	}
	uri := bundle.Source.URI
	if err := retyped(bundle.MLmodel.Info, record, uri); err != nil {
		return nil, err
	}
	b := &bound{record: record, trees: trees}
	if b.plan, err = Bind(trees, record.FeatureNames(), "model "+uri, record.Name); err != nil {
		return nil, err
	}
	trained, err := bundle.Record()
	if err != nil {
		return nil, err
	}
	b.notice(uri, trained)
	return b, nil
}

// evaluator loads the model's trees, by the first of its flavors that Go evaluates.
func evaluator(bundle *model.Bundle) (*tree.Model, error) {
	for _, flavor := range tree.Flavors() {
		if _, ok := bundle.MLmodel.Flavors[flavor]; !ok {
			continue
		}
		data, err := bundle.Data(flavor)
		if err != nil {
			return nil, err
		}
		trees, err := tree.Load(flavor, data)
		if err != nil {
			return nil, err
		}
		if bundle.MLmodel.Info.Fingerprint == "" && trees.OfDoubles() != nil { // not of our training, which is on float32
			return nil, fmt.Errorf("model %s: %w", bundle.Source.URI, trees.OfDoubles())
		}
		return trees, otherClass(bundle, flavor, trees)
	}
	return nil, fmt.Errorf("model %s has the flavors %q: Go evaluates %q", bundle.Source.URI, bundle.MLmodel.FlavorNames(), tree.Flavors())
}

// otherClass refuses a model whose Python class answers other numbers than its booster does: classes for probabilities, or
// sums of fewer rounds.
func otherClass(bundle *model.Bundle, flavor string, trees *tree.Model) error {
	class, _ := bundle.MLmodel.Flavors[flavor]["model_class"].(string)
	differs, booster := "classes, not probabilities", "m.get_booster()"
	switch {
	case class == "" || strings.HasSuffix(class, ".Booster"):
		return nil
	case strings.HasSuffix(class, "Regressor") && !trees.StoppedEarly():
		return nil
	case strings.HasSuffix(class, "Regressor"):
		differs, booster = "the sum of the rounds up to the best one", "m.get_booster()[: m.best_iteration + 1]"
	}
	return fmt.Errorf("model %s was logged as %s, which MLflow answers with %s: log the booster instead, in Python mlflow.%s.log_model(%s, …)",
		bundle.Source.URI, class, differs, flavor, booster)
}

// retyped refuses a feature that T has with another kind of value: a number is no bool, an integer no float.
func retyped(info model.Info, record *schema.Record, uri string) error {
	have := map[string]schema.Kind{}
	for _, f := range record.Features() {
		have[f.Name] = f.Kind
	}
	e := &schema.MismatchError{Subject: "model " + uri, Record: record.Name, Remedy: "Serve the model with the struct of its version, or train again."}
	for _, f := range info.Features {
		kind, ok := have[f.Name]
		if want := schema.Kind(f.Kind); ok && kind.Class() != want.Class() {
			e.Changes = append(e.Changes, schema.Change{Kind: schema.Retyped, Column: f.Name, Want: string(kind), Have: string(want)})
		}
	}
	if len(e.Changes) > 0 {
		return e
	}
	return nil
}

// notice collects what differs and does no harm. What a request never has, such as the label, is none of it.
func (b *bound) notice(uri string, trained *schema.Record) {
	if extra := b.plan.Extra(); len(extra) > 0 {
		b.notices = append(b.notices, fmt.Sprintf("%s has features that model %s does not know: %s", b.record.Name, uri, strings.Join(extra, ", ")))
	}
	if trained == nil {
		return
	}
	if !slices.ContainsFunc(b.record.Fields, func(f schema.Field) bool { return !f.Role.Sent() }) {
		trained = trained.RequestView()
	}
	for _, c := range schema.Compare(b.record, trained) {
		if words := b.words(c, "model "+uri); words != "" {
			b.notices = append(b.notices, words)
		}
	}
}

// words says what differs between the record and the one that a model was trained with; "" when that was told already.
func (b *bound) words(c schema.Change, model string) string {
	name := b.record.Name
	switch c.Kind {
	case schema.Absent:
		if slices.ContainsFunc(b.record.Features(), func(f schema.Feature) bool { return f.Field == c.Column }) {
			return ""
		}
		return fmt.Sprintf("column %s (%s) of %s, which is no feature, is new since %s was trained", c.Column, c.Want, name, model)
	case schema.Extra:
		return fmt.Sprintf("column %s (%s), which is no feature, was there when %s was trained, and is not in %s", c.Column, c.Have, model, name)
	case schema.Retyped, schema.Narrowed:
		return fmt.Sprintf("column %s is %s in %s, and was %s when %s was trained", c.Column, c.Want, name, c.Have, model)
	case schema.Nullable:
		return fmt.Sprintf("column %s may not be null in %s, and could be when %s was trained", c.Column, name, model)
	case schema.Required:
		return fmt.Sprintf("column %s may be null in %s, and could not when %s was trained", c.Column, name, model)
	case schema.Checks:
		return fmt.Sprintf("%s has other record checks than when %s was trained", name, model)
	}
	return fmt.Sprintf("column %s has other rules in %s than when %s was trained", c.Column, name, model)
}

// Predict validates x and returns the prediction, of a binary classifier the probability of the positive class. An x that
// breaks its rules is a *validate.Error, and is not predicted.
func (m *Model[T]) Predict(x *T) (float64, error) {
	if err := m.validate(x); err != nil {
		return 0, err
	}
	return m.Score(x)
}

// Score is Predict of a value that is known to be valid, because it was just decoded or validated. A feature that is
// infinite, or too large for the model's float32, is a *validate.Error, as training refuses it. It allocates
// nothing but errors.
func (m *Model[T]) Score(x *T) (float64, error) {
	row := m.scratch.Get().(*[]float32)
	defer m.scratch.Put(row)
	*row = m.features(x, (*row)[:0])
	for i, v := range *row {
		if v-v != 0 && v == v { // ±Inf; NaN is a missing value
			return 0, m.infinite(i)
		}
	}
	return m.plan.Predict(*row)
}

// infinite reports that feature i is no number of the model's.
func (m *Model[T]) infinite(i int) error {
	var r validate.Report
	f := m.record.Features()[i]
	r.AddAt(&validate.Rule{Path: f.Field, Name: validate.RuleOverflow, Param: string(schema.Float32)}, f.Index, validate.None())
	return r.Take()
}

// Trees returns the bound evaluator, for rows that are encoded already.
func (m *Model[T]) Trees() *tree.Model { return m.trees }
