// Package grace gives work that must not be cut short some time after its context has ended.
package grace

import (
	"context"
	"time"
)

// Context returns a context that outlives ctx by d, with ctx's values. The work may take any time as long as ctx lasts.
// The caller calls cancel when the work is done.
func Context(ctx context.Context, d time.Duration) (out context.Context, cancel context.CancelFunc) {
	out, cancelOut := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.AfterFunc(d, cancelOut)
		context.AfterFunc(out, func() { t.Stop() })
	})
	return out, func() {
		stop()
		cancelOut()
	}
}
