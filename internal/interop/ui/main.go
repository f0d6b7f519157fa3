// Command ui serves a folder with an MLflow database by the MLflow server on PATH, and opens the newest run in the browser:
//
//	go run ./internal/interop/ui -port 5050 .demo/finance
//
// It ends with Ctrl-C. Where there is no browser to open, the address is printed alone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

func main() {
	port := flag.Int("port", 5050, "the port of 127.0.0.1 to listen on")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: ui [-port PORT] DIR")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, flag.Arg(0), *port)
	stop()
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "ui:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, port int) error {
	page, err := newestRun(ctx, filepath.Join(dir, "mlflow.db"))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "mlflow", "server", "--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1",
		"--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "./mlartifacts")
	cmd.Dir = dir
	fmt.Println("starting MLflow, some 15 s")
	server, err := interop.Launch(ctx, cmd, port, "/health", filepath.Join(dir, "mlflow-server.log"))
	if err != nil {
		return err
	}
	defer server.Stop()
	fmt.Println(server.URL + page + " (end with Ctrl-C)")
	if name, args := browser(server.URL + page); name != "" {
		if err := exec.CommandContext(ctx, name, args...).Run(); err != nil && ctx.Err() == nil {
			fmt.Printf("the browser was not opened (%s: %v): follow the address\n", name, err)
		}
	}
	<-ctx.Done()
	return nil
}

// newestRun is the page of the run that was started last.
func newestRun(ctx context.Context, database string) (page string, err error) {
	path, err := filepath.Abs(database)
	if err != nil {
		return "", err
	}
	client, err := mlflow.Open(ctx, "sqlite:///"+filepath.ToSlash(path))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	q := mlflow.RunQuery{Query: mlflow.Query{OrderBy: []string{"attributes.start_time DESC"}, PageSize: 1}}
	for e, err := range client.SearchExperiments(ctx, mlflow.Query{}) {
		if err != nil {
			return "", err
		}
		q.ExperimentIDs = append(q.ExperimentIDs, e.ID)
	}
	for run, err := range client.SearchRuns(ctx, q) {
		if err != nil {
			return "", err
		}
		return "/#/experiments/" + run.Info.ExperimentID + "/runs/" + run.ID(), nil
	}
	return "", fmt.Errorf("%s holds no run: make demo makes one", database)
}

// browser is the command that opens a page; "" where there is no screen to open it on.
func browser(page string) (name string, args []string) {
	switch runtime.GOOS {
	case "darwin":
		return "open", []string{page}
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler", page}
	}
	if _, err := exec.LookPath("xdg-open"); err != nil || os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return "", nil
	}
	return "xdg-open", []string{page}
}
