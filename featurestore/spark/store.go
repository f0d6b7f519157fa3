package spark

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

func init() {
	featurestore.Register("spark", func(ctx context.Context, uri string) (featurestore.Store, error) { return Open(ctx, uri) })
}

// Store is one table behind a Spark Connect server. It is safe for concurrent use; writes of one Store follow each other.
type Store struct {
	address    address
	connection *sparkconnect.Connection
	reads      engine
	writes     engine // a session of its own: a write sets what its commit is called
	writing    sync.Mutex
	dialect    *sql.Dialect
	part       int64 // partBytes, less in tests
	page       int64 // pageRows, less in tests
}

var (
	_ featurestore.Store   = (*Store)(nil)
	_ featurestore.Auditor = (*Store)(nil)
)

// Open returns the table that a URI names, which need not exist: spark://host[:port]/catalog.schema.table, with
// ?tls=true for TLS and ?user=NAME for another user than the system's. A bearer token is taken from the environment
// variable SPARK_CONNECT_AUTHENTICATE_TOKEN; it is sent without TLS where the URI says so by not asking for it. The server
// is not asked before the first use.
func Open(_ context.Context, uri string) (*Store, error) {
	a, err := parse(uri)
	if err != nil {
		return nil, err
	}
	c, err := sparkconnect.Dial(sparkconnect.Options{Address: a.host, User: a.user, TLS: a.tls})
	if err != nil {
		return nil, fmt.Errorf("spark: %w", err)
	}
	return &Store{
		address: a, connection: c, reads: c.Session(), writes: c.Session(), dialect: sql.Spark(),
		part: partBytes, page: pageRows,
	}, nil
}

// Close closes the connection. The sessions end on the server when it finds them idle.
func (t *Store) Close() error {
	return t.connection.Close()
}

// Unexpressed lists the rules of a record that no CHECK constraint of its table holds. Rows that this module writes are
// validated by all rules before; those of other writers are not held to these.
func (t *Store) Unexpressed(r *schema.Record) ([]sql.Unexpressed, error) {
	table, err := t.dialect.Table(t.address.table, r, nil)
	if err != nil {
		return nil, fmt.Errorf("spark: %w", err)
	}
	return table.Unexpressed, nil
}

// from is the table at a version, as a FROM clause has it.
func (t *Store) from(version int64) string {
	return fmt.Sprintf("%s VERSION AS OF %d", t.identifier(t.address.table), version)
}

// identifier quotes a table's dotted name.
func (t *Store) identifier(table string) string {
	return t.dialect.Identifier(strings.Split(table, ".")...)
}
