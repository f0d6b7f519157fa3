package serving

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Timeouts of [Serve]: those of Databricks Model Serving where it states one.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 297 * time.Second
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 30 * time.Second
)

// Serve answers on l until ctx ends, and then drains: for [Options.DrainDelay] it goes on as before, but for health checks,
// which answer 503; then no connection is taken any more, and requests under way have 30 s to end. It returns nil after a
// clean drain. It closes l.
func Serve(ctx context.Context, l net.Listener, h *Handler) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(h.options.Logger.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	h.Drain()
	h.options.Logger.Info("draining", "delay", h.options.DrainDelay.String(), "timeout", drainTimeout.String())
	select {
	case err := <-failed:
		return err
	case <-time.After(h.options.DrainDelay):
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	err := s.Shutdown(limit)
	if err != nil {
		err = errors.Join(errors.New("requests were still under way after the drain"), s.Close())
	}
	if serr := <-failed; !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}
