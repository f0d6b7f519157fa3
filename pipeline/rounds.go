package pipeline

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/typedml/typedml/pipeline/train"
)

// rounds draws the boosting rounds as a bar on a terminal, and nothing elsewhere. A nil *rounds draws nothing.
type rounds struct {
	out  io.Writer
	pool *mpb.Progress
	bar  *mpb.Bar
	loss atomic.Value // string; the bar is drawn on a goroutine of its own
}

func newRounds(w io.Writer) *rounds {
	if !terminal(w) {
		return nil
	}
	return &rounds{out: w}
}

// terminal reports whether w is a character device.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// round shows one round; the first one starts the bar.
func (r *rounds) round(x train.Round) {
	if r == nil {
		return
	}
	if r.bar == nil {
		r.loss.Store("")
		r.pool = mpb.New(mpb.WithOutput(r.out), mpb.WithWidth(90), mpb.WithAutoRefresh())
		r.bar = r.pool.AddBar(int64(x.Of),
			mpb.PrependDecorators(decor.Name("training "), decor.CountersNoUnit("%d/%d rounds")),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return r.loss.Load().(string) })))
	}
	loss := fmt.Sprintf(" log loss %.4f", x.Train)
	if x.Validation != nil {
		loss += fmt.Sprintf(", validation %.4f", *x.Validation)
	}
	r.loss.Store(loss)
	r.bar.SetCurrent(int64(x.Number + 1))
}

// end leaves the bar where it stopped: early stopping ends before the last round.
func (r *rounds) end() {
	if r == nil || r.bar == nil {
		return
	}
	r.bar.Abort(false)
	r.pool.Wait()
}
