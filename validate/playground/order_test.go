package playground_test

import (
	"time"

	"github.com/typedml/typedml/validate"
)

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Base is embedded in Order.
//
//typedml:schema
type Base struct {
	ID string `json:"id" validate:"required,min=3"`
}

// Level is an enum.
type Level string

// The levels.
const (
	Low  Level = "low"
	High Level = "high"
)

// Item is one line of an order.
//
//typedml:schema
type Item struct {
	Price  float64   `json:"price" validate:"gte=0,lte=100"`
	Tags   []string  `json:"tags" validate:"max=3,dive,min=2"`
	Count  *int      `json:"count" validate:"gte=1"`
	Weight []float32 `json:"weight" check:"sum=0..1"`
}

// Order has every shape that a violation can have a place in.
//
//typedml:schema
//typedml:check paid "paid must not exceed total" paid <= total
type Order struct {
	Base
	Total  float64              `json:"total" validate:"gt=0"`
	Paid   float64              `json:"paid" check:"decimals=2"`
	Level  Level                `json:"level"`
	At     time.Time            `json:"at" validate:"required"`
	Wait   time.Duration        `json:"wait" validate:"gte=1s"`
	Note   validate.Opt[string] `json:"note" validate:"omitempty,len=2"`
	First  Item                 `json:"first"`
	Second *Item                `json:"second"`
	Items  []Item               `json:"items" validate:"min=1,dive"`
	ByName map[string]Item      `json:"by_name" validate:"dive"`
	Scores map[string]int       `json:"scores" validate:"dive,gte=1"`
	Matrix [][]int              `json:"matrix" validate:"dive,max=2,dive,gte=0"`
	Secret string               `json:"secret" validate:"min=8" feature:"sensitive"`
}
