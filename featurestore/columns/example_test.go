package columns_test

import (
	"fmt"

	"github.com/typedml/typedml/featurestore/columns"
)

// Order stands for a user's struct; its methods are what the generator writes.
type Order struct {
	ID        string
	Discount  *float64
	Embedding []float64
}

func orderFields() []columns.Field {
	return []columns.Field{
		{Name: "id", Kind: columns.String},
		{Name: "discount", Kind: columns.Float64, Nullable: true},
		{Name: "embedding", Kind: columns.FixedList, Length: 2, Nullable: true, Elem: &columns.Field{Name: "element", Kind: columns.Float64}},
	}
}

func (x *Order) AppendColumns(b *columns.Batch) {
	b.Column(0).AppendString(x.ID)
	if x.Discount == nil {
		b.Column(1).AppendNull()
	} else {
		b.Column(1).AppendFloat64(*x.Discount)
	}
	b.Column(2).AppendFloat64s(x.Embedding)
	b.EndRow()
}

func (x *Order) ReadColumns(b *columns.Batch, row int) {
	if c := b.Column(0); !c.IsNull(row) {
		x.ID = c.String(row)
	}
	if c := b.Column(1); !c.IsNull(row) {
		v := c.Float64(row)
		x.Discount = &v
	}
	if c := b.Column(2); !c.IsNull(row) {
		start, end := c.List(row)
		x.Embedding = append(x.Embedding[:0], c.Child().Float64s()[start:end]...)
	}
}

func Example() {
	b, err := columns.NewBatch(orderFields())
	if err != nil {
		fmt.Println(err)
		return
	}
	half := 0.5
	(&Order{ID: "a", Discount: &half, Embedding: []float64{0.6, 0.8}}).AppendColumns(b)
	(&Order{ID: "b"}).AppendColumns(b)
	(&Order{ID: "c", Embedding: []float64{1}}).AppendColumns(b)
	fmt.Println(b.Err())
	b.Truncate(2)

	for i := range b.Len() {
		var x Order
		x.ReadColumns(b, i)
		fmt.Println(x.ID, x.Discount != nil, x.Embedding)
	}
	// Output:
	// columns: row 2: embedding: a list of 1 where each has 2 elements
	// a true [0.6 0.8]
	// b false []
}
