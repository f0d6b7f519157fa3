package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/goccy/go-yaml"
)

// FileName is the name of the file that describes a model.
const FileName = "MLmodel"

// MLmodel is the content of an MLmodel file.
type MLmodel struct {
	ArtifactPath  string
	ModelID       string
	RunID         string
	MLflowVersion string
	Created       time.Time // UTC, microsecond precision
	Size          int64     // bytes of the model's files
	Signature     Signature
	Info          Info

	// Flavors holds each flavor's entries, python_function's among them.
	Flavors map[string]map[string]any

	// Metadata holds further entries of metadata, beside typedml's.
	Metadata map[string]any

	// Example describes the input example; nil when there is none.
	Example *ExampleInfo
}

// ExampleInfo says where a model's input example is.
type ExampleInfo struct {
	File    string // such as input_example.json
	Serving string // the same as a request of the scoring server
}

// wireModel is an MLmodel file in YAML. Entries of other tools are kept in the maps.
type wireModel struct {
	ArtifactPath text                      `yaml:"artifact_path,omitempty"`
	Flavors      map[string]map[string]any `yaml:"flavors"`
	FromHint     bool                      `yaml:"is_signature_from_type_hint"`
	Metadata     map[string]any            `yaml:"metadata,omitempty"`
	Version      text                      `yaml:"mlflow_version,omitempty"`
	ModelID      text                      `yaml:"model_id,omitempty"`
	Size         int64                     `yaml:"model_size_bytes,omitempty"`
	UUID         text                      `yaml:"model_uuid,omitempty"`
	RunID        text                      `yaml:"run_id,omitempty"`
	Example      *wireExample              `yaml:"saved_input_example_info,omitempty"`
	Signature    *wireSignature            `yaml:"signature,omitempty"`
	HintExample  bool                      `yaml:"type_hint_from_example"`
	Created      text                      `yaml:"utc_time_created,omitempty"`
}

type wireExample struct {
	Path    text `yaml:"artifact_path"`
	Orient  text `yaml:"pandas_orient"`
	Serving text `yaml:"serving_input_path,omitempty"`
	Type    text `yaml:"type"`
}

// wireSignature holds JSON texts inside the YAML.
type wireSignature struct {
	Inputs  *text `yaml:"inputs"`
	Outputs *text `yaml:"outputs"`
	Params  *text `yaml:"params"`
}

const timeFormat = "2006-01-02 15:04:05.000000"

// Marshal returns the file's content. Every text is quoted: Python reads another version of YAML than Go.
func (m *MLmodel) Marshal() ([]byte, error) {
	if len(m.Flavors) == 0 {
		return nil, errors.New("mlflow model: an MLmodel file needs a flavor")
	}
	if err := errors.Join(m.Signature.Check(), m.Info.check(m.Signature)); err != nil {
		return nil, fmt.Errorf("mlflow model: %w", err)
	}
	w := wireModel{
		ArtifactPath: text(m.ArtifactPath), Flavors: m.Flavors, Version: text(m.MLflowVersion), ModelID: text(m.ModelID),
		UUID: text(m.ModelID), RunID: text(m.RunID), Size: m.Size, Metadata: map[string]any{},
	}
	for k, v := range m.Metadata {
		w.Metadata[k] = quoted(v)
	}
	if !m.Info.IsZero() {
		w.Metadata["typedml"] = m.Info.wire()
	}
	if !m.Created.IsZero() {
		w.Created = text(m.Created.UTC().Format(timeFormat))
	}
	if m.Example != nil {
		w.Example = &wireExample{text(m.Example.File), "split", text(m.Example.Serving), "dataframe"}
	}
	if !m.Signature.IsZero() {
		s, err := m.Signature.wire()
		if err != nil {
			return nil, fmt.Errorf("mlflow model: signature: %w", err)
		}
		w.Signature = s
	}
	b, err := yaml.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("mlflow model: %w", err)
	}
	return b, nil
}

// quoted replaces the strings inside of v, so that they are quoted in YAML.
func quoted(v any) any {
	switch v := v.(type) {
	case string:
		return text(v)
	case []string:
		out := make([]text, len(v))
		for i, s := range v {
			out[i] = text(s)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = quoted(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = quoted(e)
		}
		return out
	case map[string]string:
		out := make(map[string]text, len(v))
		for k, e := range v {
			out[k] = text(e)
		}
		return out
	}
	return v
}

func (s Signature) wire() (*wireSignature, error) {
	var w wireSignature
	for _, p := range []struct {
		dst **text
		cs  []Column
	}{{&w.Inputs, s.Inputs}, {&w.Outputs, s.Outputs}} {
		j, err := MarshalColumns(p.cs)
		if err != nil {
			return nil, err
		}
		if j != "" {
			t := text(j)
			*p.dst = &t
		}
	}
	if len(s.Params) > 0 {
		j, err := marshal(s.Params)
		if err != nil {
			return nil, err
		}
		t := text(j)
		w.Params = &t
	}
	return &w, nil
}

// Parse reads an MLmodel file, of any tool. What is not known here is ignored, but the flavors and metadata are kept
// whole. Errors carry line and column.
func Parse(b []byte) (m *MLmodel, err error) {
	var w readModel
	if err := yaml.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("mlflow model: %s: %s", FileName, yaml.FormatError(err, false, false)) // without the source, which may be long
	}
	if len(w.Flavors) == 0 {
		return nil, fmt.Errorf("mlflow model: %s has no flavors", FileName)
	}
	m = &MLmodel{
		ArtifactPath: w.ArtifactPath, ModelID: w.ModelID, RunID: w.RunID, MLflowVersion: w.Version, Size: w.Size, Flavors: w.Flavors,
	}
	if w.Created != "" {
		if m.Created, err = time.Parse("2006-01-02 15:04:05.999999", w.Created); err != nil {
			return nil, fmt.Errorf("mlflow model: utc_time_created: %w", err)
		}
	}
	if m.Signature, err = w.Signature.signature(); err != nil {
		return nil, fmt.Errorf("mlflow model: signature: %w", err)
	}
	m.Metadata = maps.Clone(w.Metadata)
	delete(m.Metadata, "typedml")
	if w.Example.Path != "" {
		m.Example = &ExampleInfo{File: w.Example.Path, Serving: w.Example.Serving}
	}
	if m.Info, err = parseInfo(b, w.Metadata); err != nil {
		return nil, fmt.Errorf("mlflow model: metadata.typedml: %w", err)
	}
	if err := m.Info.check(m.Signature); err != nil {
		return nil, fmt.Errorf("mlflow model: %w", err)
	}
	return m, nil
}

// readModel is wireModel with the plain types that are read.
type readModel struct {
	ArtifactPath string                    `yaml:"artifact_path"`
	Flavors      map[string]map[string]any `yaml:"flavors"`
	Metadata     map[string]any            `yaml:"metadata"`
	Version      string                    `yaml:"mlflow_version"`
	ModelID      string                    `yaml:"model_id"`
	Size         int64                     `yaml:"model_size_bytes"`
	RunID        string                    `yaml:"run_id"`
	Created      string                    `yaml:"utc_time_created"`
	Signature    readSignature             `yaml:"signature"`
	Example      struct {
		Path    string `yaml:"artifact_path"`
		Serving string `yaml:"serving_input_path"`
	} `yaml:"saved_input_example_info"`
}

type readSignature struct {
	Inputs  string `yaml:"inputs"`
	Outputs string `yaml:"outputs"`
	Params  string `yaml:"params"`
}

func (w readSignature) signature() (s Signature, err error) {
	if s.Inputs, err = UnmarshalColumns(w.Inputs); err != nil {
		return s, fmt.Errorf("inputs: %w", err)
	}
	if s.Outputs, err = UnmarshalColumns(w.Outputs); err != nil {
		return s, fmt.Errorf("outputs: %w", err)
	}
	if w.Params != "" {
		if err := json.Unmarshal([]byte(w.Params), &s.Params); err != nil {
			return s, fmt.Errorf("params: %w", err)
		}
	}
	return s, nil
}

// parseInfo reads typedml's part a second time, into its type.
func parseInfo(b []byte, metadata map[string]any) (Info, error) {
	if metadata["typedml"] == nil {
		return Info{}, nil
	}
	var w struct {
		Metadata struct {
			Info *wireInfo `yaml:"typedml"`
		} `yaml:"metadata"`
	}
	err := yaml.Unmarshal(b, &w)
	return w.Metadata.Info.info(), err
}

// FlavorNames returns the names of the flavors, sorted, without python_function.
func (m *MLmodel) FlavorNames() []string {
	names := slices.Sorted(maps.Keys(m.Flavors))
	return slices.DeleteFunc(names, func(n string) bool { return n == "python_function" })
}

// DataFile returns the name of the file that a flavor reads, such as model.json for xgboost.
func (m *MLmodel) DataFile(flavor string) (string, error) {
	f, ok := m.Flavors[flavor]
	if !ok {
		return "", fmt.Errorf("mlflow model: there is no flavor %q; there are %q", flavor, m.FlavorNames())
	}
	s, ok := f["data"].(string)
	if !ok || s == "" {
		return "", fmt.Errorf("mlflow model: the flavor %q names no data file", flavor)
	}
	return s, nil
}
