package serving

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/validate"
)

// DefaultMaxBody is the limit of a request's body, the one of Databricks Model Serving: 16 MiB.
const DefaultMaxBody = 16 << 20

// Options change how a [Handler] answers; the zero value is the strict server.
type Options struct {
	// Compatible answers as mlflow models serve does: rows have the columns of the logged signature, which are the encoded
	// features; columns that it lacks are passed over, and text and fractions are cast. Rules are not checked.
	Compatible bool
	// Mode says what a row that breaks rules comes to; the zero value refuses the request. A row that does not decode is
	// refused in every mode.
	Mode validate.Mode
	// MaxBody limits the body of a request in bytes; 0 is [DefaultMaxBody]. A longer one is answered with 413.
	MaxBody int64
	// DrainDelay is how long [Serve] goes on answering after its context's end, while health checks say 503: as long as the
	// load balancer takes to notice, else it sends requests to a closed port. 0 closes at once.
	DrainDelay time.Duration
	// Logger gets the notices of the model, refused requests and failures; nil is slog.Default().
	Logger *slog.Logger
	// Metrics collects the Prometheus metrics that GET /metrics shows; nil is a registry of the handler's own.
	// A registry serves one handler.
	Metrics *prometheus.Registry
}

// Row is what serving needs of a generated type: the request view of a row, or a row without a label.
type Row[T any] interface {
	predict.Row[T]
	DecodeJSON([]byte, *validate.Report)
}

// Handler answers the scoring protocol. It is safe for concurrent use.
type Handler struct {
	mux      *http.ServeMux
	scorer   scorer
	options  Options
	metrics  *metrics
	draining atomic.Bool
}

// A scorer answers the body of a request. The error is a *validate.Error when the request is wrong.
type scorer interface {
	score(body []byte) (result, error)
}

// result is what a request comes to.
type result struct {
	predictions []float64
	// broken has the violations of rows that were answered all the same, by the mode.
	broken *validate.Error
}

// New returns the handler of a model for requests with rows of T, or, in compatible mode, of the model's signature. It
// logs the notices of the model.
func New[T any, P Row[T]](m *predict.Model[T], o Options) (*Handler, error) {
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	h := &Handler{mux: http.NewServeMux(), options: o, scorer: newStrict[T, P](m, o.Mode)}
	var err error
	if o.Compatible {
		if h.scorer, err = newCompatible(m.Trees(), m.Signature, P(nil).TypedMLSchema()); err != nil {
			return nil, err
		}
	}
	if h.metrics, err = newMetrics(o.Metrics); err != nil {
		return nil, err
	}
	for _, notice := range m.Notices {
		o.Logger.Warn(notice, "model", m.URI)
	}
	h.route()
	return h, nil
}

func (h *Handler) route() {
	h.mux.HandleFunc("GET /ping", h.ping)
	h.mux.HandleFunc("GET /health", h.ping)
	h.mux.HandleFunc("GET /version", version)
	h.mux.Handle("GET /metrics", promhttp.HandlerFor(h.options.Metrics, promhttp.HandlerOpts{}))
	h.mux.HandleFunc("POST /invocations", h.invocations)
	h.mux.HandleFunc("/", notFound)
	for _, path := range []string{"/ping", "/health", "/version", "/metrics"} {
		h.mux.HandleFunc(path, methodNotAllowed(http.MethodGet))
	}
	h.mux.HandleFunc("/invocations", methodNotAllowed(http.MethodPost))
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Drain makes /ping and /health answer 503, so that a load balancer sends no more; requests are answered all the same.
// [Serve] calls it.
func (h *Handler) Drain() { h.draining.Store(true) }

// invocations answers a scoring request, and measures it.
func (h *Handler) invocations(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	h.metrics.inFlight.Inc()
	defer h.metrics.inFlight.Dec()
	res, err := h.invoke(w, r)
	status := http.StatusOK
	if err != nil {
		status = h.refuse(w, r, err)
	} else {
		writePredictions(w, res.predictions)
	}
	h.metrics.observe(status, len(res.predictions), time.Since(began))
	h.metrics.violations(res.broken)
	if res.broken != nil && h.options.Mode == validate.Warn {
		h.options.Logger.WarnContext(r.Context(), "rows that break rules were answered",
			"mode", h.options.Mode.String(), "violations", len(res.broken.Violations), "first", res.broken.Violations[0].String())
	}
}

func (h *Handler) invoke(w http.ResponseWriter, r *http.Request) (res result, err error) {
	if err := checkContentType(r.Header.Get("Content-Type")); err != nil {
		return res, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.options.MaxBody))
	if err != nil {
		return res, bodyError(err)
	}
	defer func() {
		if p := recover(); p != nil {
			h.options.Logger.ErrorContext(r.Context(), "a request panicked", "panic", p, "stack", string(debug.Stack()))
			err = errors.New("the request could not be answered; the log of the server says why")
		}
	}()
	return h.scorer.score(body)
}

// refuse answers with an error and returns its status.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, err error) int {
	a := answerOf(err)
	writeError(w, a)
	h.metrics.violations(a.violations)
	level := slog.LevelInfo
	if a.status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	attrs := []any{"status", a.status, "error", err}
	if v := a.violations; v != nil { // a line of the log is no place for them all
		attrs = []any{"status", a.status, "violations", len(v.Violations), "first", v.Violations[0].String()}
	}
	h.options.Logger.Log(r.Context(), level, "request refused", attrs...)
	return a.status
}

func (h *Handler) ping(w http.ResponseWriter, _ *http.Request) {
	if h.draining.Load() {
		writeError(w, answer{status: http.StatusServiceUnavailable, code: "TEMPORARILY_UNAVAILABLE", message: "the server is draining"})
		return
	}
	_, _ = io.WriteString(w, "\n")
}

func version(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintln(w, protocolVersion)
}
