package model

import (
	"encoding/json"
	"fmt"
	"math"
)

const (
	exampleFile = "input_example.json"
	servingFile = "serving_input_example.json"
)

// exampleFiles returns the input example as MLflow stores it: rows in the order and the types of the inputs, NaN as null.
func exampleFiles(s Signature, rows [][]float64) (map[string][]byte, error) {
	data := make([][]any, len(rows))
	for i, row := range rows {
		if len(row) != len(s.Inputs) {
			return nil, fmt.Errorf("the example's row %d has %d values, the signature %d inputs", i, len(row), len(s.Inputs))
		}
		for n, v := range row {
			c, err := cell(s.Inputs[n], v)
			if err != nil {
				return nil, fmt.Errorf("the example's row %d: %w", i, err)
			}
			data[i] = append(data[i], c)
		}
	}
	split := map[string]any{"columns": s.InputNames(), "data": data}
	example, err := json.Marshal(split)
	if err != nil {
		return nil, err
	}
	serving, err := json.MarshalIndent(map[string]any{"dataframe_split": split}, "", "  ")
	if err != nil {
		return nil, err
	}
	return map[string][]byte{exampleFile: example, servingFile: serving}, nil
}

func cell(c Column, v float64) (any, error) {
	switch c.Type {
	case Boolean:
		if v != 0 && v != 1 {
			return nil, fmt.Errorf("%s is %v; a boolean is 0 or 1", c.Name, v)
		}
		return v == 1, nil
	case Integer, Long:
		if v != math.Trunc(v) || math.Abs(v) > 1<<53 {
			return nil, fmt.Errorf("%s is %v; it must be an integer below 2^53", c.Name, v)
		}
		return int64(v), nil
	}
	if math.IsNaN(v) {
		return nil, nil
	}
	if math.IsInf(v, 0) {
		return nil, fmt.Errorf("%s is %v, which JSON does not hold", c.Name, v)
	}
	return v, nil
}
