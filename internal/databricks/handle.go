package databricks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Empty is an answer without fields, and a request without any.
type Empty struct{}

// Handle mounts a typed call at a pattern of [http.ServeMux] such as "POST /api/2.1/unity-catalog/tables". In is the SDK's
// request type: its path parameters (fields with neither json nor url name) are taken from the pattern's wildcards of the
// same name in snake case, the others from the query or, in a request with a body, from JSON; see decode for what is
// refused. Out is what is sent back. An error that is no *Refusal is answered with 500.
//
// Typed handlers of a fake run one at a time.
func Handle[In, Out any](f *Fake, pattern string, h func(ctx context.Context, in In) (Out, error)) {
	f.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		var in In
		if err := readRequest(r, &in); err != nil {
			WriteRefusal(w, err)
			return
		}
		body, err := answer(r.Context(), f, in, h)
		if err != nil {
			WriteRefusal(w, err)
			return
		}
		writeBody(w, http.StatusOK, body)
	})
}

// answer runs a handler and writes what it returns, which may be part of the state, before another one runs.
func answer[In, Out any](ctx context.Context, f *Fake, in In, h func(context.Context, In) (Out, error)) ([]byte, error) {
	f.state.Lock()
	defer f.state.Unlock()
	out, err := h(ctx, in)
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// HandleRaw mounts a call whose body or answer is not JSON, such as an upload. It is authenticated, recorded and faulted
// as any other, and errors are answered by [WriteRefusal]. It locks what it shares itself: see [Fake.Locked].
func (f *Fake) HandleRaw(pattern string, h http.HandlerFunc) { f.mux.HandleFunc(pattern, h) }

// Locked runs what touches the state of services while no typed handler runs.
func (f *Fake) Locked(do func()) {
	f.state.Lock()
	defer f.state.Unlock()
	do()
}

// readRequest fills in, a pointer to a request type.
func readRequest(r *http.Request, in any) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "%v", err)
	}
	inBody := len(bytes.TrimSpace(body)) > 0
	if !inBody && r.Method != http.MethodGet && r.Method != http.MethodDelete {
		body, inBody = []byte("{}"), true // as an empty proto
	}
	if inBody {
		if err := decode(body, in); err != nil {
			return err
		}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "%v", err)
	}
	return decodeParameters(r.PathValue, query, inBody, in)
}

// keepBody reads the body and puts it back.
func keepBody(r *http.Request) (string, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", fmt.Errorf("reading the body: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body), nil
}
