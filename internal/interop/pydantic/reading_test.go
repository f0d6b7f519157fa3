package pydantic

import (
	"time"

	"github.com/typedml/typedml/validate"
)

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

// Named has a rule for each name of Pydantic's.
//
//typedml:schema
type Named struct {
	Kind   Kind             `json:"kind"`
	Choice string           `json:"choice" validate:"oneof=a b"`
	Number int8             `json:"number" validate:"gte=-3,lte=3"`
	Small  uint8            `json:"small" validate:"omitempty,gt=1,lt=9"`
	Single float32          `json:"single" check:"decimals=1"`
	Double float64          `json:"double" validate:"omitempty,min=1,max=2"`
	Money  validate.Decimal `json:"money" check:"decimal=5.2"`
	Raw    []byte           `json:"raw" validate:"min=2,max=3"`
	Exact  []byte           `json:"exact" validate:"len=2"`
	Text   string           `json:"text" validate:"omitempty,gt=1,lt=4"`
	Tags   []string         `json:"tags" validate:"omitempty,gt=1,lt=3"`
	Code   string           `json:"code" validate:"omitempty" check:"regex=^[a-z]+$"`
	ID     string           `json:"id" validate:"uuid"`
	ID4    string           `json:"id4" validate:"uuid4"`
	IP     string           `json:"ip" validate:"ip"`
	IP4    string           `json:"ip4" validate:"ipv4"`
	IP6    string           `json:"ip6" validate:"ipv6"`
	Net    string           `json:"net" validate:"cidr"`
	Net6   string           `json:"net6" validate:"cidrv6"`
	Mail   string           `json:"mail" validate:"email"`
	Until  time.Time        `json:"until" validate:"gt"`
	Since  time.Time        `json:"since" validate:"lt"`
	Vector [2]float64       `json:"vector"`
	Needed string           `json:"needed" validate:"required"`
	Least  *int8            `json:"least" validate:"gte=1"`
	Names  []string         `json:"names" validate:"min=1"`
}
