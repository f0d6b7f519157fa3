package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/examples/internal/scoring"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
)

// serve answers the scoring protocol, and sends it one request that is valid and one that is not.
func (d *demo) serve(ctx context.Context) (err error) {
	d.story.Step("Serve %s", d.uri())
	model, err := predict.Load[finance.ApplicationRequest](ctx, d.client, d.uri())
	if err != nil {
		return err
	}
	handler, err := serving.New(model, serving.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	server, err := scoring.Start(ctx, handler)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	body, err := d.request()
	if err != nil {
		return err
	}
	for _, r := range []struct {
		row    []byte
		status int
	}{
		{body, http.StatusOK},
		{bytes.Replace(body, []byte(`"duration_in_month":48`), []byte(`"duration_in_month":"48"`), 1), http.StatusBadRequest},
	} {
		status, answer, err := server.Send(ctx, r.row)
		if err == nil && status != r.status {
			err = fmt.Errorf("the server answered %d instead of %d: %s", status, r.status, answer)
		}
		if err != nil {
			return err
		}
		if r.status == http.StatusOK {
			d.story.Done("200 %s", answer)
			continue
		}
		var refused struct{ Violations []json.RawMessage }
		if err := json.Unmarshal(answer, &refused); err != nil || len(refused.Violations) != 1 {
			return fmt.Errorf("the answer has no single violation: %s", answer)
		}
		d.story.Refused(fmt.Errorf("400 %s", refused.Violations[0]))
	}
	return nil
}
