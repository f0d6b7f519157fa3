package columns

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestAppendFailuresAreRememberedWithTheirRow(t *testing.T) {
	for name, c := range map[string]struct {
		field  Field
		append func(*Column)
		want   string
	}{
		"null":     {Field{Name: "x", Kind: Int8}, (*Column).AppendNull, "not nullable"},
		"kind":     {Field{Name: "x", Kind: Int8}, func(c *Column) { c.AppendInt16(1) }, "a int16 was appended to a column of int8"},
		"utf8":     {Field{Name: "x", Kind: String}, func(c *Column) { c.AppendString("\xff") }, "UTF-8"},
		"time":     {Field{Name: "x", Kind: Timestamp}, func(c *Column) { c.AppendTime(time.Unix(math.MaxInt64/1000, 0)) }, "microseconds"},
		"decimal":  {Field{Name: "x", Kind: Decimal, Prec: 2}, func(c *Column) { c.AppendUnscaled(Decimal128{Lo: 100}) }, "more digits than decimal(2,0)"},
		"length":   {Field{Name: "x", Kind: FixedList, Length: 2, Elem: &Field{Name: "e", Kind: Float64}}, func(c *Column) { c.AppendFloat64s([]float64{1, 2, 3}) }, "a list of 3 where each has 2"},
		"elements": {Field{Name: "x", Kind: List, Elem: &Field{Name: "e", Kind: Float64}}, func(c *Column) { c.AppendFloat32s([]float32{1}) }, "a float32 was appended"},
		"map":      {Field{Name: "x", Kind: Map, Elem: &Field{Name: "v", Kind: Int8}}, func(c *Column) { c.Keys().AppendString("k"); c.EndMap() }, "1 keys and 0 values"},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustBatch(t, []Field{{Name: "id", Kind: Int64}, c.field})
			for i := range 2 {
				b.Column(0).AppendInt64(int64(i))
				b.Column(1).appendZero()
				b.EndRow()
			}
			b.Column(0).AppendInt64(2)
			c.append(b.Column(1))
			b.EndRow()
			var e *Error
			if !errors.As(b.Err(), &e) || e.Row != 2 || e.Path != "x" || !strings.Contains(e.Reason, c.want) {
				t.Fatalf("Err() = %v, want row 2, x, …%s…", b.Err(), c.want)
			}
			if b.Check() == nil {
				t.Error("Check() passes a failed batch")
			}
			b.Truncate(2)
			if err := b.Check(); err != nil {
				t.Errorf("after Truncate: %v", err)
			}
		})
	}
}

func TestOffsetsDoNotOverflow(t *testing.T) {
	b := mustBatch(t, []Field{{Name: "s", Kind: String}})
	c := b.Column(0)
	c.data = make([]byte, 10)
	if c.fits(maxOffset - 10 + 1) {
		t.Error("one byte more than 2 GiB fits")
	}
	if err := b.Err(); err == nil || !strings.Contains(err.Error(), "2 GiB") {
		t.Errorf("Err() = %v", err)
	}
	b.st.err = nil
	if !c.fits(maxOffset-10) || b.Err() != nil {
		t.Error("exactly 2 GiB does not fit")
	}
}

func TestCheckNamesAnUnevenColumn(t *testing.T) {
	b := mustBatch(t, []Field{{Name: "a", Kind: Int8}, {Name: "b", Kind: Int8}})
	b.Column(0).AppendInt8(1)
	b.EndRow()
	if err := b.Check(); err == nil || !strings.Contains(err.Error(), "b: the column has 0 values where the batch has 1 rows") {
		t.Errorf("Check() = %v", err)
	}
}

func TestNewBatchRefusesBadFields(t *testing.T) {
	for want, fields := range map[string][]Field{
		"occurs twice":   {{Name: "a", Kind: Bool}, {Name: "a", Kind: Bool}},
		"has no name":    {{Kind: Bool}},
		"needs Elem":     {{Name: "a", Kind: List}},
		"unknown kind":   {{Name: "a"}},
		"kind(99)":       {{Name: "a", Kind: 99}},
		"decimal(39,0)":  {{Name: "a", Kind: Decimal, Prec: 39}},
		"length -1":      {{Name: "a", Kind: FixedList, Length: -1, Elem: &Field{Kind: Bool}}},
		"field a.b: unk": {{Name: "a", Kind: Struct, Fields: []Field{{Name: "b"}}}},
	} {
		if _, err := NewBatch(fields); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want …%s…", fields, err, want)
		}
	}
}

func TestTimesAreFloored(t *testing.T) {
	b := mustBatch(t, []Field{{Name: "t", Kind: Timestamp}})
	for _, in := range []time.Time{
		time.Date(2026, 1, 2, 3, 4, 5, 6789, time.FixedZone("", 3600)),
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
	} {
		b.Column(0).AppendTime(in)
		b.EndRow()
	}
	if got := b.Column(0).Time(0); !got.Equal(time.Date(2026, 1, 2, 2, 4, 5, 6000, time.UTC)) || got.Location() != time.UTC {
		t.Errorf("got %v", got)
	}
	if got := b.Column(0).Micros(1); got != -1 {
		t.Errorf("1 ns before the epoch is %d µs, want -1", got)
	}
}

func TestAbsentColumn(t *testing.T) {
	w, err := Wrap([]Field{{Name: "a", Kind: Int8}}, 3, []Buffers{{Absent: true}})
	if err != nil {
		t.Fatal(err)
	}
	c := w.Column(0)
	if !c.Absent() || !c.IsNull(2) || c.NullCount() != 3 || NextNull(c, 1) != 1 {
		t.Error("an absent column reads as present")
	}
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	b := mustBatch(t, wide())
	fill := func() {
		b.Reset()
		for i := range 100 {
			if i%10 == 9 {
				appendNulls(b)
			} else {
				appendWide(b, i, someKeys)
			}
		}
	}
	fill()
	if n := testing.AllocsPerRun(20, fill); n != 0 {
		t.Errorf("%v allocations to refill a batch of 100 rows, want 0", n)
	}
}

func BenchmarkAppend(b *testing.B) {
	batch := mustBatch(b, []Field{
		{Name: "id", Kind: String},
		{Name: "amount", Kind: Float64},
		{Name: "count", Kind: Int64},
		{Name: "emb", Kind: FixedList, Length: 64, Elem: &Field{Name: "element", Kind: Float64}},
	})
	emb := make([]float64, 64)
	for b.Loop() {
		if batch.Len() == 1<<14 {
			batch.Reset()
		}
		batch.Column(0).AppendString("customer-000001")
		batch.Column(1).AppendFloat64(19.99)
		batch.Column(2).AppendInt64(3)
		batch.Column(3).AppendFloat64s(emb)
		batch.EndRow()
	}
}
