package dbos

import (
	"context"
	"errors"
	"log/slog"
	"strings"
)

// log is where DBOS says what it does: the engine's own logger, without what is no news to its user.
func (e *Engine) log() *slog.Logger {
	log := e.options.Logger
	if log == nil {
		log = slog.Default()
	}
	return slog.New(warnings{log.Handler()})
}

// warnings lets warnings and errors pass but for those of a run in which nothing is wrong.
type warnings struct{ slog.Handler }

func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

func (w warnings) Handle(ctx context.Context, r slog.Record) error {
	if expected(r) {
		return nil
	}
	return w.Handler.Handle(ctx, r)
}

func (w warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{w.Handler.WithAttrs(a)} }
func (w warnings) WithGroup(name string) slog.Handler   { return warnings{w.Handler.WithGroup(name)} }

// notKept is how DBOS begins to say that it keeps of an error its words alone: that is what [session.cause] is for.
const notKept = "workflow error type cannot be gob-encoded"

// expected reports whether a record is about the words of a step's error, which the engine has logged, or about work that the
// engine itself ended: nobody else ends DBOS's context, and each Run and Schedule does at its end.
func expected(r slog.Record) bool {
	found := strings.HasPrefix(r.Message, notKept)
	r.Attrs(func(a slog.Attr) bool {
		err, ok := a.Value.Any().(error)
		found = found || ok && errors.Is(err, context.Canceled)
		return !found
	})
	return found
}
