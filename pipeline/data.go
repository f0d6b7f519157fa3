package pipeline

import (
	"context"
	"fmt"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/pipeline/train"
)

// Rows are the validated rows of one version of the feature table.
type Rows[T any] struct {
	Version int64
	Rows    []T
}

// Parts are the rows as matrices, dealt into three parts.
type Parts struct {
	Version                 int64
	Train, Validation, Test train.Dataset
}

// load reads one version of the table; every row is validated.
func (p *Pipeline[T, P]) load() Step[int64, Rows[T]] {
	return observed(p.log, Step[int64, Rows[T]]{Name: "load", Run: func(ctx context.Context, version int64) (Rows[T], error) {
		rows := Rows[T]{Version: version}
		var err error
		rows.Rows, err = p.table.ReadAll(ctx, featurestore.AsOf(version))
		if err == nil && len(rows.Rows) == 0 {
			err = fmt.Errorf("feature table %s is empty at version %d: append rows first", p.config.FeatureTable, version)
		}
		return rows, err
	}})
}

// version is the version of the table that is asked for, else the newest: it is read once, so that the run names what it read.
func (p *Pipeline[T, P]) version(ctx context.Context, asked *int64) (int64, error) {
	if asked != nil {
		return *asked, nil
	}
	version, err := p.table.Version(ctx)
	if err != nil {
		return 0, fmt.Errorf("feature table: %w", err)
	}
	return version, nil
}

// data is loaded and split.
func (p *Pipeline[T, P]) data() Step[int64, Parts] { return Then(p.load(), p.split()) }

// split deals the rows into training, validation and test, stratified by label and seeded, and encodes the features.
func (p *Pipeline[T, P]) split() Step[Rows[T], Parts] {
	return observed(p.log, Step[Rows[T], Parts]{Name: "split", Run: func(_ context.Context, in Rows[T]) (Parts, error) {
		all, err := encode[T, P](in.Rows, p.label.Key)
		if err != nil {
			return Parts{}, err
		}
		c := &p.config.TrainingConfig
		deal, err := train.Split(all.Labels, train.Ratios{Train: c.TrainRatio, Validation: c.ValidationRatio, Test: c.TestRatio}, uint64(c.RandomSeed))
		if err != nil {
			return Parts{}, err
		}
		out := Parts{Version: in.Version}
		for _, part := range []struct {
			to   *train.Dataset
			rows []int
		}{{&out.Train, deal.Train}, {&out.Validation, deal.Validation}, {&out.Test, deal.Test}} {
			if *part.to, err = all.Select(part.rows); err != nil {
				return Parts{}, err
			}
		}
		return out, nil
	}})
}

// encode turns rows into a matrix of float32 features, by name, and their labels.
func encode[T any, P Row[T]](rows []T, label string) (train.Dataset, error) {
	names := P(nil).FeatureNames()
	values := make([]float32, 0, len(rows)*len(names))
	labels := make([]float32, len(rows))
	for i := range rows {
		y, ok := P(&rows[i]).TypedMLLabel()
		if !ok || y != 0 && y != 1 {
			return train.Dataset{}, fmt.Errorf("row %d: the label %s must be 0 or 1, true or false, or an enum tagged label=VALUE, got %v", i, label, y)
		}
		labels[i] = float32(y)
		values = P(&rows[i]).AppendFeatures(values)
	}
	features, err := train.Float32s(names, values)
	return train.Dataset{Features: features, Labels: labels}, err
}
