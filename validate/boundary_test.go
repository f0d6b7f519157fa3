package validate_test

import (
	"bytes"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

func TestBoundary(t *testing.T) {
	rules := func(names ...string) *validate.Error {
		var r validate.Report
		for _, name := range names {
			r.Add(&validate.Rule{Path: "price", Field: "Price", Name: name, Param: "0"}, validate.Int(-1))
		}
		return r.Err().(*validate.Error)
	}
	for mode, c := range map[validate.Mode]struct{ refused, logged bool }{
		validate.Enforce: {true, false}, validate.Warn: {false, true}, validate.Observe: {false, false},
	} {
		var log bytes.Buffer
		tally := new(validate.Tally)
		b := validate.Boundary{Name: "table x, write", Mode: mode, Tally: tally, Logger: slog.New(slog.NewTextHandler(&log, nil))}
		if err := b.Judge(t.Context(), rules("gte", "gte", "ne")); (err != nil) != c.refused {
			t.Errorf("%v: %v", mode, err)
		}
		if got := strings.Contains(log.String(), `boundary="table x, write" violations=3 first="price: must be at least 0 (gte=0), got -1"`); got != c.logged {
			t.Errorf("%v: log %q", mode, log.String())
		}
		if err := b.Judge(t.Context(), rules("gte", validate.RuleMissing)); err == nil {
			t.Errorf("%v lets through what does not decode", mode)
		}
		if err := b.Judge(t.Context(), nil); err != nil {
			t.Errorf("%v refuses what is valid: %v", mode, err)
		}
		want := []validate.Count{{Field: "Price", Rule: "gte", N: 3}, {Field: "Price", Rule: "missing", N: 1}, {Field: "Price", Rule: "ne", N: 1}}
		if got := tally.Counts(); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: counted %v", mode, got)
		}
	}
}
