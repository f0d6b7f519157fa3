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

// Code is the type of a map's keys.
type Code string

// Maps has rules on the keys and on the values of maps.
//
//typedml:schema
type Maps struct {
	Texts   map[Code]string          `json:"texts" validate:"dive,keys,min=3,endkeys,max=2"`
	Same    map[Code]string          `json:"same" validate:"dive,keys,min=3,endkeys,min=3"`
	Levels  map[Code]Level           `json:"levels" validate:"dive,keys,required,min=3,endkeys,min=3"`
	Numbers map[string]int           `json:"numbers" validate:"dive,keys,min=3,endkeys,min=3"`
	Lists   map[string][]string      `json:"lists" validate:"dive,keys,min=3,endkeys,min=3,dive,min=3"`
	Inner   map[Code]map[Code]string `json:"inner" validate:"dive,keys,min=3,endkeys,min=1,dive,keys,min=3,endkeys,max=2"`
	Records map[Code]Item            `json:"records" validate:"dive,keys,min=3,endkeys"`
	Secrets map[Code]int             `json:"secrets" validate:"dive,keys,len=3,endkeys,min=3" feature:"sensitive"`
}

//typedml:alias sku=required,max=5
//typedml:alias paint=sku,iscolor

// Aliased has aliases, upstream's and its own.
//
//typedml:schema
type Aliased struct {
	Colour  string   `json:"colour" validate:"iscolor"`
	Country string   `json:"country" validate:"omitempty,country_code"`
	Long    string   `json:"long" validate:"sku"`
	None    string   `json:"none" validate:"sku"`
	Paint   string   `json:"paint" validate:"paint"`
	Nil     *string  `json:"nil" validate:"sku"`
	Each    []string `json:"each" validate:"dive,sku"`
}
