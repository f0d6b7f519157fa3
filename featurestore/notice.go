package featurestore

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/typedml/typedml/schema"
)

// told remembers what a table handle has logged, so that it says each thing once.
type told struct {
	mu    sync.Mutex
	texts map[string]bool
}

func (l *told) first(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.texts[text] {
		return false
	}
	if l.texts == nil {
		l.texts = map[string]bool{}
	}
	l.texts[text] = true
	return true
}

// notice logs the differences that do not matter for reading; the same ones once.
func (t *Table[T]) notice(ctx context.Context, changes []schema.Change) {
	if len(changes) == 0 {
		return
	}
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = c.String()
	}
	text := strings.Join(words, "; ")
	if !t.told.first("differs: " + text) {
		return
	}
	t.opts.logger.InfoContext(ctx, "featurestore: the table differs from the struct; every row is validated by the struct's rules",
		"table", t.uri, "record", t.record.Name, "differences", text)
}

// loosening are the edits that let a struct write rows which programs with the stored rules refuse.
var loosening = []schema.EditKind{
	schema.FieldWidened, schema.RulesLoosened, schema.RulesChanged, schema.ValuesAdded, schema.NullAllowed, schema.FieldRemoved,
	schema.CheckRemoved, schema.CheckChanged,
}

// compare logs what a write's table has other than T. A write that keeps the stored rules is warned of those that T
// lacks.
func (t *Table[T]) compare(ctx context.Context, s Snapshot, replaced bool) {
	notices, _ := schema.Mismatch("", t.record, s.Record(t.record))
	t.notice(ctx, notices)
	if replaced {
		return
	}
	stored := s.Record(nil)
	var columns []string
	for _, e := range schema.Diff(stored, t.record) {
		if !slices.Contains(loosening, e.Kind) {
			continue
		}
		if e.Kind == schema.FieldRemoved && stored.MayLack(e.Column) {
			continue
		}
		columns = append(columns, e.Column+" ("+string(e.Kind)+")")
	}
	text := strings.Join(columns, ", ")
	if text == "" || !t.told.first("looser: "+text) {
		return
	}
	t.opts.logger.WarnContext(ctx, "featurestore: the struct's rules are looser than the table's: "+
		"rows that it writes may be refused by programs that read with the table's rules",
		"table", t.uri, "record", t.record.Name, "columns", text)
}
