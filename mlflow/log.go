package mlflow

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"
)

// ParamSource is a record whose fields are params; typedml generates the method.
type ParamSource interface {
	// MLflowParams yields each param's key and value.
	MLflowParams() iter.Seq2[string, string]
}

// MetricSource is a record whose fields are metrics; typedml generates the method.
type MetricSource interface {
	// MLflowMetrics yields each metric's key and value; what is nil is left out.
	MLflowMetrics() iter.Seq2[string, float64]
}

// LogParams writes the params of src, such as a training configuration, to the run. Nothing is written when one of
// them breaks a limit.
func LogParams(ctx context.Context, run *Run, src ParamSource) error {
	var b Batch
	for k, v := range src.MLflowParams() {
		b.Params = append(b.Params, Param{Key: k, Value: v})
	}
	return run.LogBatch(ctx, b)
}

// MetricOption changes how [LogMetrics] writes.
type MetricOption func(*Metric)

// AtStep sets the step of every metric; the default is 0.
func AtStep(step int64) MetricOption { return func(m *Metric) { m.Step = step } }

// OfModel attaches every metric to a logged model, too.
func OfModel(modelID string) MetricOption { return func(m *Metric) { m.ModelID = modelID } }

// LogMetrics writes the metrics of src to the run, all with one time.
func LogMetrics(ctx context.Context, run *Run, src MetricSource, opts ...MetricOption) error {
	var b Batch
	for k, v := range src.MLflowMetrics() {
		m := Metric{Key: k, Value: v}
		for _, o := range opts {
			o(&m)
		}
		b.Metrics = append(b.Metrics, m)
	}
	return run.LogBatch(ctx, b)
}

// SetTags sets or overwrites tags of the run.
func SetTags(ctx context.Context, run *Run, tags map[string]string) error {
	return run.LogBatch(ctx, Batch{Tags: SortedTags(tags)})
}

// LogJSON writes v as an indented JSON artifact, such as feature_importance.json.
func LogJSON(ctx context.Context, run *Run, artifactPath string, v any) error {
	if err := run.bound("log JSON"); err != nil {
		return err
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("mlflow: log JSON %s: %w", artifactPath, err)
	}
	return LogBytes(ctx, run, artifactPath, append(b, '\n'))
}

// LogBytes writes data as an artifact.
func LogBytes(ctx context.Context, run *Run, artifactPath string, data []byte) error {
	if err := run.bound("log bytes"); err != nil {
		return err
	}
	return run.client.PutArtifact(ctx, run.Info.ArtifactURI, artifactPath, bytes.NewReader(data))
}

// LogFile copies a local file to the artifact folder dir ("" is the root), under the file's own name.
func LogFile(ctx context.Context, run *Run, file, dir string) error {
	if err := run.bound("log file"); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("mlflow: log file: %w", err)
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && st.IsDir() {
		return invalid("log file", file, "it is a folder")
	}
	return run.client.PutArtifact(ctx, run.Info.ArtifactURI, path.Join(dir, filepath.Base(file)), f)
}

// ReadArtifact returns the whole of an artifact of the run.
func ReadArtifact(ctx context.Context, run *Run, artifactPath string) ([]byte, error) {
	if err := run.bound("read artifact"); err != nil {
		return nil, err
	}
	r, err := run.client.OpenArtifact(ctx, run.Info.ArtifactURI, artifactPath)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, &Error{Code: CodeUnavailable, Op: "read artifact", Object: artifactPath, Err: err}
	}
	return b, nil
}
