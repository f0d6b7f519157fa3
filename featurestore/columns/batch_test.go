package columns

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// wide has a column of each kind.
func wide() []Field {
	var fields []Field
	for k := Bool; k <= Decimal; k++ {
		fields = append(fields, Field{Name: k.String(), Kind: k, Nullable: true, Prec: 5, Scale: 2})
	}
	return append(fields,
		Field{Name: "list", Kind: List, Nullable: true, Elem: &Field{Name: "element", Kind: String, Nullable: true}},
		Field{Name: "fixed", Kind: FixedList, Nullable: true, Length: 3, Elem: &Field{Name: "element", Kind: Float64, Nullable: true}},
		Field{Name: "map", Kind: Map, Nullable: true, Elem: &Field{Name: "value", Kind: Int64, Nullable: true}},
		Field{Name: "struct", Kind: Struct, Nullable: true, Fields: []Field{{Name: "x", Kind: Int32}, {Name: "y", Kind: String}}},
	)
}

func mustBatch(t testing.TB, fields []Field) *Batch {
	t.Helper()
	b, err := NewBatch(fields)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// appendWide appends row i: every value differs from row to row.
func appendWide(b *Batch, i int, keys map[string]int64) {
	b.Column(0).AppendBool(i%2 == 0)
	b.Column(1).AppendInt8(int8(i))
	b.Column(2).AppendInt16(int16(i))
	b.Column(3).AppendInt32(int32(i))
	b.Column(4).AppendInt64(int64(i))
	b.Column(5).AppendUint8(uint8(i))
	b.Column(6).AppendUint16(uint16(i))
	b.Column(7).AppendUint32(uint32(i))
	b.Column(8).AppendUint64(uint64(i))
	b.Column(9).AppendFloat32(float32(i))
	b.Column(10).AppendFloat64(float64(i))
	b.Column(11).AppendString(words[i%len(words)])
	b.Column(12).AppendBytes([]byte(words[i%len(words)]))
	b.Column(13).AppendMicros(int64(i))
	b.Column(14).AppendDays(int32(i))
	b.Column(15).AppendDuration(time.Duration(i))
	b.Column(16).AppendUnscaled(Decimal128{Lo: uint64(i)})
	l := b.Column(17)
	for j := range i % 3 {
		l.Child().AppendString(words[j])
	}
	l.EndList()
	v := [3]float64{float64(i), 1, 2}
	b.Column(18).AppendFloat64s(v[:])
	m := b.Column(19)
	for _, k := range SortedKeys(m, keys) {
		m.Keys().AppendString(k)
		m.Child().AppendInt64(keys[k] + int64(i))
	}
	m.EndMap()
	s := b.Column(20)
	s.Struct().Column(0).AppendInt32(int32(i))
	s.Struct().Column(1).AppendString("s")
	s.Struct().EndRow()
	s.EndStruct()
	b.EndRow()
}

func appendNulls(b *Batch) {
	for i := range b.NumColumns() {
		b.Column(i).AppendNull()
	}
	b.EndRow()
}

var words = []string{"", "α", "hello"}

var someKeys = map[string]int64{"b": 2, "a": 1}

// wideRow reads row i back as comparable values.
func wideRow(b *Batch, i int) []any {
	var row []any
	for j := range b.NumColumns() {
		c := b.Column(j)
		if c.IsNull(i) {
			row = append(row, nil)
			continue
		}
		row = append(row, wideValue(c, i))
	}
	return row
}

func wideValue(c *Column, i int) any {
	switch c.Kind() {
	case Bool:
		return c.Bool(i)
	case Int8:
		return c.Int8(i)
	case Int16:
		return c.Int16(i)
	case Int32:
		return c.Int32(i)
	case Int64:
		return c.Int64(i)
	case Uint8:
		return c.Uint8(i)
	case Uint16:
		return c.Uint16(i)
	case Uint32:
		return c.Uint32(i)
	case Uint64:
		return c.Uint64(i)
	case Float32:
		return c.Float32(i)
	case Float64:
		return c.Float64(i)
	case String:
		return c.String(i)
	case Bytes:
		return string(c.Bytes(i))
	case Timestamp:
		return c.Micros(i)
	case Date:
		return c.Days(i)
	case Duration:
		return c.Duration(i)
	case Decimal:
		return c.Unscaled(i)
	case Struct:
		return wideRow(c.Struct(), i)
	}
	var elems []any
	for start, end := c.List(i); start < end; start++ {
		if c.Kind() == Map {
			elems = append(elems, c.Keys().String(start))
		}
		elems = append(elems, wideValue(c.Child(), start))
	}
	return elems
}

func filled(t testing.TB, n int) (*Batch, [][]any) {
	b := mustBatch(t, wide())
	var rows [][]any
	for i := range n {
		if i%5 == 3 {
			appendNulls(b)
		} else {
			appendWide(b, i, someKeys)
		}
	}
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		rows = append(rows, wideRow(b, i))
	}
	return b, rows
}

func TestRoundTripEveryKind(t *testing.T) {
	b, rows := filled(t, 20)
	if rows[3][0] != nil || rows[3][20] != nil {
		t.Errorf("row 3 should be null: %v", rows[3])
	}
	want := []any{
		true, int8(4), int16(4), int32(4), int64(4), uint8(4), uint16(4), uint32(4), uint64(4), float32(4), 4.0, "α", "α",
		int64(4), int32(4), time.Duration(4),
		Decimal128{Lo: 4},
		[]any{""},
		[]any{4.0, 1.0, 2.0},
		[]any{"a", int64(5), "b", int64(6)},
		[]any{int32(4), "s"},
	}
	if !reflect.DeepEqual(rows[4], want) {
		t.Errorf("row 4:\n got %v\nwant %v", rows[4], want)
	}
	for i := range b.NumColumns() {
		if got := b.Column(i).NullCount(); got != 4 {
			t.Errorf("%s: NullCount = %d, want 4", b.Column(i).Field().Name, got)
		}
		if got := b.Column(i).NullsIn(0, 9); got != 2 {
			t.Errorf("%s: NullsIn(0, 9) = %d, want 2", b.Column(i).Field().Name, got)
		}
	}
}

func TestTruncateTakesBackRows(t *testing.T) {
	for n := range 21 {
		b, rows := filled(t, 20)
		b.Truncate(n)
		if n < 20 {
			appendWide(b, 7, someKeys)
			b.Truncate(n)
		}
		b.Column(11).AppendString("a row begun and not ended")
		b.Truncate(n)
		if err := b.Check(); err != nil {
			t.Fatalf("after Truncate(%d): %v", n, err)
		}
		for i := n; i < 20; i++ {
			if i%5 == 3 {
				appendNulls(b)
			} else {
				appendWide(b, i, someKeys)
			}
		}
		for i := range 20 {
			if got := wideRow(b, i); !reflect.DeepEqual(got, rows[i]) {
				t.Fatalf("Truncate(%d): row %d:\n got %v\nwant %v", n, i, got, rows[i])
			}
		}
		for i := range b.NumColumns() {
			if got := b.Column(i).NullCount(); got != 4 {
				t.Fatalf("Truncate(%d): %s: NullCount = %d, want 4", n, b.Column(i).Field().Name, got)
			}
		}
	}
}

func TestSliceSharesRows(t *testing.T) {
	b, rows := filled(t, 20)
	for start := range 20 {
		for end := start; end <= 20; end += 3 {
			s, err := b.Slice(start, end)
			if err != nil {
				t.Fatal(err)
			}
			inner, err := s.Slice(0, s.Len())
			if err != nil {
				t.Fatal(err)
			}
			for i := range inner.Len() {
				if got := wideRow(inner, i); !reflect.DeepEqual(got, rows[start+i]) {
					t.Fatalf("[%d:%d] row %d:\n got %v\nwant %v", start, end, i, got, rows[start+i])
				}
			}
			if err := s.Check(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := b.Slice(3, 21); err == nil {
		t.Error("a slice past the end was given")
	}
	s, _ := b.Slice(0, 2)
	s.Column(1).AppendInt8(1)
	if s.Err() == nil {
		t.Error("a slice could be appended to")
	}
}

func TestWrapIsBuffers(t *testing.T) {
	b, rows := filled(t, 20)
	cut, err := b.Slice(2, 19)
	if err != nil {
		t.Fatal(err)
	}
	var cols []Buffers
	for i := range cut.NumColumns() {
		cols = append(cols, cut.Column(i).Buffers())
		cols[i].Nulls = -1
	}
	w, err := Wrap(wide(), cut.Len(), cols)
	if err != nil {
		t.Fatal(err)
	}
	for i := range w.Len() {
		if got := wideRow(w, i); !reflect.DeepEqual(got, rows[2+i]) {
			t.Fatalf("row %d:\n got %v\nwant %v", i, got, rows[2+i])
		}
	}
	if &w.Column(10).Float64s()[0] != &b.Column(10).Float64s()[2] {
		t.Error("Wrap copied")
	}
	if err := w.Check(); err != nil {
		t.Error(err)
	}
	w.Reset()
	appendWide(w, 1, someKeys)
	if err := w.Check(); err != nil {
		t.Errorf("after Reset of a wrapped batch: %v", err)
	}
}

func TestWrapRefusesBadMemory(t *testing.T) {
	str := []Field{{Name: "s", Kind: String}}
	list := []Field{{Name: "l", Kind: List, Elem: &Field{Name: "element", Kind: Float64}}}
	for name, c := range map[string]struct {
		fields []Field
		buf    Buffers
		want   string
	}{
		"falling offsets": {str, Buffers{Len: 2, Offsets: []int32{0, 3, 1}, Values: []byte("abc")}, "below the one before"},
		"negative offset": {str, Buffers{Len: 2, Offsets: []int32{-1, 3, 3}, Values: []byte("abc")}, "negative offset"},
		"few offsets":     {str, Buffers{Len: 2, Offsets: []int32{0, 3}, Values: []byte("abc")}, "2 offsets for 2 values"},
		"few bytes":       {str, Buffers{Len: 2, Offsets: []int32{0, 3, 4}, Values: []byte("abc")}, "3 values or bytes where 4"},
		"short":           {str, Buffers{Len: 1, Offsets: []int32{0, 3}, Values: []byte("abc")}, "1 values for 2 rows"},
		"type":            {str, Buffers{Len: 2, Offsets: []int32{0, 3, 3}, Values: []int8{1, 2, 3}}, "values of type []int8"},
		"bitmap":          {str, Buffers{Len: 2, Valid: Bitmap{Bits: []byte{1}, Offset: 7}}, "validity bitmap"},
		"children":        {list, Buffers{Len: 2, Offsets: []int32{0, 0, 0}}, "0 child columns"},
		"past the child":  {list, Buffers{Len: 2, Offsets: []int32{0, 0, 2}, Children: []Buffers{{Len: 1, Values: []float64{1}}}}, "past the 1 elements"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Wrap(c.fields, 2, []Buffers{c.buf})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want …%s…", err, c.want)
			}
		})
	}
}
