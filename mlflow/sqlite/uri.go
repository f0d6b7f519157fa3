package sqlite

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// defaultTimeout is how long MLflow waits for a lock.
const defaultTimeout = 20 * time.Second

// location is a parsed URI.
type location struct {
	file    string // absolute
	timeout time.Duration
}

// parseURI reads the forms that MLflow (SQLAlchemy) accepts: sqlite:///relative, sqlite:////absolute, and ?timeout=S.
func parseURI(uri string) (location, error) {
	l := location{timeout: defaultTimeout}
	rest, ok := strings.CutPrefix(uri, "sqlite://")
	if !ok {
		return l, errors.New("the URI looks like sqlite:///mlflow.db or sqlite:////absolute/path/mlflow.db")
	}
	rest, query, _ := strings.Cut(rest, "?")
	name, ok := strings.CutPrefix(rest, "/")
	switch {
	case !ok && rest != "":
		return l, fmt.Errorf("%q stands where a host would; three slashes start a relative path (sqlite:///mlflow.db), four an absolute one", rest)
	case name == "" || name == ":memory:":
		return l, errors.New("a database in memory can't be opened by MLflow; name a file, as in sqlite:///mlflow.db")
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		return l, fmt.Errorf("the query %q can't be read", query)
	}
	for k, v := range q {
		f, err := strconv.ParseFloat(v[0], 64)
		if k != "timeout" || err != nil || !(f >= 0 && f <= 86400) {
			return l, fmt.Errorf("the query %q is not known; ?timeout=SECONDS is", query)
		}
		l.timeout = time.Duration(f * float64(time.Second))
	}
	l.file, err = filepath.Abs(filepath.FromSlash(name))
	return l, err
}

// dsn is the driver's name for the file. Every pragma is one that MLflow sets, too.
func (l location) dsn(extra string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(l.file)}
	if !strings.HasPrefix(u.Path, "/") { // C:/…
		u.Path = "/" + u.Path
	}
	return fmt.Sprintf("%s?_pragma=busy_timeout(%d)&_pragma=foreign_keys(1)&_pragma=case_sensitive_like(1)%s",
		u.String(), l.timeout.Milliseconds(), extra)
}
