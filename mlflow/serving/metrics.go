package serving

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/typedml/typedml/validate"
)

// metrics are what a handler counts.
type metrics struct {
	requests *prometheus.CounterVec
	rows     prometheus.Counter
	broken   *prometheus.CounterVec
	duration prometheus.Histogram
	inFlight prometheus.Gauge
}

func newMetrics(r *prometheus.Registry) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "typedml_serving_requests_total", Help: "Scoring requests by HTTP status.",
		}, []string{"code"}),
		rows: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "typedml_serving_rows_total", Help: "Rows that were scored.",
		}),
		broken: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "typedml_serving_violations_total", Help: "Violations in requests by field and rule; field is empty for a key that the struct does not have.",
		}, []string{"field", "rule"}),
		duration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "typedml_serving_duration_seconds", Help: "Time from the head of a scoring request to its answer.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "typedml_serving_in_flight_requests", Help: "Scoring requests that are being answered.",
		}),
	}
	for _, c := range []prometheus.Collector{m.requests, m.rows, m.broken, m.duration, m.inFlight} {
		var taken prometheus.AlreadyRegisteredError
		if err := r.Register(c); errors.As(err, &taken) {
			return nil, errors.New("serving: the registry in Options.Metrics is another handler's: give each one its own; " +
				"prometheus.Gatherers shows several as one")
		} else if err != nil {
			return nil, fmt.Errorf("serving: register the metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) observe(status, rows int, took time.Duration) {
	m.requests.WithLabelValues(strconv.Itoa(status)).Inc()
	m.rows.Add(float64(rows))
	m.duration.Observe(took.Seconds())
}

// violations counts by what the struct declares, never by what a client sent: the number of series is bounded.
func (m *metrics) violations(e *validate.Error) {
	if e == nil {
		return
	}
	for i := range e.Violations {
		rule := e.Violations[i].Static()
		field := rule.Field
		m.broken.WithLabelValues(field, rule.Name).Inc()
	}
}
