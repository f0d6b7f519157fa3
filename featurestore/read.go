package featurestore

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// Result is what one read gave.
type Result[T any] struct {
	Rows      []T
	Version   int64           // the version that was read
	Validated int             // how many rows were validated: all but with ValidateSample
	Notices   []schema.Change // differences between table and struct that reading tolerates
}

// Read reads all rows of a version into memory and validates them. When rows are bad it returns one *validate.Error
// with each, by row number, and no result. Of a row with a null or a value that does not fit its field the other fields
// are validated all the same, as by a decoder.
//
// Rows come in the order of the commits that wrote them, and within one as they were given: equal writes read equal,
// whoever reads. What another engine rewrites (an update, a compaction) stands where that engine's commit put it; of
// its files whose commits only its own checkpoint covers the back end goes by modification time and name.
func (t *Table[T]) Read(ctx context.Context, opts ...ReadOption) (*Result[T], error) {
	o := readOptionsOf(opts)
	s, notices, err := t.snapshot(ctx, o)
	if err != nil {
		return nil, err
	}
	t.notice(ctx, notices)
	res := &Result[T]{Version: s.Version(), Notices: notices}
	rd := reader[T]{table: t, opts: o}
	for c, err := range s.Read(ctx, t.fields) {
		if err != nil {
			return nil, err
		}
		for i := range c.Batch.Len() {
			var row T
			rd.row(&row, c, i)
			res.Rows = append(res.Rows, row)
		}
	}
	res.Validated = rd.validated
	t.sampled(ctx, rd)
	if err := rd.judge(ctx); err != nil {
		return nil, err
	}
	return res, nil
}

// Check compares a version of the table with T, as every read does, and reads no row. ErrNotFound: no table, or no such
// version.
func (t *Table[T]) Check(ctx context.Context, opts ...ReadOption) error {
	_, _, err := t.snapshot(ctx, readOptionsOf(opts))
	return err
}

// ReadAll is Read without the circumstances.
func (t *Table[T]) ReadAll(ctx context.Context, opts ...ReadOption) ([]T, error) {
	res, err := t.Read(ctx, opts...)
	if err != nil {
		return nil, err
	}
	return res.Rows, nil
}

// Rows reads row by row, in the order of [Table.Read]; memory is one batch. A bad row comes with its *validate.Error,
// which knows the row's number, and the loop may go on; any other error ends the sequence. A row's memory is the
// caller's.
func (t *Table[T]) Rows(ctx context.Context, opts ...ReadOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		o := readOptionsOf(opts)
		s, notices, err := t.snapshot(ctx, o)
		if err != nil {
			yield(zero, err)
			return
		}
		t.notice(ctx, notices)
		rd := reader[T]{table: t, opts: o}
		defer func() { t.sampled(ctx, rd) }()
		for c, err := range s.Read(ctx, t.fields) {
			if err != nil {
				yield(zero, err)
				return
			}
			for i := range c.Batch.Len() {
				var row T
				rd.row(&row, c, i)
				if !yield(row, rd.judge(ctx)) {
					return
				}
			}
		}
	}
}

func (t *Table[T]) sampled(ctx context.Context, rd reader[T]) {
	if rd.opts.every != 1 {
		t.opts.logger.WarnContext(ctx, "featurestore: only a sample of the rows was validated",
			"table", t.uri, "rows", rd.count, "validated", rd.validated)
	}
}

// reader decodes and validates the rows of one read.
type reader[T any] struct {
	table     *Table[T]
	opts      readOptions
	report    validate.Report
	count     int // rows so far, over all batches
	validated int
	misfits   map[int][]Misfit // of the chunk, by row
}

// row decodes row i of the chunk and validates it; what is wrong goes to the report. Of a row that does not decode the
// rules run on what does.
func (rd *reader[T]) row(x *T, c Chunk, i int) {
	if i == 0 {
		rd.index(c.Misfits)
	}
	rd.report.SetRow(rd.count)
	before := rd.report.Len()
	for _, m := range rd.misfits[i] {
		rd.misfit(m)
	}
	misfits := rd.report.Len()
	rd.table.methods.read(x, c.Batch, i, &rd.report)
	rd.settle(before, misfits) // a value that does not fit is null in the batch: reported once, as what it is
	if rd.opts.every > 0 && rd.count%rd.opts.every == 0 {
		rd.validated++
		decoded := rd.report.Len()
		rd.table.methods.validate(x, &rd.report)
		rd.settle(before, decoded)
	}
	rd.report.SetRow(-1)
	rd.count++
}

// misfit reports a value that does not fit.
func (rd *reader[T]) misfit(m Misfit) {
	at := rd.report.Len()
	rd.report.Add(&validate.Rule{Name: validate.RuleOverflow, Param: m.Type}, validate.None())
	if f := rd.table.record.Field(m.Column); f != nil && (f.Sensitive || f.Type.HoldsSensitive()) {
		if key := slices.IndexFunc(m.Path, func(s validate.Step) bool { return s.Kind == validate.StepKey }); key >= 0 {
			m.Path = m.Path[:key]
		}
	}
	for _, s := range slices.Backward(m.Path) {
		switch s.Kind {
		case validate.StepIndex:
			rd.report.NestAt(at, "", s.Index)
		case validate.StepKey:
			rd.report.NestKey(at, "", s.Key)
		default:
			rd.report.Nest(at, s.Name)
		}
	}
	rd.report.Nest(at, m.Column)
}

// settle takes back what was reported from number decoded on about values that the violations from before to decoded
// say have not been decoded.
func (rd *reader[T]) settle(before, decoded int) {
	if before < decoded && decoded < rd.report.Len() {
		jsonio.DropRules(&rd.report, before, decoded, rd.table.record)
	}
}

// judge takes the report and decides what becomes of the rows in it.
func (rd *reader[T]) judge(ctx context.Context) error {
	var broken *validate.Error
	if err := rd.report.Take(); !errors.As(err, &broken) {
		return err
	}
	return rd.table.opts.reads.Judge(ctx, broken)
}

// index sorts the misfits of a chunk by row.
func (rd *reader[T]) index(misfits []Misfit) {
	rd.misfits = nil
	for _, m := range misfits {
		if rd.misfits == nil {
			rd.misfits = map[int][]Misfit{}
		}
		rd.misfits[m.Row] = append(rd.misfits[m.Row], m)
	}
}
