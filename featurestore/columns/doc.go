// Package columns holds batches of rows by column, in Arrow's memory layout, with the standard library alone.
//
// It is what generated code writes to and reads from: AppendColumns appends one struct as a row, ReadColumns reads one
// back. Importing it costs a service nothing, whereas Arrow itself would double its binary; featurestore/arrow hands a
// [Batch] to Arrow and back without a copy.
//
// Writing is straight-line. Columns are addressed by position in the order of the struct's fields, one value is
// appended to each, and EndRow closes the row:
//
//	func (x *Order) AppendColumns(b *columns.Batch) {
//		b.Column(0).AppendString(x.ID)                  // string, bytes, numbers, bool
//		b.Column(1).AppendTime(x.At)                    // timestamp, floored to the microsecond
//		if x.Discount == nil {                          // optional
//			b.Column(2).AppendNull()
//		} else {
//			b.Column(2).AppendFloat64(*x.Discount)
//		}
//		b.Column(3).AppendFloat64s(x.Embedding)         // a list of numbers in one call; a nil slice is null
//		c := b.Column(4)                                // any other list: elements into Child, then EndList
//		for i := range x.Items {
//			x.Items[i].AppendColumns(c.Child().Struct())  // an element that is a struct
//			c.Child().EndStruct()
//		}
//		c.EndList()
//		m := b.Column(5)                                // a map: Keys and Child, then EndMap
//		for _, k := range columns.SortedKeys(m, x.Prices) {
//			m.Keys().AppendString(k)
//			m.Child().AppendFloat64(x.Prices[k])
//		}
//		m.EndMap()
//		x.Address.AppendColumns(b.Column(6).Struct())   // a nested struct
//		b.Column(6).EndStruct()
//		b.EndRow()
//	}
//
// No append returns an error: a value that does not fit (a string that is no UTF-8, a list of the wrong length, 2 GiB
// of data) leaves a zero and is remembered with row and column. [Batch.Err] tells it in constant time, [Batch.Truncate]
// takes the row back.
//
// Reading asks IsNull and then a getter: c.Float64(i), c.String(i), c.Time(i); List gives the range of Child that a
// list covers, and whole columns are typed slices (Float64s) for kernels such as [NextOutside]. [Column.Absent] tells a
// column that the source lacks from one that holds nulls.
package columns
