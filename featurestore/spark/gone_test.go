package spark

import (
	"context"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/sparkconnect"
)

// wire is a connection to the server that can be cut: for the client the server is gone, and what it did can be seen.
type wire struct {
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
}

func newWire(t *testing.T, server string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &wire{listener: l}
	t.Cleanup(w.cut)
	go func() {
		for {
			here, err := l.Accept()
			if err != nil {
				return
			}
			there, err := net.Dial("tcp", server)
			if err != nil {
				here.Close()
				return
			}
			w.mu.Lock()
			w.open = append(w.open, here, there)
			w.mu.Unlock()
			go func() { _, _ = io.Copy(here, there) }()
			go func() { _, _ = io.Copy(there, here) }()
		}
	}()
	return w
}

func (w *wire) cut() {
	w.listener.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		c.Close()
	}
	w.open = nil
}

// cutting cuts the wire when a statement is about to be sent, or a while after it was.
type cutting struct {
	engine
	text  string
	after time.Duration
	cut   func()
}

func (c cutting) Query(ctx context.Context, statement string) (*sparkconnect.Result, error) {
	if strings.Contains(statement, c.text) {
		if c.after == 0 {
			c.cut()
		} else {
			time.AfterFunc(c.after, c.cut)
		}
	}
	return c.engine.Query(ctx, statement)
}

// A server that is gone in the middle: the error says so, and the table has all of the rows or none.
func TestGoneInTheMiddle(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		after time.Duration
		rows  []int // that may be there then
	}{
		"before the insert is sent":  {"INSERT INTO", 0, []int{5}},
		"while it runs":              {"INSERT INTO", 100 * time.Millisecond, []int{5, 1005}},
		"before the version is read": {"DESCRIBE HISTORY", 0, []int{1005}},
	} {
		t.Run(name, func(t *testing.T) {
			u := uri(t)
			tbl := open[sample.Address](t, u)
			require.NoError(t, tbl.Append(t.Context(), addresses(5)))

			w := newWire(t, server.Address(t))
			s := store(t, strings.Replace(u, server.Address(t), w.listener.Addr().String(), 1))
			s.writes = cutting{s.writes, c.text, c.after, w.cut}
			victim, err := featurestore.OpenIn[sample.Address](t.Context(), s, "cut off")
			require.NoError(t, err)
			err = victim.Append(t.Context(), addresses(1000))
			var unreachable *Unreachable
			if c.text == "INSERT INTO" {
				require.ErrorAs(t, err, &unreachable)
				assert.ErrorContains(t, err, "history has it as")
			} else {
				require.NoError(t, err, "the rows are committed")
			}
			time.Sleep(3 * time.Second) // what the server still does
			rows, err := tbl.ReadAll(t.Context())
			require.NoError(t, err)
			assert.Contains(t, c.rows, len(rows))
		})
	}
}

// A table that is half made when the server goes is not there.
func TestGoneInTheMaking(t *testing.T) {
	u := uri(t)
	w := newWire(t, server.Address(t))
	s := store(t, strings.Replace(u, server.Address(t), w.listener.Addr().String(), 1))
	s.writes = cutting{s.writes, "ADD CONSTRAINT `zip_rules`", 0, w.cut}
	victim, err := featurestore.OpenIn[sample.Address](t.Context(), s, "cut off")
	require.NoError(t, err)
	var unreachable *Unreachable
	require.ErrorAs(t, victim.Append(t.Context(), addresses(3)), &unreachable)

	whole := store(t, u)
	_, err = whole.Snapshot(t.Context(), featurestore.Latest)
	require.ErrorIs(t, err, featurestore.ErrNotFound)
	for _, draft := range drafts(t, whole) { // it could not be taken back; the log has its name
		_, err := whole.writes.Query(t.Context(), "DROP TABLE default."+draft)
		require.NoError(t, err)
	}
}

// losing loses the answer to a statement, which is carried out or not.
type losing struct {
	engine
	text string
	done bool
}

func (l losing) Query(ctx context.Context, statement string) (*sparkconnect.Result, error) {
	if !strings.Contains(statement, l.text) {
		return l.engine.Query(ctx, statement)
	}
	if l.done {
		if _, err := l.engine.Query(ctx, statement); err != nil {
			return nil, err
		}
	}
	return nil, &sparkconnect.Error{Status: "Unavailable", Message: "connection reset"}
}

// When the answer to the renaming of a new table is lost, its history tells whether it is there: an error means that it is
// not, and nothing of it is left.
func TestLostRename(t *testing.T) {
	for _, done := range []bool{true, false} {
		u := uri(t)
		s := store(t, u)
		s.writes = losing{s.writes, "RENAME TO", done}
		tbl, err := featurestore.OpenIn[sample.Address](t.Context(), s, u)
		require.NoError(t, err)
		err = tbl.Append(t.Context(), addresses(3))
		if !done {
			var unreachable *Unreachable
			require.ErrorAs(t, err, &unreachable)
			_, err = s.Snapshot(t.Context(), featurestore.Latest)
			assert.ErrorIs(t, err, featurestore.ErrNotFound)
			continue
		}
		require.NoError(t, err)
		rows, err := tbl.ReadAll(t.Context())
		require.NoError(t, err)
		assert.Len(t, rows, 3)
	}
}

// A caller that gives up in the middle of an insert gets an error only when nothing was committed.
func TestCanceledInTheMiddle(t *testing.T) {
	u := uri(t)
	s := store(t, u)
	tbl, err := featurestore.OpenIn[sample.Address](t.Context(), s, u)
	require.NoError(t, err)
	require.NoError(t, tbl.Append(t.Context(), addresses(5)))
	ctx, cancel := context.WithCancel(t.Context())
	s.writes = cutting{s.writes, "INSERT INTO", 50 * time.Millisecond, cancel}
	err = tbl.Append(ctx, addresses(1000))
	time.Sleep(3 * time.Second)
	rows, readErr := tbl.ReadAll(t.Context())
	require.NoError(t, readErr)
	if err != nil {
		require.ErrorIs(t, err, context.Canceled)
		assert.Len(t, rows, 5)
	} else {
		assert.Len(t, rows, 1005)
	}
	t.Logf("after it was canceled: %v, %d rows", err, len(rows))
}
