package sparkconnect

import (
	"context"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// grace is how long a statement that is interrupted may take to answer.
const grace = 30 * time.Second

// operation is what a statement is called on the server: the client library makes the names and does not tell.
type operation struct {
	mu          sync.Mutex
	session, id string
}

type operationKey struct{}

// observe learns the names from the requests of streams, which statements are.
func observe(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, next grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	s, err := next(ctx, desc, conn, method, opts...)
	if op, ok := ctx.Value(operationKey{}).(*operation); ok && err == nil {
		return &observed{s, op}, nil
	}
	return s, err
}

type observed struct {
	grpc.ClientStream
	operation *operation
}

// SendMsg remembers the names of the request and sends it.
func (o *observed) SendMsg(m any) error {
	if r, ok := m.(interface {
		GetSessionId() string
		GetOperationId() string
	}); ok {
		o.operation.mu.Lock()
		o.operation.session, o.operation.id = r.GetSessionId(), r.GetOperationId()
		o.operation.mu.Unlock()
	}
	return o.ClientStream.SendMsg(m)
}

// interruptible returns a context for a statement that outlives ctx: the server does not end a statement because nobody
// waits for it any more. When ctx ends the statement is interrupted, and its answer, which tells whether it took effect,
// is awaited for a while. The caller calls done.
func (c *Connection) interruptible(ctx context.Context) (inner context.Context, done func()) {
	op := &operation{}
	inner, cancel := context.WithCancel(context.WithValue(context.WithoutCancel(ctx), operationKey{}, op))
	stop := context.AfterFunc(ctx, func() {
		late := time.AfterFunc(grace, cancel)
		context.AfterFunc(inner, func() { late.Stop() })
		if c.interrupt(inner, op) != nil {
			cancel() // nobody is there
		}
	})
	return inner, func() { stop(); cancel() }
}

// interrupt asks the server to end a statement; one that it has not heard of yet is none of its.
func (c *Connection) interrupt(ctx context.Context, op *operation) error {
	op.mu.Lock()
	session, id := op.session, op.id
	op.mu.Unlock()
	if id == "" {
		return fmt.Errorf("nothing was sent")
	}
	request, err := message("spark.connect.InterruptRequest")
	if err != nil {
		return err
	}
	user, err := message("spark.connect.UserContext")
	if err != nil {
		return err
	}
	set(user, "user_id", protoreflect.ValueOfString(c.User()))
	set(request, "session_id", protoreflect.ValueOfString(session))
	set(request, "user_context", protoreflect.ValueOfMessage(user.ProtoReflect()))
	set(request, "interrupt_type", protoreflect.ValueOfEnum(3)) // by the operation's id
	set(request, "operation_id", protoreflect.ValueOfString(id))
	response, err := message("spark.connect.InterruptResponse")
	if err != nil {
		return err
	}
	return c.conn.Invoke(ctx, "/spark.connect.SparkConnectService/Interrupt", request, response)
}

// message makes a message of the protocol, whose Go types the client library keeps to itself.
func message(name protoreflect.FullName) (proto.Message, error) {
	t, err := protoregistry.GlobalTypes.FindMessageByName(name)
	if err != nil {
		return nil, fmt.Errorf("the Spark Connect client has no message %s: %w", name, err)
	}
	return t.New().Interface(), nil
}

func set(m proto.Message, field protoreflect.Name, v protoreflect.Value) {
	if f := m.ProtoReflect().Descriptor().Fields().ByName(field); f != nil {
		m.ProtoReflect().Set(f, v)
	}
}
