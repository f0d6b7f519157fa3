package grace_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/typedml/typedml/internal/grace"
)

type key struct{}

func TestContextOutlives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		out, cancel := grace.Context(ctx, 10*time.Second)
		defer cancel()
		if out.Value(key{}) != "value" {
			t.Error("values are lost")
		}
		time.Sleep(time.Hour)
		end()
		time.Sleep(9 * time.Second)
		synctest.Wait()
		if out.Err() != nil {
			t.Error("it ended before its time")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if out.Err() == nil {
			t.Error("it does not end")
		}
	})
}

func TestCancelEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out, cancel := grace.Context(t.Context(), time.Hour)
		cancel()
		if out.Err() == nil {
			t.Error("it does not end")
		}
	})
}
