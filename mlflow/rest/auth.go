package rest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// auth holds the credentials; they go into headers only, never into messages.
type auth struct {
	user, password, token string
}

// authFrom takes user and password from the environment, then the token, then the URI's userinfo: MLflow's order.
func authFrom(info *url.Userinfo, getenv func(string) string) auth {
	a := auth{user: getenv("MLFLOW_TRACKING_USERNAME"), password: getenv("MLFLOW_TRACKING_PASSWORD")}
	if a.user != "" && a.password != "" {
		return a
	}
	if t := getenv("MLFLOW_TRACKING_TOKEN"); t != "" {
		return auth{token: t}
	}
	if info != nil {
		p, _ := info.Password()
		return auth{user: info.Username(), password: p}
	}
	return auth{}
}

// checkToken refuses what a header cannot hold: a token that was read from a file often ends in a line break.
func checkToken(token string) error {
	if strings.ContainsFunc(token, unicode.IsControl) {
		return errors.New("MLFLOW_TRACKING_TOKEN holds a line break or another control character; remove it")
	}
	return nil
}

func (a auth) set(r *http.Request) {
	switch {
	case a.token != "":
		r.Header.Set("Authorization", "Bearer "+a.token)
	case a.user != "":
		r.SetBasicAuth(a.user, a.password)
	}
}

// idle is how long an unused connection is kept: less than the 5 seconds after which MLflow's server closes one, so
// that a request does not meet a connection that is just being closed.
const idle = 3 * time.Second

// newHTTPClient applies MLflow's TLS variables to a copy of Go's default transport.
func newHTTPClient(getenv func(string) string) (*http.Client, error) {
	def, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, errors.New("http.DefaultTransport was replaced; pass mlflow.WithHTTPClient")
	}
	t := def.Clone()
	cfg := &tls.Config{MinVersion: tls.VersionTLS12}
	insecure := strings.EqualFold(getenv("MLFLOW_TRACKING_INSECURE_TLS"), "true") || getenv("MLFLOW_TRACKING_INSECURE_TLS") == "1"
	server := getenv("MLFLOW_TRACKING_SERVER_CERT_PATH")
	if insecure && server != "" {
		return nil, errors.New("MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH exclude each other; unset one")
	}
	cfg.InsecureSkipVerify = insecure
	if server != "" {
		pool, err := certPool(server)
		if err != nil {
			return nil, fmt.Errorf("MLFLOW_TRACKING_SERVER_CERT_PATH: %w", err)
		}
		cfg.RootCAs = pool
	}
	if p := getenv("MLFLOW_TRACKING_CLIENT_CERT_PATH"); p != "" {
		c, err := tls.LoadX509KeyPair(p, p)
		if err != nil {
			return nil, fmt.Errorf("MLFLOW_TRACKING_CLIENT_CERT_PATH: %s holds no certificate with its key in PEM form: %w", p, err)
		}
		cfg.Certificates = []tls.Certificate{c}
	}
	t.TLSClientConfig = cfg
	t.IdleConnTimeout = idle
	return &http.Client{Transport: t}, nil
}

// certPool reads a PEM bundle, or every file of a folder.
func certPool(path string) (*x509.CertPool, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	files := []string{path}
	if st.IsDir() {
		if files, err = filepath.Glob(filepath.Join(path, "*")); err != nil {
			return nil, err
		}
	}
	pool := x509.NewCertPool()
	found := false
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		found = pool.AppendCertsFromPEM(b) || found
	}
	if !found {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", path)
	}
	return pool, nil
}
