// Package sample is a struct with a column of every kind, for the tests of featurestore and its back ends.
package sample

import "time"

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Status is where an order is.
type Status string

// The statuses.
const (
	Open   Status = "open"
	Closed Status = "closed"
)

// Order is one order of a customer.
//
//typedml:schema name=sample.order version=1.2.0
type Order struct {
	// ID identifies the order.
	ID string `json:"id" validate:"required" feature:"key"`
	// Amount is what the order costs.
	Amount float64 `json:"amount" validate:"gte=0" check:"unit=USD"`
	// Count is how many items it has.
	Count    uint8              `json:"count" validate:"lte=200"`
	Port     uint16             `json:"port"`
	Mask     uint32             `json:"mask"`
	Big      uint64             `json:"big"`
	Tiny     int8               `json:"tiny"`
	Small    int16              `json:"small"`
	Medium   int32              `json:"medium"`
	Total    int                `json:"total"`
	Ratio    float32            `json:"ratio"`
	Paid     bool               `json:"paid"`
	Status   Status             `json:"status"`
	Raw      []byte             `json:"raw"`
	Wait     time.Duration      `json:"wait"`
	At       time.Time          `json:"at" feature:"timestamp"`
	Discount *float64           `json:"discount" validate:"omitempty,lte=1"`
	Vector   []float64          `json:"vector" validate:"len=3"`
	Point    [2]float32         `json:"point"`
	Tags     []string           `json:"tags"`
	Prices   map[string]float64 `json:"prices"`
	Address  Address            `json:"address"`
	Secret   string             `json:"secret" validate:"ne=guess" feature:"sensitive,-"`
}

// Address is where an order goes.
//
//typedml:schema name=sample.address
type Address struct {
	City string `json:"city" validate:"required"`
	Zip  uint16 `json:"zip"`
}

// New returns valid order number i: every field differs from order to order.
func New(i int) Order {
	o := Order{
		ID: "order-" + string(rune('a'+i%26)), Amount: float64(i) / 4, Count: uint8(i % 200), Port: uint16(60000 + i%5000), Mask: 1<<31 + uint32(i),
		Big: 1<<63 + uint64(i), Tiny: int8(-i % 100), Small: int16(-i), Medium: int32(i) << 8, Total: i << 33, Ratio: float32(i) / 3,
		Paid: i%2 == 0, Status: Open, Raw: []byte{byte(i), 0xff}, Wait: time.Duration(i) * time.Millisecond,
		At:     time.Date(2026, 1, 2, 3, 4, 5, 6000+i*1000, time.UTC),
		Vector: []float64{float64(i), 0.5, -1}, Point: [2]float32{float32(i), 2}, Tags: []string{"a", "ü"}[:i%3%2+i%2],
		Prices: map[string]float64{"x": float64(i), "y": 2}, Address: Address{City: "Ulm", Zip: uint16(89000 % 65536)}, Secret: "hidden",
	}
	if i%3 == 0 {
		d := 1 / float64(i+1)
		o.Discount = &d
	}
	if i%5 == 4 {
		o.Tags, o.Prices, o.Raw, o.Status = nil, nil, nil, Closed
	}
	return o
}

// Rows returns n valid orders.
func Rows(n int) []Order {
	rows := make([]Order, n)
	for i := range rows {
		rows[i] = New(i)
	}
	return rows
}
