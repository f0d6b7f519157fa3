package mlflow

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/user"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/typedml/typedml/internal/wait"
)

// DefaultURI is where runs go when neither the program nor MLFLOW_TRACKING_URI says otherwise: MLflow's own default.
const DefaultURI = "sqlite:///mlflow.db"

// Opener opens the store at a URI whose scheme it was registered for.
type Opener func(ctx context.Context, uri string, o Options) (Store, error)

// Options are the surroundings of a store. [Open] fills what is zero with the defaults.
type Options struct {
	// Getenv reads the MLFLOW_* variables; default os.Getenv.
	Getenv func(string) string

	// Now is the clock; default time.Now.
	Now func() time.Time

	// Sleep waits between tries and ends early with the context's error; the default uses a timer.
	Sleep func(ctx context.Context, d time.Duration) error

	// HTTPClient sends the requests of back ends that speak HTTP; the default is built from the MLFLOW_*
	// variables. One that is given is used as it is, TLS settings included.
	HTTPClient *http.Client

	// ArtifactRoot is the folder of the embedded store's artifacts; default "mlartifacts" beside the database.
	ArtifactRoot string

	// User is the name that new runs carry; default the operating system's.
	User string

	// Logger receives tries that failed and will be repeated; default slog.Default().
	Logger *slog.Logger
}

// Option changes [Options].
type Option func(*Options)

// WithOptions replaces all options that are not zero in o.
func WithOptions(o Options) Option {
	return func(dst *Options) { *dst = merge(o, *dst) }
}

// WithHTTPClient sets [Options.HTTPClient].
func WithHTTPClient(c *http.Client) Option { return func(o *Options) { o.HTTPClient = c } }

// WithArtifactRoot sets [Options.ArtifactRoot].
func WithArtifactRoot(dir string) Option { return func(o *Options) { o.ArtifactRoot = dir } }

// WithLogger sets [Options.Logger].
func WithLogger(l *slog.Logger) Option { return func(o *Options) { o.Logger = l } }

// schemes maps a URI scheme to its opener. It is the one registry that leaves fill when they are imported.
var schemes = struct {
	sync.RWMutex
	openers map[string]Opener
}{openers: map[string]Opener{}}

// Register makes a back end available to [Open] for the given scheme. A leaf calls it when it is imported; the last
// registration of a scheme wins.
func Register(scheme string, o Opener) {
	schemes.Lock()
	defer schemes.Unlock()
	schemes.openers[scheme] = o
}

// Schemes returns the registered schemes, sorted.
func Schemes() []string {
	schemes.RLock()
	defer schemes.RUnlock()
	names := make([]string, 0, len(schemes.openers))
	for n := range schemes.openers {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Open opens the back end that uri's scheme names. An empty uri follows MLFLOW_TRACKING_URI, then [DefaultURI]. A
// scheme that no imported package registered is an error with the import line to add. Open contacts no server.
func Open(ctx context.Context, uri string, opts ...Option) (Client, error) {
	var o Options
	for _, f := range opts {
		f(&o)
	}
	o = o.Complete()
	if uri == "" {
		var err error
		if uri, err = environmentURI(o.Getenv); err != nil {
			return nil, err
		}
	}
	scheme, _, ok := strings.Cut(uri, ":")
	if !ok {
		scheme = uri
	}
	schemes.RLock()
	open := schemes.openers[strings.ToLower(scheme)]
	schemes.RUnlock()
	if open == nil {
		return nil, invalid("open", Redact(uri), unknownScheme(scheme, ok))
	}
	s, err := open(ctx, uri, o)
	if err != nil {
		return nil, err
	}
	return NewClient(s, WithOptions(o)), nil
}

// environmentURI is where MLflow's variables point.
func environmentURI(getenv func(string) string) (string, error) {
	uri := getenv("MLFLOW_TRACKING_URI")
	if uri == "" {
		uri = DefaultURI
	}
	unity := strings.HasPrefix(uri, "databricks") // whose registry is Unity Catalog, which the variable calls databricks-uc
	if r := getenv("MLFLOW_REGISTRY_URI"); r != "" && r != uri && !(unity && strings.HasPrefix(r, "databricks-uc")) {
		return "", invalid("open", Redact(uri), fmt.Sprintf("MLFLOW_REGISTRY_URI is %q; a registry apart from the tracking "+
			"server is not supported: unset it, or open it as a client of its own", Redact(r)))
	}
	return uri, nil
}

// unknownScheme says what to do about a scheme without a back end.
func unknownScheme(scheme string, isURI bool) string {
	leaves := map[string]string{"sqlite": "sqlite", "http": "rest", "https": "rest", "databricks": "databricks"}
	if leaf, ok := leaves[strings.ToLower(scheme)]; ok {
		return fmt.Sprintf("no back end for %q is linked; add the line\n\timport _ \"github.com/typedml/typedml/mlflow/%s\"\n"+
			"or import mlflow/all", scheme, leaf)
	}
	switch {
	case !isURI || scheme == "file":
		return "MLflow's file store is in maintenance mode and not supported; use sqlite:///path/mlflow.db, " +
			"or http://host:port of a server"
	case slices.ContainsFunc([]string{"postgresql", "mysql", "mssql"}, func(p string) bool {
		return strings.HasPrefix(scheme, p)
	}):
		return "this database is opened by a server only: start `mlflow server --backend-store-uri …` and use its http:// address"
	}
	return fmt.Sprintf("the scheme %q is not known; linked: %s", scheme, strings.Join(Schemes(), ", "))
}

// Redact removes the user and password from a URI, for messages, and a query, which may hold a token. Where it is not
// clear which of them is which, the scheme is left.
func Redact(uri string) string {
	scheme, rest, ok := strings.Cut(uri, ":")
	if !ok || strings.HasPrefix(scheme, "sqlite") || scheme == "file" {
		return uri // a path
	}
	if at := strings.LastIndex(rest, "@"); at >= 0 { // a password may hold slashes
		if strings.Contains(rest[:at], "?") {
			return scheme + "://…"
		}
		rest = "//" + rest[at+1:]
	}
	rest, _, query := strings.Cut(rest, "?")
	if query {
		rest += "?…"
	}
	return scheme + ":" + rest
}

// Complete returns o with the default in every field that is zero. Openers call it, so that a leaf's own constructor may be
// called with few options or none.
func (o Options) Complete() Options { return merge(o, defaults()) }

func defaults() Options {
	o := Options{
		Getenv: os.Getenv,
		Now:    time.Now,
		Sleep:  wait.For,
		User:   "unknown",
		Logger: slog.Default(),
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		o.User = u.Username
	}
	return o
}

// merge returns o with its zero fields taken from base.
func merge(o, base Options) Options {
	if o.Getenv == nil {
		o.Getenv = base.Getenv
	}
	if o.Now == nil {
		o.Now = base.Now
	}
	if o.Sleep == nil {
		o.Sleep = base.Sleep
	}
	if o.HTTPClient == nil {
		o.HTTPClient = base.HTTPClient
	}
	if o.ArtifactRoot == "" {
		o.ArtifactRoot = base.ArtifactRoot
	}
	if o.User == "" {
		o.User = base.User
	}
	if o.Logger == nil {
		o.Logger = base.Logger
	}
	return o
}
