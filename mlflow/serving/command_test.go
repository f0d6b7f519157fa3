package serving

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

// firstLine is a log that hands out what it got first.
type firstLine struct{ lines chan string }

func (f firstLine) Write(p []byte) (int, error) {
	select {
	case f.lines <- string(p):
	default:
	}
	return len(p), nil
}

// store is a store with a model of nothing but its base score, which every struct can serve.
func store(t *testing.T) string {
	t.Helper()
	ctx := t.Context()
	uri := "sqlite:///" + filepath.ToSlash(t.TempDir()) + "/mlflow.db"
	client, err := mlflow.Open(ctx, uri)
	require.NoError(t, err)
	defer client.Close()
	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "command"})
	require.NoError(t, err)
	const constant = `{"version":[3,2,0],"learner":{"feature_names":["transaction_amount"],
		"learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"1","num_target":"1"},"objective":{"name":"binary:logistic"},
		"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],"trees":[{"left_children":[-1],"right_children":[-1],"split_indices":[0],
		"split_conditions":[0.0],"default_left":[0],"tree_param":{"size_leaf_vector":"1"},"loss_changes":[0]}]}}}}`
	_, err = model.Log(ctx, run, model.Spec{
		Name: "constant", Flavor: model.XGBoost("3.2.0"), Data: strings.NewReader(constant), Register: &model.Registration{Name: "constant"},
	})
	require.NoError(t, err)
	return uri
}

func TestServeUntilInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	log := firstLine{make(chan string, 2)}
	ended := make(chan error, 1)
	go func() {
		ended <- serve[retail.FeatureVector](ctx, command{Model: "models:/constant/1", TrackingURI: store(t), Addr: "127.0.0.1:0", DrainDelay: 2 * time.Second},
			slog.New(slog.NewTextHandler(log, nil)))
	}()
	var url string
	for url == "" {
		select {
		case line := <-log.lines:
			if found := regexp.MustCompile(`url=(\S+)/invocations`).FindStringSubmatch(line); found != nil {
				url = found[1]
			}
		case err := <-ended:
			t.Fatal("it ended: ", err)
		case <-time.After(time.Minute):
			t.Fatal("it does not start")
		}
	}
	res, err := http.Get(url + "/ping")
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, res.Body)
	require.NoError(t, err)
	res.Body.Close()
	assert.Equal(t, http.StatusOK, res.StatusCode)
	stop()
	for res.StatusCode != http.StatusServiceUnavailable { // a new connection each, as a load balancer's
		res, err = (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Get(url + "/ping")
		require.NoError(t, err)
		res.Body.Close()
	}
	require.NoError(t, <-ended)
	_, err = http.Get(url + "/ping")
	require.Error(t, err, "the port is closed")
}

func TestWrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"no model":   {nil, 2, "expected \"<model>\""},
		"flag":       {[]string{"models:/m/1", "--port=1"}, 2, "unknown flag --port"},
		"mode":       {[]string{"models:/m/1", "--mode=lax"}, 2, "the modes are enforce, warn, observe"},
		"help":       {[]string{"--help"}, 0, "--tracking-uri"},
		"no store":   {[]string{"models:/m/1", "--tracking-uri=ftp://x"}, 1, "ftp"},
		"no model m": {[]string{"models:/m/1", "--tracking-uri", store(t)}, 1, "models:/m/1"},
		"features":   {[]string{"models:/constant/1", "--tracking-uri", store(t)}, 1, "column transaction_amount (a feature of the model) is absent"},
		"address":    {[]string{"models:/constant/1", "--tracking-uri", store(t), "--addr", "nowhere"}, 1, "nowhere"},
	} {
		var out, errs bytes.Buffer
		code := run[retail.Customer](c.args, &out, &errs)
		if name == "address" {
			out.Reset()
			errs.Reset()
			code = run[retail.FeatureVector](c.args, &out, &errs)
		}
		assert.Equal(t, c.code, code, name)
		assert.Contains(t, out.String()+errs.String(), c.want, name)
	}
}
