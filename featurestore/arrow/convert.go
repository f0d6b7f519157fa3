package arrow

import (
	"context"
	"fmt"
	"sort"
	"strconv"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/validate"
)

// Misfit is a value that does not fit the type that it was to have.
type Misfit struct {
	// Index is the value of the array that it is or stands in.
	Index int
	// Path leads to it from there: fields by name, elements and map entries by index and key. It is empty for the value itself,
	// and for any but the first 10,000 of a conversion.
	Path []validate.Step
	// Type is the type that it does not fit.
	Type string
}

// maxPaths is how many misfits of a conversion have a path.
const maxPaths = 10_000

// Convert returns a with type to, a itself when it has it. It serves stores that lack some types: unsigned integers and
// durations are held as wider signed integers and decimals, fixed-size lists as lists, and come back by the opposite
// conversion. Timestamps are floored to the unit of to. Where a value does not fit (300 as uint8, a list of the wrong
// length) the result holds null, and misfits lists it, in order. An error means that there is no such conversion.
func Convert(a goarrow.Array, to goarrow.DataType) (result goarrow.Array, misfits []Misfit, err error) {
	if goarrow.TypeEqual(a.DataType(), to) {
		return a, nil, nil
	}
	bare := map[int]bool{}
	d, err := convert(a.Data(), to, func(i int, trail *step, typ string) {
		m := Misfit{Index: i, Type: typ}
		switch {
		case len(misfits) < maxPaths:
			m.Path = trail.path()
		case bare[i]:
			return
		default:
			bare[i] = true
			if trail != nil {
				m.Type = typeName(to)
			}
		}
		misfits = append(misfits, m)
	})
	if err != nil {
		return nil, nil, err
	}
	sort.SliceStable(misfits, func(i, j int) bool { return misfits[i].Index < misfits[j].Index })
	return array.MakeFromData(d), misfits, nil
}

// marker is told of each value that does not fit: its index in the array that is converted, the way to it from there, nil for
// the value itself, and the type that it does not fit.
type marker func(i int, trail *step, typ string)

// step is one of a way, from the outside in.
type step struct {
	validate.Step
	next *step
}

func (s *step) path() (path []validate.Step) {
	for ; s != nil; s = s.next {
		path = append(path, s.Step)
	}
	return path
}

// typeName is a type as violations name it.
func typeName(t goarrow.DataType) string {
	switch t := t.(type) {
	case *goarrow.FixedSizeListType:
		return "list of " + strconv.Itoa(int(t.Len()))
	case *goarrow.StructType:
		return "record"
	}
	return t.Name()
}

// convert returns d as type to.
func convert(d goarrow.ArrayData, to goarrow.DataType, mark marker) (goarrow.ArrayData, error) {
	from := d.DataType()
	switch {
	case goarrow.TypeEqual(from, to):
		return d, nil
	case from.ID() == goarrow.STRUCT && to.ID() == goarrow.STRUCT:
		return structs(d, to.(*goarrow.StructType), mark)
	case from.ID() == goarrow.MAP && to.ID() == goarrow.MAP:
		return maps(d, to.(*goarrow.MapType), mark)
	case isList(from) && isList(to):
		return lists(d, to, mark)
	case from.ID() == goarrow.TIMESTAMP && to.ID() == goarrow.TIMESTAMP:
		return timestamps(d, to.(*goarrow.TimestampType), mark)
	case from.ID() == goarrow.UINT64 && to.ID() == goarrow.DECIMAL128:
		return unsignedToDecimal(d, to)
	case from.ID() == goarrow.DECIMAL128 && to.ID() == goarrow.UINT64:
		return decimalToUnsigned(d, to, mark)
	case isInteger(from) && isInteger(to):
		return integers(d, to, mark)
	}
	if small := plain(from); from.ID() == goarrow.LARGE_LIST && !goarrow.TypeEqual(small, to) {
		list, err := cast(d, small)
		if err != nil {
			return nil, err
		}
		return convert(list, to, mark)
	}
	return cast(d, to)
}

// Has returns the type to without the fields of nested records that from lacks: a batch has them as absent.
func Has(from, to goarrow.DataType) goarrow.DataType {
	switch to := to.(type) {
	case *goarrow.StructType:
		from, ok := from.(*goarrow.StructType)
		if !ok {
			return to
		}
		var fields []goarrow.Field
		for _, f := range to.Fields() {
			if stored, ok := from.FieldByName(f.Name); ok {
				f.Type = Has(stored.Type, f.Type)
				fields = append(fields, f)
			}
		}
		return goarrow.StructOf(fields...)
	case *goarrow.MapType:
		if from, ok := from.(*goarrow.MapType); ok {
			value := to.ItemField()
			value.Type = Has(from.ItemType(), value.Type)
			return goarrow.MapOfFields(to.KeyField(), value)
		}
	case goarrow.ListLikeType:
		if from, ok := from.(goarrow.ListLikeType); ok {
			elem := to.ElemField()
			elem.Type = Has(from.Elem(), elem.Type)
			if fixed, ok := to.(*goarrow.FixedSizeListType); ok {
				return goarrow.FixedSizeListOfField(fixed.Len(), elem)
			}
			return goarrow.ListOfField(elem)
		}
	}
	return to
}

func cast(d goarrow.ArrayData, to goarrow.DataType) (goarrow.ArrayData, error) {
	a, err := compute.CastArray(context.Background(), array.MakeFromData(d), compute.SafeCastOptions(to))
	if err != nil {
		return nil, fmt.Errorf("arrow: no conversion from %s to %s: %w", d.DataType(), to, err)
	}
	return a.Data(), nil
}

func isList(t goarrow.DataType) bool {
	return t.ID() == goarrow.LIST || t.ID() == goarrow.FIXED_SIZE_LIST
}

// isInteger reports whether t is held as an integer of at most 64 bits; durations are.
func isInteger(t goarrow.DataType) bool {
	if d, ok := t.(*goarrow.DurationType); ok {
		return d.Unit == goarrow.Nanosecond
	}
	return goarrow.IsInteger(t.ID())
}

func structs(d goarrow.ArrayData, to *goarrow.StructType, mark marker) (goarrow.ArrayData, error) {
	from := d.DataType().(*goarrow.StructType)
	var children []goarrow.ArrayData
	for _, f := range to.Fields() {
		at, ok := from.FieldIdx(f.Name)
		if !ok {
			null := array.MakeArrayOfNull(memory.DefaultAllocator, f.Type, d.Len())
			children = append(children, null.Data())
			continue
		}
		child := under(d, at)
		conv, err := convert(child, f.Type, func(i int, trail *step, typ string) {
			mark(i, &step{validate.Step{Kind: validate.StepField, Name: f.Name}, trail}, typ)
		})
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", f.Name, err)
		}
		children = append(children, conv)
	}
	return array.NewData(to, d.Len(), []*memory.Buffer{validity(d)}, children, d.NullN(), 0), nil
}

// under returns a child of a struct's, null wherever the struct is.
func under(d goarrow.ArrayData, child int) goarrow.ArrayData {
	c := array.NewSliceData(d.Children()[child], int64(d.Offset()), int64(d.Offset()+d.Len()))
	if d.NullN() == 0 {
		return c
	}
	parent, own := array.MakeFromData(d), array.MakeFromData(c)
	valid := make([]byte, bitutil.BytesForBits(int64(c.Offset()+c.Len())))
	nulls := 0
	for i := range c.Len() {
		if parent.IsValid(i) && own.IsValid(i) {
			bitutil.SetBit(valid, c.Offset()+i)
		} else {
			nulls++
		}
	}
	buffers := append([]*memory.Buffer{memory.NewBufferBytes(valid)}, c.Buffers()[1:]...)
	if dict, ok := c.Dictionary().(*array.Data); ok && dict != nil {
		return array.NewDataWithDictionary(c.DataType(), c.Len(), buffers, nulls, c.Offset(), dict)
	}
	return array.NewData(c.DataType(), c.Len(), buffers, c.Children(), nulls, c.Offset())
}

func maps(d goarrow.ArrayData, to *goarrow.MapType, mark marker) (goarrow.ArrayData, error) {
	offs, err := offsets(d)
	if err != nil {
		return nil, err
	}
	entry := to.Elem().(*goarrow.StructType)
	source := renamed(d.Children()[0], entry)
	keys, _ := array.MakeFromData(source.Children()[0]).(*array.String)
	entries, err := convert(source, entry, parent(offs, func(row, i int, trail *step, typ string) {
		at := validate.Step{Kind: validate.StepKey}
		if keys != nil {
			at.Key = keys.Value(source.Offset() + i)
		}
		mark(row, &step{at, trail.next}, typ) // the first step is the entry's value
	}))
	if err != nil {
		return nil, err
	}
	return array.NewData(to, d.Len(), []*memory.Buffer{validity(d), raw(offs)}, []goarrow.ArrayData{entries}, d.NullN(), 0), nil
}

// renamed gives a map's entries the field names of to: writers disagree on them.
func renamed(d goarrow.ArrayData, to *goarrow.StructType) goarrow.ArrayData {
	from := d.DataType().(*goarrow.StructType)
	fields := append([]goarrow.Field(nil), from.Fields()...)
	for i := range fields {
		fields[i].Name = to.Field(i).Name
	}
	return array.NewData(goarrow.StructOf(fields...), d.Len(), d.Buffers(), d.Children(), d.NullN(), d.Offset())
}

// parent marks the lists of elements that do not fit.
func parent(offs []int32, mark func(row, i int, trail *step, typ string)) marker {
	return func(i int, trail *step, typ string) {
		if row := sort.Search(len(offs), func(r int) bool { return int(offs[r]) > i }) - 1; row >= 0 && row < len(offs)-1 {
			mark(row, i, trail, typ)
		}
	}
}

func lists(d goarrow.ArrayData, to goarrow.DataType, mark marker) (goarrow.ArrayData, error) {
	offs, err := listOffsets(d)
	if err != nil {
		return nil, err
	}
	source := d.Children()[0]
	if d.DataType().ID() == goarrow.FIXED_SIZE_LIST && d.NullN() != 0 {
		if offs, source, err = compacted(d, offs); err != nil {
			return nil, err
		}
	}
	child, err := convert(source, to.(goarrow.ListLikeType).Elem(), parent(offs, func(row, i int, trail *step, typ string) {
		mark(row, &step{validate.Step{Kind: validate.StepIndex, Index: i - int(offs[row])}, trail}, typ)
	}))
	if err != nil {
		return nil, err
	}
	fixed, ok := to.(*goarrow.FixedSizeListType)
	if !ok {
		return array.NewData(to, d.Len(), []*memory.Buffer{validity(d), raw(offs)}, []goarrow.ArrayData{child}, d.NullN(), 0), nil
	}
	return fixedLists(d, offs, child, fixed, mark)
}

// listOffsets returns the offsets of a list, made up for a fixed-size one.
func listOffsets(d goarrow.ArrayData) ([]int32, error) {
	fixed, ok := d.DataType().(*goarrow.FixedSizeListType)
	if !ok {
		return offsets(d)
	}
	offs := make([]int32, d.Len()+1)
	for i := range offs {
		at := int64(d.Offset()+i) * int64(fixed.Len())
		if at > 1<<31-1 {
			return nil, fmt.Errorf("arrow: %d elements of fixed-size lists exceed 32-bit offsets", at)
		}
		offs[i] = int32(at)
	}
	return offs, nil
}

// compacted drops the elements that a fixed-size list keeps for its nulls: a null list of Parquet has none.
func compacted(d goarrow.ArrayData, offs []int32) ([]int32, goarrow.ArrayData, error) {
	list := array.MakeFromData(d)
	b := array.NewInt64Builder(memory.DefaultAllocator)
	out := make([]int32, 1, len(offs))
	for i := range d.Len() {
		if list.IsValid(i) {
			for j := offs[i]; j < offs[i+1]; j++ {
				b.Append(int64(j))
			}
		}
		out = append(out, int32(b.Len()))
	}
	elems, err := take(d.Children()[0], b.NewArray())
	return out, elems, err
}

func take(values goarrow.ArrayData, indices goarrow.Array) (goarrow.ArrayData, error) {
	a, err := compute.TakeArray(context.Background(), array.MakeFromData(values), indices)
	if err != nil {
		return nil, fmt.Errorf("arrow: gather the elements of fixed-size lists: %w", err)
	}
	return a.Data(), nil
}

// fixedLists gathers lists into fixed-size ones; where all have the length and none is null, the elements are shared.
func fixedLists(d goarrow.ArrayData, offs []int32, child goarrow.ArrayData, to *goarrow.FixedSizeListType, mark marker) (goarrow.ArrayData, error) {
	n, size := d.Len(), int(to.Len())
	list := array.MakeFromData(d)
	if uniform(list, offs, size) {
		elems := array.NewSliceData(child, int64(offs[0]), int64(offs[n]))
		return array.NewData(to, n, []*memory.Buffer{validity(d)}, []goarrow.ArrayData{elems}, d.NullN(), 0), nil
	}
	b := array.NewInt64Builder(memory.DefaultAllocator)
	valid := make([]byte, (n+7)/8)
	nulls := 0
	for i := range n {
		ok := list.IsValid(i)
		if length := int(offs[i+1] - offs[i]); ok && length != size {
			ok = false
			mark(i, nil, typeName(to))
		}
		if !ok {
			nulls++
			for range size {
				b.AppendNull()
			}
			continue
		}
		bitutil.SetBit(valid, i)
		for j := range size {
			b.Append(int64(offs[i]) + int64(j))
		}
	}
	elems, err := take(child, b.NewArray())
	if err != nil {
		return nil, err
	}
	return array.NewData(to, n, []*memory.Buffer{memory.NewBufferBytes(valid)}, []goarrow.ArrayData{elems}, nulls, 0), nil
}

func uniform(list goarrow.Array, offs []int32, size int) bool {
	for i := range list.Len() {
		if int(offs[i+1]-offs[i]) != size {
			return false
		}
	}
	return true
}

// validity returns d's validity bitmap moved to offset 0, nil when nothing is null.
func validity(d goarrow.ArrayData) *memory.Buffer {
	bits := d.Buffers()[0]
	if bits == nil || bits.Len() == 0 || d.NullN() == 0 {
		return nil
	}
	if d.Offset() == 0 {
		return bits
	}
	out := make([]byte, bitutil.BytesForBits(int64(d.Len())))
	bitutil.CopyBitmap(bits.Bytes(), d.Offset(), d.Len(), out, 0)
	return memory.NewBufferBytes(out)
}
