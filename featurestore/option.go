package featurestore

import (
	"log/slog"
	"math"

	"github.com/typedml/typedml/validate"
)

// Option changes how a table is opened.
type Option func(*options)

type options struct {
	logger        *slog.Logger
	replaceSchema bool
	writes, reads validate.Boundary
}

// WithLogger sends the table's notices and warnings (changed rules, sampled validation, quarantined rows) to l instead
// of slog.Default, which a back end's own go to.
func WithLogger(l *slog.Logger) Option {
	return func(o *options) { o.logger = l }
}

// ReplaceSchema lets Open accept a table that does not fit the struct, and Overwrite replace its columns and rules.
// Appends and reads are refused as ever until then.
func ReplaceSchema() Option {
	return func(o *options) { o.replaceSchema = true }
}

// WithWriteMode says what becomes of rows that break rules when they are written; the default is [validate.Enforce]. The
// violations are counted in tally, which may be nil. A [Quarantine] of a write goes before the mode. Rows that columns
// cannot hold are refused in every mode.
func WithWriteMode(m validate.Mode, tally *validate.Tally) Option {
	return func(o *options) { o.writes.Mode, o.writes.Tally = m, tally }
}

// WithReadMode says what becomes of stored rows that break rules when they are read, as WithWriteMode does for writes.
// Rows with a value that is missing, or does not fit its type, are refused in every mode.
func WithReadMode(m validate.Mode, tally *validate.Tally) Option {
	return func(o *options) { o.reads.Mode, o.reads.Tally = m, tally }
}

// ReadOption changes one read.
type ReadOption func(*readOptions)

type readOptions struct {
	version int64
	asOf    bool // the version was asked for: Latest is none
	every   int  // one row in every is validated, none for 0
}

// AsOf reads the table as it was at a version, from 0. A negative one is ErrNotFound: the newest version is what is read
// without the option.
func AsOf(version int64) ReadOption {
	return func(o *readOptions) { o.version, o.asOf = version, true }
}

// ValidateSample validates only a fraction (0 to 1) of the rows, evenly spread by position: the first and then one row
// in round(1/fraction). It is logged, and [Result.Validated] tells how many. A fraction of 0 or less validates none, of
// 1 or more every row. That a value is there and fits its type is checked of every row all the same.
func ValidateSample(fraction float64) ReadOption {
	return func(o *readOptions) {
		switch {
		case fraction >= 1 || math.IsNaN(fraction):
			o.every = 1
		case fraction <= 0:
			o.every = 0
		default:
			o.every = int(min(math.Round(1/fraction), math.MaxInt32))
		}
	}
}

func readOptionsOf(opts []ReadOption) readOptions {
	o := readOptions{version: Latest, every: 1}
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// WriteOption changes one write.
type WriteOption func(*writeOptions)

type writeOptions struct {
	sink        Sink
	version     *int64
	quarantined *int
}

// CommittedAs sets *version to the version that the write made; when an Append has no row to add, to the one that the
// table has, and to -1 when there is no table because every row went to the quarantine.
func CommittedAs(version *int64) WriteOption {
	return func(o *writeOptions) { o.version = version }
}

// Quarantine writes the good rows and hands the bad ones to the sink, before the good ones are committed: when that
// fails nothing is committed, and when the commit fails the rejected rows are in the sink already. The write then
// succeeds; its bad rows are counted in the log and by [Quarantined]. An Overwrite of which every row is bad is
// refused, after the sink has got them: it would empty the table. An Append of which every row is bad succeeds and adds
// none: where there was no table there is none after it.
func Quarantine(s Sink) WriteOption {
	return func(o *writeOptions) { o.sink = s }
}

// Quarantined sets *n to how many rows the sink of [Quarantine] took, 0 when none was bad; the rest of the rows are in
// the table when the write succeeds. It is set when the write fails, too.
func Quarantined(n *int) WriteOption {
	return func(o *writeOptions) { o.quarantined = n }
}
