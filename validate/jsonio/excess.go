package jsonio

import (
	"fmt"
	"strconv"

	misspelt "github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// MaxReported is how many violations a decode reports one by one of each kind that a long input can multiply: unknown
// keys, keys that stand twice, and what is wrong with the elements of lists and the entries of maps. Each list that has
// more, and each kind of keys, has one violation more that tells their number. The rules on a value that decoded report as
// many again, and one violation more.
const MaxReported = 1000

// maxMeant is how many unknown keys are compared with those of their record, which is slow.
const maxMeant = 20

// excess counts what may be too much, and what was left out of the report.
type excess struct {
	unknown, duplicates int // keys
	elements            int // violations of elements and entries that are reported
	counted             int // length of the report up to which elements are counted

	name   string // of the muted list or map
	hidden int
	rule   string // of what is hidden
}

func (d *Decoder) counts() *excess {
	if d.excess == nil {
		d.excess = new(excess)
	}
	return d.excess
}

// within counts a key and reports whether it is one of those to report, and nothing else is in the way.
func (d *Decoder) within(n *int, rule *validate.Rule) bool {
	switch {
	case d.Failed():
		return false
	case d.muted > 0:
		d.excess.hide(rule)
		return false
	}
	*n++
	return *n <= MaxReported
}

// hide counts a violation of an element. One that leaves a field without its value stands for the others.
func (e *excess) hide(rule *validate.Rule) {
	e.hidden++
	if e.rule == "" || valued(e.rule) {
		e.rule = rule.Name
	}
}

// elementsSince counts the violations of an element of the list or map name, and mutes the rest of them when there are
// enough.
func (d *Decoder) elementsSince(mark int, name string) {
	e := d.counts()
	e.elements += d.report.Len() - max(mark, e.counted)
	e.counted = d.report.Len()
	if e.elements >= MaxReported && d.muted == 0 && !d.Failed() {
		d.muted, e.name = d.depth, name
	}
}

// unmute tells, at the end of a muted list or map, how many violations of its elements there were.
func (d *Decoder) unmute() {
	if d.muted == 0 {
		return
	}
	e := d.excess
	if e.hidden > 0 {
		d.report.Add(&validate.Rule{
			Path: e.name, Name: e.rule, Message: fmt.Sprintf("… and %s more in its elements", violations(e.hidden)),
		}, validate.None())
	}
	d.muted, e.name, e.hidden, e.rule = 0, "", 0, ""
}

// tellExcess tells how many keys were not reported.
func (d *Decoder) tellExcess() {
	if d.excess == nil {
		return
	}
	for _, kind := range []struct {
		n          int
		rule, what string
	}{
		{d.excess.unknown, validate.RuleUnknown, "unknown keys"},
		{d.excess.duplicates, validate.RuleDuplicate, "keys that stand twice"},
	} {
		if kind.n > MaxReported {
			d.report.Add(&validate.Rule{
				Name: kind.rule, Message: fmt.Sprintf("… and %d more %s", kind.n-MaxReported, kind.what),
			}, validate.None())
		}
	}
}

func violations(n int) string {
	if n == 1 {
		return "1 violation"
	}
	return strconv.Itoa(n) + " violations"
}

// meant is the rule of an unknown key, with the key of the record that may have been meant.
func (d *Decoder) meant(key string, rec *schema.Record) *validate.Rule {
	if rec == nil || d.excess.unknown > maxMeant {
		return &unknown
	}
	keys := make([]string, len(rec.Fields))
	for i := range keys {
		keys[i] = rec.Fields[i].Key
	}
	near := misspelt.Of(key, keys)
	if near == "" {
		return &unknown
	}
	return &validate.Rule{Name: validate.RuleUnknown, Param: near}
}

// maxSurplus is how many elements more than its rules allow a list keeps.
const maxSurplus = MaxReported

// Surplus is asked before an element of a list that has n already and may have limit of them. A list that has a few too
// many is kept for its rules to report. Of one with many more, Surplus counts the rest of the elements, leaves the list,
// reports its length as the wrong type of f and returns true.
func (d *Decoder) Surplus(n, limit int, f *Field) bool {
	return n-limit >= maxSurplus && d.surplus(n, limit, f)
}

func (d *Decoder) surplus(n, limit int, f *Field) bool {
	d.Skip()
	for n++; d.NextElem(); n++ {
		d.Skip()
	}
	d.add(&validate.Rule{
		Path: f.Type.Path, Field: f.Type.Field, Name: validate.RuleType, Param: f.Type.Param,
		Message: fmt.Sprintf("must have at most %d items, has %d", limit, n),
	}, validate.None(), d.pos-1)
	return true
}
