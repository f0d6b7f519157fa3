package rest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func TestAuth(t *testing.T) {
	for name, tc := range map[string]struct {
		env  map[string]string
		user string
		want string
	}{
		"none":           {nil, "", ""},
		"basic":          {map[string]string{"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "pw"}, "", "Basic YWRhOnB3"},
		"token":          {map[string]string{"MLFLOW_TRACKING_TOKEN": "tok"}, "", "Bearer tok"},
		"both":           {map[string]string{"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "pw", "MLFLOW_TRACKING_TOKEN": "tok"}, "", "Basic YWRhOnB3"},
		"user alone":     {map[string]string{"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_TOKEN": "tok"}, "", "Bearer tok"},
		"in the URI":     {nil, "ada:pw@", "Basic YWRhOnB3"},
		"env before URI": {map[string]string{"MLFLOW_TRACKING_TOKEN": "tok"}, "ada:pw@", "Bearer tok"},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, status(401, "no"))
			s, _ := openFake(t, strings.Replace(f.URL, "http://", "http://"+tc.user, 1), tc.env)
			_, err := s.GetRun(t.Context(), "r")
			require.Equal(t, tc.want, f.requests()[0].Header.Get("Authorization"))
			require.NotContains(t, err.Error(), "pw")
			require.NotContains(t, err.Error(), "tok")
			require.Equal(t, f.URL, s.URI())
		})
	}
}

// TestAuthRedirect: credentials do not follow a redirect to another host.
func TestAuthRedirect(t *testing.T) {
	other := serve(t, status(200, runJSON))
	f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)+r.URL.Path, http.StatusTemporaryRedirect)
	})
	s, _ := openFake(t, f.URL, map[string]string{"MLFLOW_TRACKING_TOKEN": "tok"})
	_, err := s.GetRun(t.Context(), "r")
	if err == nil {
		require.Empty(t, other.requests()[0].Header.Get("Authorization"))
	}
}

func TestTLS(t *testing.T) {
	srv := httptest.NewUnstartedServer(status(200, runJSON))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	dir := t.TempDir()
	ca := filepath.Join(dir, "ca.pem")
	require.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600))

	get := func(env map[string]string) error {
		s, _ := openFake(t, srv.URL, env)
		_, err := s.GetRun(t.Context(), "r")
		return err
	}
	err := get(nil)
	require.ErrorContains(t, err, "MLFLOW_TRACKING_SERVER_CERT_PATH")
	require.NoError(t, get(map[string]string{"MLFLOW_TRACKING_SERVER_CERT_PATH": ca}))
	require.NoError(t, get(map[string]string{"MLFLOW_TRACKING_SERVER_CERT_PATH": dir}))
	require.NoError(t, get(map[string]string{"MLFLOW_TRACKING_INSECURE_TLS": "true"}))
	require.Error(t, get(map[string]string{"MLFLOW_TRACKING_INSECURE_TLS": "false"}))

	empty := filepath.Join(t.TempDir(), "empty.pem")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	for _, env := range []map[string]string{
		{"MLFLOW_TRACKING_INSECURE_TLS": "true", "MLFLOW_TRACKING_SERVER_CERT_PATH": ca},
		{"MLFLOW_TRACKING_SERVER_CERT_PATH": empty},
		{"MLFLOW_TRACKING_SERVER_CERT_PATH": filepath.Join(dir, "absent")},
		{"MLFLOW_TRACKING_CLIENT_CERT_PATH": ca},
	} {
		_, err := New(srv.URL, mlflow.Options{Getenv: func(k string) string { return env[k] }})
		require.ErrorContains(t, err, "MLFLOW_TRACKING_", "%v", env)
	}
}

func TestClientCertificate(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	tpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, tpl, tpl, &key.PublicKey, key)
	require.NoError(t, err)
	kb, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "client.pem")
	require.NoError(t, os.WriteFile(file, append(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: kb})...), 0o600))

	var peers int
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peers = len(r.TLS.PeerCertificates)
		status(200, runJSON)(w, r)
	}))
	srv.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	srv.StartTLS()
	defer srv.Close()
	s, _ := openFake(t, srv.URL, map[string]string{"MLFLOW_TRACKING_CLIENT_CERT_PATH": file, "MLFLOW_TRACKING_INSECURE_TLS": "1"})
	_, err = s.GetRun(t.Context(), "r")
	require.NoError(t, err)
	require.Equal(t, 1, peers)
}

func TestAMissingClientCertificateIsNotWaitedFor(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		srv := httptest.NewUnstartedServer(status(200, runJSON))
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: version}
		srv.StartTLS()
		defer srv.Close()
		s, waits := openFake(t, srv.URL, map[string]string{"MLFLOW_TRACKING_INSECURE_TLS": "1"})
		_, err := s.GetRun(t.Context(), "r")
		require.ErrorContains(t, err, "asks for a client certificate, name it in MLFLOW_TRACKING_CLIENT_CERT_PATH")
		require.Empty(t, *waits)
	}
}

// TestAnotherProtocolIsNotWaitedFor: the address says TLS and the server does not speak it, whatever it answers instead.
func TestAnotherProtocolIsNotWaitedFor(t *testing.T) {
	plain := serve(t, status(200, runJSON))
	noise, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer noise.Close()
	go func() {
		for {
			c, err := noise.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, "220 mail.example.org ESMTP ready\r\n")
			_ = c.Close()
		}
	}()
	for _, addr := range []string{plain.Listener.Addr().String(), noise.Addr().String()} {
		s, waits := openFake(t, "https://"+addr, nil)
		s.reached.Store(true) // also after a restart without TLS
		_, err := s.GetRun(t.Context(), "r")
		code(t, mlflow.CodeInvalidParameter, err)
		require.ErrorContains(t, err, "https://"+addr+": the server does not speak TLS; write http:// in the tracking URI")
		require.Empty(t, *waits)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, uri := range []string{"http://", "http://h?x=1", "http://h#f", "http://[::1", "ftp://h", "http:/h", "http://u:secret@h:port/"} {
		_, err := New(uri, mlflow.Options{})
		require.True(t, mlflow.IsInvalid(err), uri)
		require.NotContains(t, err.Error(), "secret")
	}
	s, err := New("https://h:1/prefix/", mlflow.Options{})
	require.NoError(t, err)
	require.Equal(t, "https://h:1/prefix", s.URI())
}

// TestABrokenTokenIsRefused: its text is in no message.
func TestABrokenTokenIsRefused(t *testing.T) {
	_, err := New("http://127.0.0.1:1", mlflow.Options{Getenv: func(name string) string {
		if name == "MLFLOW_TRACKING_TOKEN" {
			return "secret\n"
		}
		return ""
	}})
	require.True(t, mlflow.IsInvalid(err), "%v", err)
	require.ErrorContains(t, err, "MLFLOW_TRACKING_TOKEN holds a line break")
	require.NotContains(t, err.Error(), "secret")
}
