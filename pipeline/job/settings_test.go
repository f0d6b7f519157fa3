package job

import (
	"time"

	"github.com/typedml/typedml/validate"
)

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// settings is the configuration of the tests: a field of each form.
//
//typedml:schema name=job.settings version=1.0.0
//typedml:check order "low must be below high" low < high
type settings struct {
	Table    string              `json:"table" validate:"required"`
	Alias    *string             `json:"alias"`
	Rounds   int                 `json:"rounds" validate:"gte=1,lte=100" default:"10"`
	Stop     *int                `json:"stop" validate:"omitempty,gte=1"`
	Verbose  bool                `json:"verbose" default:"false"`
	Since    time.Time           `json:"since"`
	Every    time.Duration       `json:"every" default:"1h"`
	Engine   engine              `json:"engine" default:"fast"`
	Tags     []string            `json:"tags,omitempty"`
	Weights  map[string]float64  `json:"weights,omitempty"`
	Low      float64             `json:"low" default:"0.25"`
	High     validate.Opt[int64] `json:"ceiling"`
	Top      float64             `json:"high" default:"0.5"`
	Training training            `json:"training"`
	Shadow   *training           `json:"shadow"`
	Note     string              `json:"note,omitempty"`
}

type engine string

const (
	fast  engine = "fast"
	exact engine = "exact"
)

//typedml:schema name=job.training version=1.0.0
type training struct {
	LearningRate float64 `json:"learning_rate" validate:"gt=0,lte=1" default:"0.1"`
	Depth        int     `json:"max_depth" validate:"gte=1,lte=20" default:"6"`
}

// secretive cannot be a job's configuration.
//
//typedml:schema name=job.secretive version=1.0.0
type secretive struct {
	Password string `json:"password" feature:"sensitive"`
}

//typedml:schema name=job.dotted version=1.0.0
type dotted struct {
	Rate float64 `json:"learning.rate"`
}
