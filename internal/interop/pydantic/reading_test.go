package pydantic

import "time"

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Kind is an enum.
type Kind string

// The kinds.
const (
	Air   Kind = "air"
	Water Kind = "water"
)

// Probe is nested in Reading.
//
//typedml:schema
type Probe struct {
	Depth int8 `json:"depth" validate:"lt=100"`
}

// Reading is the Go side of the model in testdata/errors.py.
//
//typedml:schema
type Reading struct {
	Name   string         `json:"name" validate:"min=2,max=4"`
	Code   string         `json:"code" check:"regex=^[a-z]+$"`
	Value  float64        `json:"value" validate:"gte=0,lte=10"`
	Count  int32          `json:"count" validate:"gt=0"`
	On     bool           `json:"on"`
	Kind   Kind           `json:"kind"`
	At     time.Time      `json:"at"`
	Tags   []string       `json:"tags" validate:"min=1,max=3,dive,min=2"`
	Limits map[string]int `json:"limits" validate:"dive,keys,max=3,endkeys,gte=1"`
	Probes []Probe        `json:"probes"`
	Ratio  *float64       `json:"ratio" check:"finite"`
}
