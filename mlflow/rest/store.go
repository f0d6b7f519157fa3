package rest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/typedml/typedml/mlflow"
)

func init() { //nolint:gochecknoinits // a leaf registers its URI scheme
	mlflow.Register("http", open)
	mlflow.Register("https", open)
}

// Store speaks to one tracking server. It is safe for concurrent use.
type Store struct {
	base   *url.URL // without credentials, without trailing slash
	http   *http.Client
	auth   auth
	policy policy
	o      mlflow.Options
	jitter func() float64 // in [0,1)

	// reached is set once the server has answered: until then a refused connection means a wrong address or a
	// server that was not started, afterwards a restart that is worth waiting for.
	reached atomic.Bool
}

var _ mlflow.Store = (*Store)(nil)

func open(_ context.Context, uri string, o mlflow.Options) (mlflow.Store, error) { return New(uri, o) }

// New returns a store for the server at uri, such as http://127.0.0.1:5000. It contacts nothing. User and password
// in the URI are used for basic authentication and kept out of messages. [mlflow.Open] is the usual way here.
func New(uri string, o mlflow.Options) (*Store, error) {
	o = o.Complete()
	bad := func(msg string) error {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "open", Object: mlflow.Redact(uri), Message: msg}
	}
	u, err := url.Parse(uri)
	if err != nil {
		return nil, bad("the tracking URI is not a URL; it looks like http://host:port")
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, bad("the tracking URI needs a scheme and a host, as in http://host:port")
	}
	if strings.Contains(u.Path, "@") {
		return nil, bad("the path of the tracking URI holds an @: write a slash in a password as %2F")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return nil, bad("a tracking URI has no query and no fragment")
	}
	p, err := policyFrom(o.Getenv)
	if err != nil {
		return nil, bad(err.Error())
	}
	if err := checkToken(o.Getenv("MLFLOW_TRACKING_TOKEN")); err != nil {
		return nil, bad(err.Error())
	}
	s := &Store{o: o, policy: p, auth: authFrom(u.User, o.Getenv), jitter: rand.Float64, http: o.HTTPClient}
	if s.http == nil {
		if s.http, err = newHTTPClient(o.Getenv); err != nil {
			return nil, bad(err.Error())
		}
	}
	if s.http.CheckRedirect == nil {
		unmoved := *s.http
		unmoved.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.http = &unmoved
	}
	s.base = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(u.Path, "/")}
	return s, nil
}

// URI implements [mlflow.Store].
func (s *Store) URI() string { return s.base.String() }

// Close drops idle connections.
func (s *Store) Close() error {
	s.http.CloseIdleConnections()
	return nil
}

// Health asks the server whether it is up and returns its version. It is not repeated when it fails.
func (s *Store) Health(ctx context.Context) (version string, err error) {
	r := &request{op: "get version", method: http.MethodGet, path: "/version", single: true, raw: true}
	b, err := s.do(ctx, r)
	if err != nil {
		return "", err
	}
	v := strings.TrimSpace(string(b))
	if len(v) == 0 || len(v) > 40 || strings.ContainsAny(v, "<{\n") {
		return "", &mlflow.Error{
			Code: mlflow.CodeInternal, Op: "get version", Object: s.URI(),
			Message: "what answers there is not an MLflow server",
		}
	}
	return v, nil
}

// policy says how often and how long a request is tried.
type policy struct {
	retries  int
	factor   float64 // seconds
	jitter   float64 // seconds
	timeout  time.Duration
	artifact time.Duration
}

// maxBackoff bounds one wait, as in Python's urllib3; a Retry-After header may ask for up to maxRetryAfter.
const (
	maxBackoff    = 120 * time.Second
	maxRetryAfter = 10 * time.Minute
)

func policyFrom(getenv func(string) string) (policy, error) {
	p := policy{retries: 7, factor: 2, jitter: 1, timeout: 120 * time.Second, artifact: time.Hour}
	var retries, timeout, artifact float64 = 7, 120, 3600
	for _, v := range []struct {
		name string
		dst  *float64
		max  float64
	}{
		{"MLFLOW_HTTP_REQUEST_MAX_RETRIES", &retries, 100},
		{"MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", &p.factor, 120},
		{"MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", &p.jitter, 120},
		{"MLFLOW_HTTP_REQUEST_TIMEOUT", &timeout, 86400},
		{"MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT", &artifact, 7 * 86400},
	} {
		s := getenv(v.name)
		if s == "" {
			continue
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil || !(f >= 0) || f > v.max {
			return p, fmt.Errorf("%s is %q; it is a number from 0 to %g", v.name, s, v.max)
		}
		*v.dst = f
	}
	p.retries = int(retries)
	p.timeout = seconds(timeout)
	p.artifact = seconds(artifact)
	return p, nil
}

func seconds(f float64) time.Duration { return time.Duration(f * float64(time.Second)) }

// wait returns the pause before try n (1 is the first repetition): none before the first, then factor·2^(n-1) with
// jitter, unless the server asked for more.
func (p policy) wait(n int, retryAfter time.Duration, jitter float64) time.Duration {
	var d time.Duration
	if n > 1 {
		d = seconds(p.factor*float64(uint64(1)<<min(n-1, 30)) + p.jitter*jitter)
		d = min(d, maxBackoff)
	}
	return max(d, min(retryAfter, maxRetryAfter))
}
