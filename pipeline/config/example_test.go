package config

import "fmt"

func ExampleParse() {
	var s Settings
	err := Parse("train.yaml", []byte("name: churn\nrounds: 500\nlayer:\n  sise: 4\n"), &s)
	fmt.Println(err)
	// Output:
	// 2 violations in train.yaml:
	//   train.yaml:2:9: rounds: must be at most 100 (lte=100), got 500
	//   train.yaml:4:3: layer.sise: is unknown: the record has no such key; did you mean "size"?
}
