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

// Patient has sensitive fields, of every shape that a rule or a key can tell of.
type Patient struct {
	SSN    string             `json:"ssn" validate:"len=11" feature:"sensitive"`
	Born   *int               `json:"born" validate:"gte=1900" feature:"sensitive"`
	Codes  []string           `json:"codes" validate:"max=2,dive,max=3" feature:"sensitive"`
	Grades map[string]float64 `json:"grades" feature:"sensitive"`
}

// Ward holds patients in every way, and is not sensitive itself.
type Ward struct {
	Head   Patient               `json:"head"`
	Deputy *Patient              `json:"deputy"`
	Guest  validate.Opt[Patient] `json:"guest"`
	Queue  []Patient             `json:"queue"`
	Beds   [1]Patient            `json:"beds"`
	Rooms  [][]Patient           `json:"rooms"`
	ByName map[string]Patient    `json:"by_name"`
	Size   int                   `json:"size"`
}

// Lenient passes over keys that it does not know, and has none that must be written.
type Lenient struct {
	A int `json:"a,omitempty"`
	B int `json:"b,omitempty"`
}

// Wide has more fields than a word has bits.
type Wide struct {
	F0  int `json:"f0"`
	F1  int `json:"f1"`
	F2  int `json:"f2"`
	F3  int `json:"f3"`
	F4  int `json:"f4"`
	F5  int `json:"f5"`
	F6  int `json:"f6"`
	F7  int `json:"f7"`
	F8  int `json:"f8"`
	F9  int `json:"f9"`
	F10 int `json:"f10"`
	F11 int `json:"f11"`
	F12 int `json:"f12"`
	F13 int `json:"f13"`
	F14 int `json:"f14"`
	F15 int `json:"f15"`
	F16 int `json:"f16"`
	F17 int `json:"f17"`
	F18 int `json:"f18"`
	F19 int `json:"f19"`
	F20 int `json:"f20"`
	F21 int `json:"f21"`
	F22 int `json:"f22"`
	F23 int `json:"f23"`
	F24 int `json:"f24"`
	F25 int `json:"f25"`
	F26 int `json:"f26"`
	F27 int `json:"f27"`
	F28 int `json:"f28"`
	F29 int `json:"f29"`
	F30 int `json:"f30"`
	F31 int `json:"f31"`
	F32 int `json:"f32"`
	F33 int `json:"f33"`
	F34 int `json:"f34"`
	F35 int `json:"f35"`
	F36 int `json:"f36"`
	F37 int `json:"f37"`
	F38 int `json:"f38"`
	F39 int `json:"f39"`
	F40 int `json:"f40"`
	F41 int `json:"f41"`
	F42 int `json:"f42"`
	F43 int `json:"f43"`
	F44 int `json:"f44"`
	F45 int `json:"f45"`
	F46 int `json:"f46"`
	F47 int `json:"f47"`
	F48 int `json:"f48"`
	F49 int `json:"f49"`
	F50 int `json:"f50"`
	F51 int `json:"f51"`
	F52 int `json:"f52"`
	F53 int `json:"f53"`
	F54 int `json:"f54"`
	F55 int `json:"f55"`
	F56 int `json:"f56"`
	F57 int `json:"f57"`
	F58 int `json:"f58"`
	F59 int `json:"f59"`
	F60 int `json:"f60"`
	F61 int `json:"f61"`
	F62 int `json:"f62"`
	F63 int `json:"f63"`
	F64 int `json:"f64"`
	F65 int `json:"f65"`
	F66 int `json:"f66"`
	F67 int `json:"f67"`
	F68 int `json:"f68"`
	F69 int `json:"f69"`
}

// Outer holds a record whose UnmarshalJSON is written by hand.
type Outer struct {
	Inner Inner `json:"inner"`
}

// Inner takes a number for itself, too, and calls what is generated.
type Inner struct {
	N int `json:"n" validate:"gte=0"`
}
