package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/typedml/typedml/examples/healthcare"
	"github.com/typedml/typedml/examples/internal/scoring"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
)

// serve answers the scoring protocol, and sends it one request that is valid and one that is not.
func (d *demo) serve(ctx context.Context) (err error) {
	d.story.Step("Serve %s", d.uri())
	model, err := predict.Load[healthcare.BiopsyRequest](ctx, d.client, d.uri())
	if err != nil {
		return err
	}
	const log = "the log of the server"
	handler, err := serving.New(model, serving.Options{Logger: d.said.logger(log)})
	if err != nil {
		return err
	}
	server, err := scoring.Start(ctx, handler)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := d.valid(ctx, server); err != nil {
		return err
	}
	if err := d.invalid(ctx, server); err != nil {
		return err
	}
	d.story.Note("%s", d.said.text(log))
	return nil
}

// valid asks for a biopsy that was held out.
func (d *demo) valid(ctx context.Context, server *scoring.Server) error {
	body, err := request(&d.held[0])
	if err != nil {
		return err
	}
	status, answer, err := server.Send(ctx, body)
	if err != nil {
		return err
	}
	var said struct{ Predictions []float64 }
	if err := json.Unmarshal(answer, &said); err != nil || status != http.StatusOK || len(said.Predictions) != 1 {
		return fmt.Errorf("the server answered %d %s", status, answer)
	}
	advice := "no second look"
	if said.Predictions[0] > threshold {
		advice = "a second look"
	}
	d.story.Done("%d %s: %s; the biopsy was %s", status, answer, advice, d.held[0].Diagnosis)
	return nil
}

// invalid sends the record with mistakes, and the year as a text.
func (d *demo) invalid(ctx context.Context, server *scoring.Server) error {
	row := d.damaged()[0]
	body, err := request(&row)
	if err != nil {
		return err
	}
	status, answer, err := server.Send(ctx, bytes.Replace(body, []byte(`"birth_year":1066`), []byte(`"birth_year":"1066"`), 1))
	if err != nil {
		return err
	}
	var refused struct{ Violations []json.RawMessage }
	if err := json.Unmarshal(answer, &refused); err != nil || status != http.StatusBadRequest || len(refused.Violations) != 4 {
		return fmt.Errorf("four violations should have been answered, got %d %s", status, answer)
	}
	d.said.add("the answer", string(answer))
	lines := fmt.Sprint(status)
	for _, v := range refused.Violations {
		lines += "\n" + string(v)
	}
	d.story.Refused(errors.New(lines))
	return nil
}

// request is what a caller sends: the biopsy without its diagnosis.
func request(x *healthcare.Biopsy) ([]byte, error) {
	full, err := x.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	return bytes.Replace(full, fmt.Appendf(nil, `,"diagnosis":%q`, x.Diagnosis), nil, 1), nil
}
