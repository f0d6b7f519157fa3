package serving

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/internal/commandline"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/validate"
)

// command is the command line of [Main].
type command struct {
	Model       string        `arg:"" help:"The model, such as models:/NAME@ALIAS, models:/NAME/VERSION or runs:/ID/NAME."`
	Addr        string        `default:"127.0.0.1:8080" help:"Where to listen; port 0 takes a free one."`
	TrackingURI string        `name:"tracking-uri" placeholder:"URI" help:"The MLflow store, such as sqlite:///mlflow.db or http://host:5000 (default: MLFLOW_TRACKING_URI)."`
	Compatible  bool          `help:"Answer as mlflow models serve does: the logged signature's columns, cast, no rules."`
	Mode        validate.Mode `default:"enforce" help:"What rows that break rules come to: enforce, warn or observe."`
	MaxBody     int64         `default:"${max_body}" placeholder:"BYTES" help:"Limit of a request's body."`
	DrainDelay  time.Duration `default:"0s" placeholder:"TIME" help:"How long to go on answering after SIGTERM, such as 10s, while health checks answer 503: what the load balancer takes to notice."`
}

// Main is the server as a command: it parses the arguments, loads and binds the model, and answers until SIGINT or
// SIGTERM. It returns the exit code: 0 drained, 1 failed or the model was refused, 2 wrong usage. The program imports
// the MLflow back ends. Logs go to standard error as text.
func Main[T any, P Row[T]](args []string) int { return run[T, P](args, os.Stdout, os.Stderr) }

func run[T any, P Row[T]](args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	var c command
	_, code, ended := commandline.Parse(&c, "serve", args, stdout, stderr,
		kong.Description("Answers MLflow's scoring protocol for a typed model."), kong.Vars{"max_body": fmt.Sprint(DefaultMaxBody)})
	if ended {
		return code
	}
	if err := serve[T, P](ctx, c, slog.New(slog.NewTextHandler(stderr, nil))); err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	return 0
}

func serve[T any, P Row[T]](ctx context.Context, c command, log *slog.Logger) error {
	client, err := mlflow.Open(ctx, c.TrackingURI)
	if err != nil {
		return err
	}
	defer client.Close()
	model, err := predict.Load[T, P](ctx, client, c.Model)
	if err != nil {
		return err
	}
	h, err := New[T, P](model, Options{Compatible: c.Compatible, Mode: c.Mode, MaxBody: c.MaxBody, DrainDelay: c.DrainDelay, Logger: log})
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	record := P(nil).TypedMLSchema()
	log.Info("serving", "model", c.Model, "schema", record.Name, "version", record.Version, "fingerprint", record.Fingerprint(),
		"trained_version", model.Info.SchemaVersion, "trained_fingerprint", model.Info.Fingerprint, "url", "http://"+l.Addr().String()+"/invocations")
	return Serve(ctx, l, h)
}
