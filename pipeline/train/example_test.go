package train_test

import (
	"context"
	"fmt"

	"github.com/typedml/typedml/pipeline/train"
)

func ExampleSplit() {
	labels := []string{"good", "good", "bad", "good", "good", "bad", "good", "bad", "good", "good"}
	parts, err := train.Split(labels, train.Ratios{Train: .6, Validation: .2, Test: .2}, 42)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, rows := range [][]int{parts.Train, parts.Validation, parts.Test} {
		bad := 0
		for _, r := range rows {
			if labels[r] == "bad" {
				bad++
			}
		}
		fmt.Printf("%d rows, %d bad\n", len(rows), bad)
	}
	// Output:
	// 6 rows, 1 bad
	// 2 rows, 1 bad
	// 2 rows, 1 bad
}

func Example() {
	engine, err := train.OpenXGBoost(train.Options{})
	if err != nil {
		fmt.Println(err) // names the command that fetches the library
		return
	}
	features, err := train.Float32s([]string{"amount", "count"}, []float32{1, 5, 2, 4, 3, 3, 4, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	model, err := engine.Train(context.Background(), train.Task{
		Params: train.DefaultParams(),
		Train:  train.Dataset{Features: features, Labels: []float32{0, 0, 1, 1}},
		OnRound: func(r train.Round) {
			fmt.Printf("round %d of %d: loss %.3f\n", r.Number+1, r.Of, r.Train)
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(model.Engine.Version, model.Rounds(), model.Importance)
}
