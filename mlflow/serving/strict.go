package serving

import (
	"errors"
	"fmt"

	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/validate"
)

// maxViolations is how many violations a request may have before the rest of its rows is not looked at: a few bytes of a
// request make many bytes of an answer.
const maxViolations = 10_000

// strict takes the columns of a struct through its generated decoder.
type strict[T any, P Row[T]] struct {
	model *predict.Model[T]
	mode  validate.Mode
	keys  keys
}

func newStrict[T any, P Row[T]](m *predict.Model[T], mode validate.Mode) *strict[T, P] {
	record := P(nil).TypedMLSchema()
	names := make([]string, len(record.Fields))
	for i := range names {
		names[i] = record.Fields[i].Key
	}
	return &strict[T, P]{model: m, mode: mode, keys: newKeys(names, record)}
}

// score decodes, validates and scores row by row: a request costs the memory of its predictions, not of its rows.
func (s *strict[T, P]) score(body []byte) (result, error) {
	var (
		report validate.Report
		res    result
	)
	rows, ok := parse(body, false, s.keys, &report)
	if !ok {
		return res, report.Err()
	}
	res.predictions = make([]float64, 0, rows.n)
	limit := maxViolations
	for i := range rows.n {
		if report.Len() > limit {
			if s.mode == validate.Enforce || report.Err().(*validate.Error).Decoding() {
				return result{}, &cutError{report.Take().(*validate.Error), rows.n - i}
			}
			limit = 2 * report.Len() // rows that are answered all the same
		}
		p, err := s.row(i, rows.next(), &report)
		if err != nil {
			return result{}, err
		}
		res.predictions = append(res.predictions, p)
	}
	if err := report.Take(); err != nil {
		broken := err.(*validate.Error)
		if s.mode == validate.Enforce || broken.Decoding() {
			return result{}, err
		}
		res.broken = broken
	}
	return res, nil
}

// row decodes one row and scores it, unless it broke a rule that the mode minds; what is wrong goes to the report.
func (s *strict[T, P]) row(i int, object []byte, report *validate.Report) (float64, error) {
	var row T
	before := report.Len()
	report.SetRow(i)
	P(&row).DecodeJSON(object, report)
	if report.Len() > before && s.mode == validate.Enforce {
		return 0, nil
	}
	p, err := s.model.Score(&row)
	var broken *validate.Error
	switch {
	case errors.As(err, &broken):
		for _, v := range broken.Violations {
			report.AddAt(v.Static(), v.Index(), v.Value())
		}
	case err != nil:
		return 0, fmt.Errorf("predicting row %d: %w", i, err)
	}
	return p, nil
}

// cutError is a request with so many violations that the rest of its rows was not looked at.
type cutError struct {
	broken *validate.Error
	unread int
}

// Error implements error.
func (e *cutError) Error() string {
	return fmt.Sprintf("%v\n%d rows more were not looked at", e.broken, e.unread)
}

// Unwrap returns the violations.
func (e *cutError) Unwrap() error { return e.broken }
