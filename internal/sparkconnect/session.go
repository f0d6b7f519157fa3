package sparkconnect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/spark-connect-go/v35/spark/sql"
)

// Session is one session on the server, made anew when the server has closed it. It is safe for concurrent use.
type Session struct {
	connection *Connection
	mu         sync.Mutex
	live       sql.SparkSession
}

func (s *Session) open(ctx context.Context, renew bool) (sql.SparkSession, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.live != nil && !renew {
		return s.live, nil
	}
	var err error
	s.live, err = sql.NewSessionBuilder().WithChannelBuilder(s.connection).Build(ctx)
	return s.live, err
}

// Query runs one statement and returns its rows, all of them in memory. A statement is sent once, and never again when
// its answer is lost; only one that was refused because the session had timed out is. When ctx ends the statement is
// interrupted on the server, and Query returns what came of it: no error when it was done all the same.
func (s *Session) Query(ctx context.Context, statement string) (*Result, error) {
	res, err := s.run(ctx, statement, false)
	var refused *Error
	if errors.As(err, &refused) && strings.HasPrefix(refused.Class, "INVALID_HANDLE.SESSION") {
		return s.run(ctx, statement, true)
	}
	return res, err
}

func (s *Session) run(ctx context.Context, statement string, renew bool) (_ *Result, err error) {
	defer recovered(&err)
	live, err := s.open(ctx, renew)
	if err != nil {
		return nil, failure(err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, done := s.connection.interruptible(ctx)
	defer done()
	frame, err := live.Sql(ctx, statement)
	if err != nil {
		return nil, failure(err)
	}
	table, err := frame.ToArrow(ctx)
	if err != nil {
		return nil, failure(err)
	}
	if table == nil || *table == nil {
		return &Result{Schema: arrow.NewSchema(nil, nil)}, nil
	}
	res := &Result{Schema: (*table).Schema()}
	for r := array.NewTableReader(*table, 0); r.Next(); {
		b := r.RecordBatch()
		b.Retain()
		res.Batches = append(res.Batches, b)
	}
	return res, nil
}

// View keeps rows on the server under a name that only this session knows, in place of what had the name.
func (s *Session) View(ctx context.Context, name string, schema *arrow.Schema, rows []arrow.RecordBatch) (err error) {
	defer recovered(&err)
	live, err := s.open(ctx, false)
	if err != nil {
		return failure(err)
	}
	frame, err := live.CreateDataFrameFromArrow(ctx, array.NewTableFromRecords(schema, rows))
	if err != nil {
		return failure(err)
	}
	return failure(frame.CreateTempView(ctx, name, true, false))
}

// recovered makes a panic of the client library an error: it meets what a server sends with type assertions.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the Spark Connect client failed: %v", r)
	}
}
