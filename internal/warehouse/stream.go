package warehouse

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"

	"github.com/databricks/databricks-sdk-go/service/sql"

	"github.com/typedml/typedml/internal/workspace"
)

// maxChunk bounds one chunk in memory; the warehouse makes them of about 20 MB.
const maxChunk = 1 << 30

// Arrow runs a query and yields its chunks, in order, each an Arrow IPC stream. An error ends the sequence.
func (w *Warehouse) Arrow(ctx context.Context, call workspace.Call, text string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		in := request(text, nil)
		in.Disposition, in.Format = sql.DispositionExternalLinks, sql.FormatArrowStream
		a, err := w.run(ctx, call, in)
		if err != nil {
			yield(nil, err)
			return
		}
		for c := a.Result; c != nil && len(c.ExternalLinks) > 0; {
			body, err := w.download(ctx, call, c.ExternalLinks[0])
			if !yield(body, err) || err != nil {
				return
			}
			next := c.ExternalLinks[0].NextChunkIndex
			if next == 0 {
				next = c.NextChunkIndex
			}
			if next == 0 {
				return
			}
			if c, err = w.chunk(ctx, call, a.ID, next); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// download reads a chunk from cloud storage. The link is the credential: it goes into no message, and our token not there.
func (w *Warehouse) download(ctx context.Context, call workspace.Call, link sql.ExternalLink) ([]byte, error) {
	fail := func(what string) error {
		return &Error{Call: call, Warehouse: w.ID, Message: fmt.Sprintf("chunk %d of the result: %s", link.ChunkIndex, what)}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, link.ExternalLink, http.NoBody)
	if err != nil {
		return nil, fail("its link is no URL")
	}
	for k, v := range link.HttpHeaders {
		req.Header.Set(k, v)
	}
	resp, err := w.links.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, w.client.Explain(call, context.Cause(ctx))
		}
		return nil, fail("cloud storage did not answer; is " + req.URL.Host + " reachable from here?")
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fail("cloud storage at " + req.URL.Host + " answered " + resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxChunk))
	if err != nil {
		return nil, fail("it broke off after " + fmt.Sprint(len(body)) + " bytes")
	}
	return body, nil
}
