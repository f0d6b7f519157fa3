// Package wait waits for time to pass, or for a context to end.
package wait

import (
	"context"
	"time"
)

// For waits for d. When the context ends before that, or has ended, it returns the context's cause.
func For(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
