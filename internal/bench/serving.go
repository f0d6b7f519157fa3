package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/requirements"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/config"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/pipeline/train/wheel"
	"github.com/typedml/typedml/schema"
)

// servingPairs compares requests of one row, one after the other on one connection, with mlflow models serve of the same
// model: German Credit, 57 encoded features. Ours validates in the first comparison, and casts as MLflow does in the
// second.
func servingPairs() []pair {
	return []pair{servingPair("serving/one_row/mlflow", false), servingPair("serving/one_row_compatible/mlflow", true)}
}

func servingPair(name string, compatible bool) pair {
	var ours, peer endpoint
	return pair{
		name:  name,
		start: func() (func(), error) { return startServers(compatible, &ours, &peer) },
		check: func() error {
			a, err := ours.predict()
			if err != nil {
				return err
			}
			b, err := peer.predict()
			if err == nil && a != b {
				err = fmt.Errorf("ours predicts %v, MLflow's %v", a, b)
			}
			return err
		},
		ours: func(n int) { ours.send(n) }, peer: func(n int) { peer.send(n) },
	}
}

// endpoint is a server and the request that is sent to it.
type endpoint struct {
	url  string
	body []byte
}

func (e *endpoint) send(n int) {
	for range n {
		if _, err := e.predict(); err != nil {
			panic(err) // it was answered a moment ago
		}
	}
}

func (e *endpoint) predict() (float64, error) {
	res, err := http.Post(e.url+"/invocations", "application/json", bytes.NewReader(e.body)) //nolint:noctx // a benchmark
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	var answer struct{ Predictions []float64 }
	if err := json.Unmarshal(data, &answer); err != nil || len(answer.Predictions) != 1 {
		return 0, fmt.Errorf("%s answers %s: %s", e.url, res.Status, data)
	}
	return answer.Predictions[0], nil
}

// startServers trains a model and serves it twice: MLflow's server is a process of its own, ours is in this one.
func startServers(compatible bool, ours, peer *endpoint) (stop func(), err error) {
	command, env, err := mlflowCommand()
	if err != nil {
		return nil, err
	}
	if _, err := train.FindXGBoost(); err != nil {
		return nil, missing{"there is no training library; make engine installs it"}
	}
	dir, err := os.MkdirTemp("", "typedml-bench-*")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	stops := []func(){cancel, func() { os.RemoveAll(dir) }}
	stop = func() {
		for _, f := range stops {
			f()
		}
	}
	m, row, err := trainCredit(ctx, dir)
	if err != nil {
		stop()
		return nil, err
	}
	encoded, err := encode(row)
	if err != nil {
		stop()
		return nil, err
	}
	port, err := interop.UnusedPort()
	if err != nil {
		stop()
		return nil, err
	}
	cmd := exec.Command(command, "models", "serve", "-m", filepath.Join(dir, "model"), "--env-manager", "local",
		"--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1")
	cmd.Env = env
	server, err := interop.Launch(ctx, cmd, port, "/ping", filepath.Join(dir, "serve.log"))
	if err != nil {
		stop()
		return nil, err
	}
	stops = append([]func(){server.Stop}, stops...)
	*peer = endpoint{server.URL, encoded}
	if ours.url, err = serveOurs(ctx, m, compatible); err != nil {
		stop()
		return nil, err
	}
	if ours.body = encoded; !compatible {
		ours.body, err = request(row)
	}
	return stop, err
}

func mlflowCommand() (command string, env []string, err error) {
	e, err := requirements.Find("mlflow")
	if err != nil {
		return "", nil, err
	}
	cache, err := wheel.CacheDir()
	if err != nil || !e.Ready(cache) {
		return "", nil, missing{"there is no Python environment with MLflow; make setup installs it"}
	}
	return e.Bin(cache, "mlflow"), interop.Env(e.Python(cache)), nil
}

// trainCredit runs the pipeline of the finance example in dir, and leaves the model in the folder model.
func trainCredit(ctx context.Context, dir string) (*predict.Model[finance.ApplicationRequest], *finance.Application, error) {
	rows, err := finance.Load()
	if err != nil {
		return nil, nil, err
	}
	var cfg pipeline.PipelineConfig
	if err := config.Parse("pipeline.yaml", finance.Config, &cfg); err != nil {
		return nil, nil, err
	}
	slashed := filepath.ToSlash(dir)
	cfg.FeatureTable = "delta://" + slashed + "/credit"
	table, err := featurestore.Open[finance.Application](ctx, cfg.FeatureTable)
	if err != nil {
		return nil, nil, err
	}
	defer table.Close()
	if err := table.Overwrite(ctx, rows); err != nil {
		return nil, nil, err
	}
	client, err := mlflow.Open(ctx, "sqlite:///"+slashed+"/mlflow.db")
	if err != nil {
		return nil, nil, err
	}
	defer client.Close()
	p, err := pipeline.New[finance.Application](ctx, cfg, pipeline.WithClient(client), pipeline.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		return nil, nil, err
	}
	defer p.Close()
	artifact, err := p.Run(ctx)
	if err != nil {
		return nil, nil, err
	}
	uri := "models:/" + artifact.ModelName + "/1"
	if _, err := model.DownloadTo(ctx, client, uri, filepath.Join(dir, "model")); err != nil {
		return nil, nil, err
	}
	m, err := predict.Load[finance.ApplicationRequest](ctx, client, uri)
	return m, &rows[1], err
}

func serveOurs(ctx context.Context, m *predict.Model[finance.ApplicationRequest], compatible bool) (string, error) {
	h, err := serving.New(m, serving.Options{Compatible: compatible, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go func() { _ = serving.Serve(ctx, l, h) }()
	return "http://" + l.Addr().String(), nil
}

// request is the row as a caller of ours sends it: its columns, without the label.
func request(row *finance.Application) ([]byte, error) {
	full, err := row.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	one := bytes.Replace(full, fmt.Appendf(nil, `,"creditability":%q`, row.Creditability), nil, 1)
	return fmt.Appendf(nil, `{"dataframe_records": [%s]}`, one), nil
}

// encode is the row as a caller of MLflow's server sends it: its encoded features.
func encode(row *finance.Application) ([]byte, error) {
	cells := map[string]any{}
	values := row.AppendFeatures64(nil)
	for i, f := range row.TypedMLSchema().Features() {
		if cells[f.Name] = values[i]; f.Kind == schema.Bool {
			cells[f.Name] = values[i] != 0
		}
	}
	return json.Marshal(map[string]any{"dataframe_records": []any{cells}})
}
