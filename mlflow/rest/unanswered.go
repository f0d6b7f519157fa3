package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"github.com/typedml/typedml/mlflow"
)

// errSlow is the cause of a try that reached its time limit, which follows.
var errSlow = errors.New("no answer within")

// unanswered describes a request that got no answer. Waiting mends neither a failed handshake nor a server that has
// never answered: the address or the settings are wrong, or it was not started.
func (s *Store) unanswered(ctx context.Context, r *request, err error) *failure {
	f := &failure{err: s.lost(ctx, r, err)}
	if ctx.Err() != nil {
		return f
	}
	if hint := handshake(err); hint != "" {
		f.err.Code, f.err.Message = mlflow.CodeInvalidParameter, s.URI()+": "+hint
		return f
	}
	if !s.reached.Load() {
		f.err.Message = s.URI() + ": " + s.unreached(err)
		return f
	}
	f.again = !connected(err) || !r.creates
	return f
}

// connected reports whether the server may have read something.
func connected(err error) bool {
	var dial *net.OpError
	return !(errors.As(err, &dial) && dial.Op == "dial")
}

// unreached says what to do about a server that has never answered.
func (s *Store) unreached(err error) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return "the host name is not known; check the tracking URI"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there; start it with `mlflow server --host H --port P`, or use sqlite:///mlflow.db, which needs no server"
	case !connected(err) || errors.Is(err, errSlow):
		return "the server can't be reached; check the tracking URI, the network and the proxy"
	case s.base.Scheme == "https":
		return "the connection ends without an answer; if the server asks for a client certificate, name it in MLFLOW_TRACKING_CLIENT_CERT_PATH"
	}
	return "the connection ends without an answer; if the server speaks TLS, write https:// in the tracking URI"
}

// handshake says what to do about a TLS handshake that failed; it is empty for other failures.
func handshake(err error) string {
	var (
		verify  *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		record  tls.RecordHeaderError
		alert   *net.OpError
	)
	switch {
	case errors.As(err, &verify), errors.As(err, &unknown), errors.As(err, &host):
		return "the server's certificate is not accepted; name its CA in MLFLOW_TRACKING_SERVER_CERT_PATH"
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return "the server does not speak TLS; write http:// in the tracking URI"
	case errors.As(err, &alert) && alert.Op == "remote error": // crypto/tls has no exported type for a peer's alert
		return "the server refuses the TLS handshake; if it asks for a client certificate, name it in MLFLOW_TRACKING_CLIENT_CERT_PATH"
	}
	return ""
}

// lost wraps a failure of the transport.
func (s *Store) lost(ctx context.Context, r *request, err error) *mlflow.Error {
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err // without the URL, which the message has
	}
	e := &mlflow.Error{Code: mlflow.CodeUnavailable, Op: r.op, Object: r.object, Message: s.URI() + " did not answer", Err: err}
	if ctx.Err() != nil {
		e.Code, e.Message, e.Err = mlflow.CodeCancelled, "stopped by the caller", context.Cause(ctx)
	}
	return e
}
