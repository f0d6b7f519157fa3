package columns

import "fmt"

// Batch is a run of rows held by column in Arrow's memory layout.
//
// Rows are appended column by column and closed with EndRow. An append that fails puts a zero value in
// place and is remembered: Err tells the first failure, Truncate to the failed row takes it back.
// A Batch is not safe for concurrent use; concurrent reads are.
type Batch struct {
	fields []Field
	cols   []Column
	n      int
	root   bool
	st     *state
}

// NewBatch returns an empty batch with one column a field, in order. It fails when a field has no name,
// occurs twice or lacks what its kind needs. fields must not be changed afterwards.
func NewBatch(fields []Field) (*Batch, error) {
	if err := checkFields(fields, ""); err != nil {
		return nil, err
	}
	b := newBatch(fields, "", new(state))
	b.root = true
	return b, nil
}

func newBatch(fields []Field, prefix string, st *state) *Batch {
	b := &Batch{fields: fields, cols: make([]Column, len(fields)), st: st}
	for i := range fields {
		b.cols[i].init(&fields[i], prefix+fields[i].Name, st)
	}
	return b
}

// Fields returns the description of the columns, in order; it must not be changed.
func (b *Batch) Fields() []Field { return b.fields }

// Len returns the number of complete rows.
func (b *Batch) Len() int { return b.n }

// NumColumns returns the number of columns.
func (b *Batch) NumColumns() int { return len(b.cols) }

// Column returns column i, which stays valid for the life of the batch.
func (b *Batch) Column(i int) *Column { return &b.cols[i] }

// Lookup returns the column called name, nil when there is none. It is linear in the number of columns.
func (b *Batch) Lookup(name string) *Column {
	for i := range b.fields {
		if b.fields[i].Name == name {
			return &b.cols[i]
		}
	}
	return nil
}

// EndRow completes a row, after one value was appended to each column.
func (b *Batch) EndRow() {
	b.n++
	if b.root {
		b.st.rows = b.n
	}
}

// Err returns the first failed append since the last Reset or Truncate below it, as an *Error; it takes constant time.
func (b *Batch) Err() error {
	if b.st.err == nil {
		return nil
	}
	return b.st.err
}

// Check returns Err, or says which column has not one value a row. Code that hands a batch on calls it once.
func (b *Batch) Check() error {
	if err := b.Err(); err != nil {
		return err
	}
	for i := range b.cols {
		if err := b.cols[i].check(b.n); err != nil {
			return err
		}
	}
	return nil
}

// Truncate keeps the first n rows, drops a row begun without EndRow, and forgets a failure of a dropped row.
// It does nothing to rows below n; n above Len counts as Len.
func (b *Batch) Truncate(n int) {
	n = min(max(n, 0), b.n)
	for i := range b.cols {
		b.cols[i].truncate(n)
	}
	b.n = n
	if b.root {
		b.st.rows = n
		if b.st.err != nil && b.st.err.Row >= n {
			b.st.err = nil
		}
	}
}

// Reset empties the batch and keeps its memory for the next rows; a wrapped or sliced batch lets go of what it shares.
func (b *Batch) Reset() {
	for i := range b.cols {
		b.cols[i].reset()
	}
	b.n = 0
	if b.root {
		*b.st = state{}
	}
}

// Slice returns rows [start, end) as a batch that shares b's memory and can't be appended to.
// It fails when the range is not inside b. Appending to b later does not change the slice; Reset and Truncate do.
func (b *Batch) Slice(start, end int) (*Batch, error) {
	if start < 0 || end < start || end > b.n {
		return nil, fmt.Errorf("columns: slice [%d:%d] of a batch of %d rows", start, end, b.n)
	}
	s := b.slice(start, end, new(state))
	s.root = true
	s.st.rows = s.n
	return s, nil
}

func (b *Batch) slice(start, end int, st *state) *Batch {
	s := &Batch{fields: b.fields, cols: make([]Column, len(b.cols)), n: end - start, st: st}
	for i := range b.cols {
		b.cols[i].sliceInto(&s.cols[i], start, end, st)
	}
	return s
}

// MarkAbsent turns column i into one that its source does not have: each value reads as null and Absent reports true.
// The batch must be empty of values in that column; its rows are counted by EndRow as ever.
func (b *Batch) MarkAbsent(i int) {
	c := &b.cols[i]
	c.reset()
	c.absent = true
}
