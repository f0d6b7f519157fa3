package validate_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/typedml/typedml/validate"
)

// errors.Is asks for a rule, errors.As finds the error with all violations, or the first violation.
func ExampleBrokenRule() {
	x := station{Readings: []reading{{Celsius: -100}}}
	err := fmt.Errorf("storing the station: %w", x.Validate())

	fmt.Println(errors.Is(err, validate.BrokenRule("required")), errors.Is(err, validate.BrokenRule(validate.RuleMissing)))
	if first := new(validate.Violation); errors.As(err, &first) {
		fmt.Println(first.Path(), first.Rule())
	}
	// Output:
	// true false
	// name required
}

func TestErrorsIsAndAs(t *testing.T) {
	err := batchError()
	if errors.Is(err, io.EOF) || errors.Is(err, validate.BrokenRule("max")) || !errors.Is(err, validate.BrokenRule("min")) {
		t.Error("errors.Is finds another rule")
	}
	var v *validate.Violation
	if !errors.As(error(err), &v) || v != &err.Violations[0] {
		t.Error("errors.As does not find the first violation")
	}
	if errors.As(error(new(validate.Error)), &v) {
		t.Error("errors.As finds a violation in none")
	}
	if !errors.Is(v, validate.BrokenRule(v.Rule())) || errors.Is(v, validate.BrokenRule("max")) || errors.Is(v, io.EOF) {
		t.Error("errors.Is finds another rule in a violation")
	}
	if v.Error() != v.String() {
		t.Error("a violation has two texts")
	}
}

func batchError() *validate.Error {
	var r validate.Report
	validate.Slice(batch(), &r)
	r.Add(&ruleRecord, validate.None())
	return r.Err().(*validate.Error)
}

func TestViolationsByPlaceRuleAndRow(t *testing.T) {
	err := batchError()
	counts := map[string]int{}
	for path, vs := range err.ByPath() {
		counts["path "+path] = len(vs)
	}
	for rule, vs := range err.ByRule() {
		counts["rule "+rule] = len(vs)
	}
	for row, vs := range err.ByRow() {
		counts[fmt.Sprint("row ", row)] = len(vs)
	}
	want := map[string]int{
		"path name": 3, "path readings[0].celsius": 3, "path readings[1].tags[0]": 1, "path ": 1,
		"rule required": 3, "rule gte": 3, "rule min": 1, "rule ratios_sum": 1,
		"row 1": 2, "row 2": 2, "row 4": 2, "row 5": 1, "row -1": 1,
	}
	if fmt.Sprint(counts) != fmt.Sprint(want) {
		t.Errorf("got\n%v, want\n%v", counts, want)
	}
}
