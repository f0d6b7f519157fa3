package sparkconnect

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"runtime"

	"github.com/apache/spark-connect-go/v35/spark/client/channel"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// TokenVariable is the environment variable that holds the bearer token, PySpark's.
const TokenVariable = "SPARK_CONNECT_AUTHENTICATE_TOKEN"

// maxMessage bounds one message from the server, a batch of rows: the client library's own 4 MiB are too few.
const maxMessage = 256 << 20

// Options say where the server is.
type Options struct {
	Address string // host:port
	User    string // "": of the system
	TLS     bool
}

// Connection is one channel to a server; its sessions share it. It is safe for concurrent use.
type Connection struct {
	options Options
	conn    *grpc.ClientConn
}

var _ channel.Builder = (*Connection)(nil)

// Dial prepares a connection; no byte is sent before the first statement. The bearer token is taken from the environment.
func Dial(o Options) (*Connection, error) {
	opts := []grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)), grpc.WithStreamInterceptor(observe),
	}
	if o.TLS {
		opts[0] = grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	if token := os.Getenv(TokenVariable); token != "" {
		opts = append(opts, grpc.WithPerRPCCredentials(bearer{token: token, tls: o.TLS}))
	}
	conn, err := grpc.NewClient("passthrough:///"+o.Address, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", o.Address, err)
	}
	return &Connection{options: o, conn: conn}, nil
}

// Close closes the channel. Sessions end on the server when it finds them idle.
func (c *Connection) Close() error { return c.conn.Close() }

// Session returns a session of its own: views and settings are its.
func (c *Connection) Session() *Session { return &Session{connection: c} }

// bearer sends the token with each call.
type bearer struct {
	token string
	tls   bool
}

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + b.token}, nil
}

func (b bearer) RequireTransportSecurity() bool { return b.tls }

// Build returns the channel that all sessions share; the client library asks for it.
func (c *Connection) Build(context.Context) (*grpc.ClientConn, error) { return c.conn, nil }

// User returns the user of the options, else of the system.
func (c *Connection) User() string {
	for _, user := range []string{c.options.User, os.Getenv("USER"), os.Getenv("USERNAME")} {
		if user != "" {
			return user
		}
	}
	return "typedml"
}

// Headers returns none.
func (c *Connection) Headers() map[string]string { return nil }

// SessionId returns a new one; the client library makes its own.
func (c *Connection) SessionId() string { return uuid.NewString() }

// UserAgent tells the server who asks.
func (c *Connection) UserAgent() string { return "typedml go/" + runtime.Version() }
