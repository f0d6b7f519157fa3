package databricks

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
)

// User is the name of the fake's only user, the owner of whatever is made.
const User = "ada@example.com"

// services mount what the fake knows. Each adds its handlers by Handle, and keeps its state in a value of its own.
var services = []func(*Fake){mountMetadata, mountUnity, mountTracking, mountJobs, mountFiles, mountServing}

// Fake is a workspace in memory behind an HTTP server on 127.0.0.1. Typed handlers run one at a time, so that their state
// needs no lock; its own methods are safe for concurrent use.
type Fake struct {
	// Now is the clock of what is made; set it before the first call.
	Now func() time.Time
	// Jobs, Files and Endpoints are services that tests look into.
	Jobs      *Jobs
	Files     *Files
	Endpoints *Endpoints

	server *httptest.Server
	mux    *http.ServeMux
	token  string
	state  sync.Mutex // held by typed handlers

	unity    *unity
	tracking *tracking

	mu     sync.Mutex // of what is below
	faults []*Fault
	calls  []Call
}

// Call is one request that reached the fake, refused or not.
type Call struct {
	Method, Path, Query string
	Body                string
	Status              int
	Time                time.Time
}

// NewFake starts a workspace with every service, a new token, and nothing in it. The caller closes it.
func NewFake() *Fake {
	f := &Fake{Now: time.Now, mux: http.NewServeMux(), token: "dapi" + randomHex(16)}
	for _, mount := range services {
		mount(f)
	}
	f.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		WriteRefusal(w, Refuse(http.StatusNotFound, "ENDPOINT_NOT_FOUND", "No API found for '%s %s'", r.Method, r.URL.Path))
	})
	f.server = httptest.NewServer(f)
	return f
}

// Close ends the server.
func (f *Fake) Close() {
	f.server.Close()
	f.tracking.close()
}

// URL is the workspace's address, without a slash at its end.
func (f *Fake) URL() string { return f.server.URL }

// Token is the personal access token that the fake accepts, in the form of real ones.
func (f *Fake) Token() string { return f.token }

// Config is what the SDK connects with; the environment and ~/.databrickscfg are not read.
func (f *Fake) Config() *config.Config {
	return &config.Config{Host: f.URL(), Token: f.token, Loaders: []config.Loader{config.ConfigAttributes}, AuthType: "pat"}
}

// Calls returns what was asked since the fake was made, or since ClearCalls.
func (f *Fake) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Call(nil), f.calls...)
}

// ClearCalls forgets the calls.
func (f *Fake) ClearCalls() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls = nil
}

// ServeHTTP records the call, demands the token, and answers by a fault or a service.
func (f *Fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == metadataPath { // what the SDK asks by itself: neither recorded nor faulted
		f.mux.ServeHTTP(w, r)
		return
	}
	body, err := keepBody(r)
	if err != nil {
		WriteRefusal(w, Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "%v", err))
		return
	}
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	record := func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.calls = append(f.calls, Call{r.Method, r.URL.Path, r.URL.RawQuery, body, rec.status, f.Now()})
	}
	if refusal := f.authenticate(r); refusal != nil && !strings.HasPrefix(r.URL.Path, storage) {
		WriteRefusal(rec, refusal)
		record()
		return
	}
	fault := f.fault(r)
	if fault == nil {
		f.mux.ServeHTTP(rec, r)
		record()
		return
	}
	if fault.Late {
		f.mux.ServeHTTP(httptest.NewRecorder(), r)
	}
	rec.status = fault.Status
	record() // before the caller can see that it failed
	fault.answer(rec)
}

// authenticate answers as a workspace does: 401 without a credential, and 403 for a token that it does not know.
func (f *Fake) authenticate(r *http.Request) *Refusal {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case kind != "Bearer" || token == "":
		return &Refusal{Status: http.StatusUnauthorized, Code: "401", Message: "Credential was not sent or was of an unsupported type for this API."}
	case token != f.token:
		return &Refusal{Status: http.StatusForbidden, Code: "403", Message: "Invalid access token."}
	}
	return nil
}

// recorder remembers the status that was answered.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails, by its contract
	return hex.EncodeToString(b)
}
