package pipeline

import (
	"io"
	"log/slog"
	"time"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/validate"
)

// Option adjusts a pipeline.
type Option func(*settings)

// settings are what options set; the zero settings are the defaults.
type settings struct {
	tracking   string
	client     mlflow.Client
	trainer    train.Trainer
	log        *slog.Logger
	progress   io.Writer
	register   RegisterOptions
	unregister bool
	version    *int64
	table      []featurestore.Option
	engine     engine.Engine
	key        string
	retries    int
	interval   time.Duration
}

// WithTracking names the MLflow store by its URI: "sqlite:///mlflow.db", "http://…". The default, "", follows
// MLFLOW_TRACKING_URI.
func WithTracking(uri string) Option { return func(s *settings) { s.tracking = uri } }

// WithClient uses an open client, which the caller closes, instead of a URI. To see or change its calls, wrap a
// mlflow.Store and make the client with mlflow.NewClient: a client that embeds another starts runs that belong to that one.
func WithClient(c mlflow.Client) Option { return func(s *settings) { s.client = c } }

// WithTrainer uses a trainer instead of the engine that the model type names.
func WithTrainer(t train.Trainer) Option { return func(s *settings) { s.trainer = t } }

// WithLogger sets where steps, notices and failures are logged; the default is slog.Default.
func WithLogger(l *slog.Logger) Option { return func(s *settings) { s.log = l } }

// WithProgress draws a bar of the boosting rounds on w when it is a terminal.
func WithProgress(w io.Writer) Option { return func(s *settings) { s.progress = w } }

// WithRegistration says under which alias, stage, name and version the model is registered.
func WithRegistration(o RegisterOptions) Option { return func(s *settings) { s.register = o } }

// WithoutRegistration logs the run and its model, and registers nothing.
func WithoutRegistration() Option { return func(s *settings) { s.unregister = true } }

// AsOf trains on a version of the feature table; the default is the newest.
func AsOf(version int64) Option { return func(s *settings) { s.version = &version } }

// WithReadMode says what becomes of rows of the feature table that break rules; see [featurestore.WithReadMode].
func WithReadMode(m validate.Mode, tally *validate.Tally) Option {
	return func(s *settings) { s.table = append(s.table, featurestore.WithReadMode(m, tally)) }
}

// WithEngine runs the pipeline's steps on an engine: with pipeline/engine/dbos a run survives the end of its process. See
// [Pipeline.Flow] for the steps.
func WithEngine(e engine.Engine) Option { return func(s *settings) { s.engine = e } }

// WithRunKey names the run of an engine. The same key again goes on with the run, or returns what came of it; a key that was
// run [AsOf] another version of the table is refused. The default goes on with the oldest run of this pipeline that did not end,
// or whose artifact no Run has returned, and begins a new one when there is none.
func WithRunKey(key string) Option { return func(s *settings) { s.key = key } }

// WithRetries tries a failed step again on an engine, up to so many times, with at least so much time between; the default is
// none. Data that breaks rules is not tried again.
func WithRetries(retries int, interval time.Duration) Option {
	return func(s *settings) { s.retries, s.interval = retries, interval }
}
