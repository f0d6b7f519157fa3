package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"

	"github.com/typedml/typedml/examples/finance"
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
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serveCtx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- serving.Serve(serveCtx, l, handler) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended)
	}()
	body, err := d.request()
	if err != nil {
		return err
	}
	url := fmt.Sprintf("http://%s/invocations", l.Addr())
	for _, r := range []struct {
		row    []byte
		status int
	}{
		{body, http.StatusOK},
		{bytes.Replace(body, []byte(`"duration_in_month":48`), []byte(`"duration_in_month":"48"`), 1), http.StatusBadRequest},
	} {
		answer, err := invoke(ctx, url, r.row, r.status)
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

// invoke sends one row and returns the answer, which must have the status.
func invoke(ctx context.Context, url string, row []byte, status int) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(fmt.Appendf(nil, `{"dataframe_records": [%s]}`, row)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != status {
		err = fmt.Errorf("the server answered %s instead of %d: %s", res.Status, status, answer)
	}
	return bytes.TrimSpace(answer), err
}
