package codec

import (
	"time"

	"github.com/typedml/typedml/validate"
)

// Color is an enum of texts, Level of small integers.
type (
	Color string
	Level int8
	Score float64
	Pause time.Duration
)

const (
	Red  Color = "red"
	Blue Color = "blue"
)

// Base is inlined.
type Base struct {
	ID string `json:"id"`
}

// Item is nested.
type Item struct {
	Name  string  `json:"name"`
	Price float64 `json:"price" validate:"gte=0"`
	Qty   *int32  `json:"qty"`
}

// Ratios has a check.
type Ratios struct {
	Train float64 `json:"train" default:"0.7"`
	Test  float64 `json:"test" validate:"lte=1"`
	Note  string  `json:"note" validate:"max=3" default:"-"`
}

// Kinds has a field of every kind.
type Kinds struct {
	Base
	Flag    bool                `json:"flag"`
	Small   int8                `json:"small"`
	Count   int                 `json:"count" validate:"lte=100"`
	Big     uint64              `json:"big"`
	Half    float32             `json:"half"`
	Score   Score               `json:"score"`
	Color   Color               `json:"color"`
	Level   Level               `json:"level" default:"3"`
	Blob    []byte              `json:"blob"`
	At      time.Time           `json:"at"`
	Wait    time.Duration       `json:"wait"`
	Pause   Pause               `json:"pause"`
	Maybe   *float64            `json:"maybe"`
	Opt     validate.Opt[Color] `json:"opt"`
	Tags    []string            `json:"tags"`
	Vector  []float64           `json:"vector" validate:"dive,gte=0"`
	Unit    [3]float64          `json:"unit"`
	Steps   [2]int16            `json:"steps"`
	Matrix  [][]float64         `json:"matrix"`
	Gaps    []*int64            `json:"gaps"`
	Weights map[Color]float64   `json:"weights"`
	Groups  map[string][]string `json:"groups"`
	Item    Item                `json:"item"`
	Second  *Item               `json:"second"`
	Third   validate.Opt[Item]  `json:"third"`
	Items   []Item              `json:"items"`
	ByName  map[string]Item     `json:"by_name"`
	Ratios  Ratios              `json:"ratios"`
	Secret  string              `json:"secret" feature:"sensitive"`
	Hidden  map[string]int      `json:"hidden" feature:"sensitive"`
	Short   string              `json:"short,omitempty"`
	Gone    *int                `json:"gone,omitempty"`
	List    []string            `json:"list,omitempty"`
	Zero    time.Time           `json:"zero,omitzero"`
	Nested  Item                `json:"nested,omitzero"`
}

// Lenient passes over keys that it does not know, and has none that must be written.
type Lenient struct {
	A int `json:"a,omitempty"`
	B int `json:"b,omitempty"`
}
