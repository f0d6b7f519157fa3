// Package scoring lets an example serve a model on a port of its own and send requests to it.
package scoring

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/typedml/typedml/mlflow/serving"
)

// Server serves a handler on a free port of 127.0.0.1.
type Server struct {
	url   string
	stop  context.CancelFunc
	ended chan error
}

// Start begins to serve. Stop ends it, as the end of ctx does.
func Start(ctx context.Context, h *serving.Handler) (*Server, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	s := &Server{url: fmt.Sprintf("http://%s/invocations", l.Addr()), stop: stop, ended: make(chan error, 1)}
	go func() { s.ended <- serving.Serve(ctx, l, h) }()
	return s, nil
}

// Stop ends the server after the requests that it is answering. It is called once.
func (s *Server) Stop() error {
	s.stop()
	return <-s.ended
}

// Send sends one row, a JSON object, and returns the answer's status and body.
func (s *Server) Send(ctx context.Context, row []byte) (int, []byte, error) {
	body := fmt.Appendf(nil, `{"dataframe_records": [%s]}`, row)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return res.StatusCode, bytes.TrimSpace(answer), err
}
