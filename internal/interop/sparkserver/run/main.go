// Command run starts a Spark Connect server, runs a program, and ends the server with it:
//
//	go run ./internal/interop/sparkserver/run go run ./examples/finance/demo -table spark://{}/spark_catalog.default.credit
//
// {} in the arguments is the server's address. The exit code is the program's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/typedml/typedml/internal/interop/sparkserver"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: run PROGRAM [ARGUMENT]…; {} is the server's address")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	case err != nil:
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	start := time.Now()
	fmt.Println("starting a Spark Connect server (10 to 20 s, 2 GB of memory)")
	s, err := sparkserver.Launch(ctx)
	if err != nil {
		return err
	}
	defer s.Stop()
	fmt.Printf("it listens on %s after %s\n", s.Address, time.Since(start).Round(time.Second))
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{}", s.Address)
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	return cmd.Run()
}
