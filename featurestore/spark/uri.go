package spark

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/typedml/typedml/internal/sparkconnect"
)

// address is what a URI says.
type address struct {
	uri   string
	host  string // host:port
	user  string
	tls   bool
	table string // catalog.schema.table
}

// defaultPort is Spark Connect's.
const defaultPort = "15002"

// parse reads spark://host[:port]/catalog.schema.table[?tls=true][&user=NAME].
func parse(uri string) (address, error) {
	a := address{uri: uri}
	u, err := url.Parse(uri)
	if err != nil {
		return a, fmt.Errorf("spark: %q is no URI: %w", uri, err)
	}
	bad := func(format string, args ...any) (address, error) {
		return a, fmt.Errorf("spark: %q: %s; write spark://host:15002/catalog.schema.table", u.Redacted(), fmt.Sprintf(format, args...))
	}
	switch {
	case u.Scheme != "spark":
		return bad("the scheme is %q", u.Scheme)
	case u.Hostname() == "":
		return bad("it names no host")
	case u.User != nil:
		return bad("a user or password stands before the host; the token is taken from %s, the user from ?user=", sparkconnect.TokenVariable)
	case u.Fragment != "":
		return bad("it has a fragment")
	}
	a.host = net.JoinHostPort(u.Hostname(), defaultPort)
	if p := u.Port(); p != "" {
		a.host = net.JoinHostPort(u.Hostname(), p)
	}
	a.table = strings.TrimPrefix(u.Path, "/")
	if parts := strings.Split(a.table, "."); len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" || strings.Contains(a.table, "/") {
		return bad("%q is not three names; Spark's own catalog is spark_catalog, its first schema default", a.table)
	}
	return a, a.parameters(u.Query())
}

func (a *address) parameters(query url.Values) error {
	for key, values := range query {
		value := values[len(values)-1]
		switch {
		case key == "user" && value != "":
			a.user = value
		case key == "tls" && (value == "true" || value == "false"):
			a.tls = value == "true"
		case key == "token":
			return fmt.Errorf("spark: a URI is logged: give the token by the environment variable %s instead", sparkconnect.TokenVariable)
		default:
			return fmt.Errorf("spark: the parameter %s=%s is none of tls=true, tls=false and user=NAME", key, value)
		}
	}
	return nil
}
