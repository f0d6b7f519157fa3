package dbos

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/dbos-inc/dbos-transact-golang/dbos"
	_ "github.com/dbos-inc/dbos-transact-golang/dbos/driver/sqlite" // SQLite as DBOS's database

	"github.com/typedml/typedml/pipeline/engine"
)

// Options adjust an engine.
type Options struct {
	engine.Watch
	// Executor names the process among those that share a Postgres database, and stays the same when it is started again: what
	// an executor left behind, the next one of its name goes on with. Two at a time must not have the same name. "" is the
	// host's name. On an SQLite file it means nothing: whichever process comes next goes on.
	Executor string
}

// Engine keeps runs in a database. It is safe for concurrent use; each run holds connections of its own.
type Engine struct {
	url      string
	options  Options
	underWay underWay
}

var (
	_ engine.Engine    = (*Engine)(nil)
	_ engine.Scheduler = (*Engine)(nil)
)

// Open checks the URL of the database: "sqlite:file.db", or "postgres://user:password@host:port/name". It connects to
// nothing; [Engine.Run] creates the tables.
func Open(database string, o Options) (*Engine, error) {
	scheme, rest, _ := strings.Cut(database, ":")
	switch scheme {
	case "sqlite":
		if strings.Trim(rest, "/") == "" || strings.ContainsAny(rest, "?#") || strings.HasPrefix(rest, "file:") || strings.Contains(rest, ":memory:") {
			return nil, errors.New("dbos: sqlite: names no plain file: write sqlite:workflows.db; for runs that need not survive take engine.Memory")
		}
		o.Executor = "sqlite" // the lock tells processes apart; a host's name would not be the same in the next container
	case "postgres", "postgresql":
		if u, err := url.Parse(database); err != nil || u.Host == "" || u.Path == "" || u.Path == "/" {
			return nil, errors.New("dbos: the URL of the database must look like postgres://user:password@host:port/name")
		}
	default:
		return nil, errors.New("dbos: the URL of the database must begin with sqlite: or postgres://")
	}
	if o.Executor == "" {
		host, err := os.Hostname()
		if err != nil {
			return nil, fmt.Errorf("dbos: name the executor in the options: %w", err)
		}
		o.Executor = host
	}
	return &Engine{url: database, options: o}, nil
}

// letGo bounds how long a stopped run may take to let go.
const letGo = 30 * time.Second

// Run runs a plan under a key, or goes on with it. On an SQLite file one run of a flow is under way at a time; a second one is
// refused. A key that ended before gives its result, or its failure, again: another run, and another input, has another key.
// When ctx ends, the run stops and can be gone on with.
func (e *Engine) Run(ctx context.Context, p *engine.Plan, key string, input any) (any, error) {
	in, err := p.EncodeInput(input)
	if err != nil {
		return nil, err
	}
	s, err := e.start(ctx, p)
	if err != nil {
		return nil, err
	}
	out, err := s.run(ctx, key, string(in))
	if err = errors.Join(err, s.stop()); err != nil {
		return nil, err
	}
	return p.DecodeResult([]byte(out))
}

// connect opens the database, and creates the tables where they are missing; nothing runs yet. The context does not end with
// ctx: DBOS would take a run whose context ended as cancelled for good.
func (e *Engine) connect(ctx context.Context, p *engine.Plan) (dbos.Context, error) {
	c, err := dbos.NewContext(context.WithoutCancel(ctx), dbos.Config{
		AppName: p.Name, DatabaseURL: e.url, ApplicationVersion: p.Version(), ExecutorID: e.options.Executor, Logger: e.log(),
	})
	if err != nil {
		return nil, fmt.Errorf("dbos: opening the database: %w", err)
	}
	return c, nil
}
