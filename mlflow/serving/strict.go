package serving

import (
	"errors"
	"fmt"

	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/validate"
)

// strict takes the columns of a struct through its generated decoder.
type strict[T any, P Row[T]] struct {
	model *predict.Model[T]
	mode  validate.Mode
}

func (s *strict[T, P]) score(body []byte) (result, error) {
	var (
		report validate.Report
		res    result
	)
	objects := parse(body, false, &report)
	if err := report.Err(); err != nil {
		return res, err
	}
	rows := make([]T, len(objects))
	for i, object := range objects {
		report.SetRow(i)
		P(&rows[i]).DecodeJSON(object, &report)
	}
	if err := report.Take(); err != nil {
		broken := err.(*validate.Error)
		if s.mode == validate.Enforce || broken.Decoding() {
			return res, err
		}
		res.broken = broken
	}
	res.predictions = make([]float64, len(rows))
	for i := range rows {
		p, err := s.model.Score(&rows[i])
		var broken *validate.Error
		switch {
		case errors.As(err, &broken):
			for _, v := range broken.Violations {
				report.SetRow(i)
				report.AddAt(v.Static(), v.Index(), v.Value())
			}
		case err != nil:
			return res, fmt.Errorf("predicting row %d: %w", i, err)
		}
		res.predictions[i] = p
	}
	if err := report.Take(); err != nil {
		return result{}, err
	}
	return res, nil
}
