package config

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Settings is what the tests configure.
//
//typedml:schema name=config.settings version=1.0.0
//typedml:check ratios "the ratios must not exceed 1" train_ratio + test_ratio <= 1.0
type Settings struct {
	Name       string             `json:"name" validate:"required"`
	Rounds     int                `json:"rounds" validate:"gte=1,lte=100" default:"10"`
	Stop       *int               `json:"stop" validate:"omitempty,gte=1" default:"5"`
	TrainRatio float64            `json:"train_ratio" validate:"gt=0,lt=1" default:"0.5"`
	TestRatio  float64            `json:"test_ratio" validate:"gt=0,lt=1" default:"0.25"`
	Verbose    bool               `json:"verbose" default:"false"`
	Tags       []string           `json:"tags,omitempty"`
	Weights    map[string]float64 `json:"weights,omitempty"`
	Layer      Layer              `json:"layer"`
	Layers     []Layer            `json:"layers,omitempty"`
}

// Layer is nested.
//
//typedml:schema name=config.layer version=1.0.0
type Layer struct {
	Size int    `json:"size" validate:"gte=1" default:"8"`
	Kind string `json:"kind" default:"dense"`
}
