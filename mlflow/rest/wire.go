package rest

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// integer reads an int64 that is written as a JSON number or, as protocol buffers have it, as a string.
type integer int64

// UnmarshalJSON implements [json.Unmarshaler].
func (i *integer) UnmarshalJSON(b []byte) error {
	if len(b) > 1 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	if string(b) == "null" || len(b) == 0 {
		*i = 0
		return nil
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		f, ferr := strconv.ParseFloat(string(b), 64)
		if ferr != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return fmt.Errorf("%q is no integer", b)
		}
		n = int64(f)
	}
	*i = integer(n)
	return nil
}

func (i integer) time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// number is a float64 whose NaN and infinities are quoted.
type number float64

// MarshalJSON implements [json.Marshaler].
func (n number) MarshalJSON() ([]byte, error) { return json.Marshal(mlflow.FormatMetric(float64(n))) }

// UnmarshalJSON implements [json.Unmarshaler].
func (n *number) UnmarshalJSON(b []byte) error {
	if len(b) > 1 && b[0] == '"' {
		b = b[1 : len(b)-1]
	}
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return fmt.Errorf("%q is no number", b)
	}
	*n = number(f)
	return nil
}

type wirePair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type wireMetric struct {
	Key     string  `json:"key"`
	Value   number  `json:"value"`
	Time    integer `json:"timestamp"`
	Step    integer `json:"step"`
	ModelID string  `json:"model_id,omitempty"`
}

func (m wireMetric) value() mlflow.Metric {
	return mlflow.Metric{Key: m.Key, Value: float64(m.Value), Time: time.UnixMilli(int64(m.Time)).UTC(), Step: int64(m.Step), ModelID: m.ModelID}
}

func metricWire(m mlflow.Metric) wireMetric {
	return wireMetric{m.Key, number(m.Value), integer(m.Time.UnixMilli()), integer(m.Step), m.ModelID}
}

type wireExperiment struct {
	ID        string     `json:"experiment_id"`
	Name      string     `json:"name"`
	Location  string     `json:"artifact_location"`
	Lifecycle string     `json:"lifecycle_stage"`
	Created   integer    `json:"creation_time"`
	Updated   integer    `json:"last_update_time"`
	Tags      []wirePair `json:"tags"`
}

func (e wireExperiment) value() *mlflow.Experiment {
	return &mlflow.Experiment{
		ID: e.ID, Name: e.Name, ArtifactLocation: e.Location, Lifecycle: mlflow.Lifecycle(e.Lifecycle),
		Created: e.Created.time(), Updated: e.Updated.time(), Tags: pairMap(e.Tags),
	}
}

type wireRunInfo struct {
	ID           string           `json:"run_id"`
	Name         string           `json:"run_name"`
	ExperimentID string           `json:"experiment_id"`
	User         string           `json:"user_id"`
	Status       mlflow.RunStatus `json:"status"`
	Start        integer          `json:"start_time"`
	End          integer          `json:"end_time"`
	Location     string           `json:"artifact_uri"`
	Lifecycle    string           `json:"lifecycle_stage"`
}

func (i wireRunInfo) value() mlflow.RunInfo {
	return mlflow.RunInfo{
		ID: i.ID, Name: i.Name, ExperimentID: i.ExperimentID, UserID: i.User, Status: i.Status, Start: i.Start.time(),
		End: i.End.time(), ArtifactURI: i.Location, Lifecycle: mlflow.Lifecycle(i.Lifecycle),
	}
}

type wireRun struct {
	Info wireRunInfo `json:"info"`
	Data struct {
		Metrics []wireMetric `json:"metrics"`
		Params  []wirePair   `json:"params"`
		Tags    []wirePair   `json:"tags"`
	} `json:"data"`
	Outputs struct {
		Models []wireOutput `json:"model_outputs"`
	} `json:"outputs"`
}

type wireOutput struct {
	ModelID string  `json:"model_id"`
	Step    integer `json:"step"`
}

func (r wireRun) value() *mlflow.Run {
	run := &mlflow.Run{
		Info: r.Info.value(),
		Data: mlflow.RunData{
			Params: pairMap(r.Data.Params), Tags: pairMap(r.Data.Tags),
			Metrics: make(map[string]mlflow.Metric, len(r.Data.Metrics)),
		},
	}
	for _, m := range r.Data.Metrics {
		run.Data.Metrics[m.Key] = m.value()
	}
	for _, o := range r.Outputs.Models {
		run.Outputs = append(run.Outputs, mlflow.ModelOutput{ModelID: o.ModelID, Step: int64(o.Step)})
	}
	return run
}

type wireLoggedModel struct {
	Info struct {
		ID           string     `json:"model_id"`
		ExperimentID string     `json:"experiment_id"`
		Name         string     `json:"name"`
		Created      integer    `json:"creation_timestamp_ms"`
		Updated      integer    `json:"last_updated_timestamp_ms"`
		Location     string     `json:"artifact_uri"`
		Status       string     `json:"status"`
		Message      string     `json:"status_message"`
		Type         string     `json:"model_type"`
		RunID        string     `json:"source_run_id"`
		Tags         []wirePair `json:"tags"`
	} `json:"info"`
	Data struct {
		Params  []wirePair   `json:"params"`
		Metrics []wireMetric `json:"metrics"`
	} `json:"data"`
}

func (m wireLoggedModel) value() *mlflow.LoggedModel {
	i := m.Info
	v := &mlflow.LoggedModel{
		ID: i.ID, Name: i.Name, ExperimentID: i.ExperimentID, SourceRunID: i.RunID, ModelType: i.Type,
		ArtifactLocation: i.Location, StatusMessage: i.Message, Created: i.Created.time(), Updated: i.Updated.time(),
		Params: pairMap(m.Data.Params), Tags: pairMap(i.Tags),
	}
	_ = v.Status.UnmarshalText([]byte(i.Status)) // UNSPECIFIED stays zero
	for _, w := range m.Data.Metrics {
		v.Metrics = append(v.Metrics, w.value())
	}
	return v
}

type wireAlias struct {
	Alias   string  `json:"alias"`
	Version integer `json:"version"`
}

type wireModel struct {
	Name        string        `json:"name"`
	Description string        `json:"description"`
	Created     integer       `json:"creation_timestamp"`
	Updated     integer       `json:"last_updated_timestamp"`
	Latest      []wireVersion `json:"latest_versions"`
	Tags        []wirePair    `json:"tags"`
	Aliases     []wireAlias   `json:"aliases"`
}

func (m wireModel) value() *mlflow.RegisteredModel {
	v := &mlflow.RegisteredModel{
		Name: m.Name, Description: m.Description, Created: m.Created.time(), Updated: m.Updated.time(),
		Tags: pairMap(m.Tags), Aliases: make(map[string]int, len(m.Aliases)),
	}
	for _, a := range m.Aliases {
		v.Aliases[a.Alias] = int(a.Version)
	}
	for _, w := range m.Latest {
		v.Latest = append(v.Latest, w.value())
	}
	return v
}

type wireVersion struct {
	Name        string     `json:"name"`
	Version     integer    `json:"version"`
	Created     integer    `json:"creation_timestamp"`
	Updated     integer    `json:"last_updated_timestamp"`
	User        string     `json:"user_id"`
	Stage       string     `json:"current_stage"`
	Description string     `json:"description"`
	Source      string     `json:"source"`
	RunID       string     `json:"run_id"`
	RunLink     string     `json:"run_link"`
	ModelID     string     `json:"model_id"`
	Status      string     `json:"status"`
	Message     string     `json:"status_message"`
	Tags        []wirePair `json:"tags"`
	Aliases     []string   `json:"aliases"`
}

func (w wireVersion) value() *mlflow.ModelVersion {
	v := &mlflow.ModelVersion{
		Name: w.Name, Version: int(w.Version), Description: w.Description, Source: w.Source, RunID: w.RunID,
		RunLink: w.RunLink, ModelID: w.ModelID, StatusMessage: w.Message, UserID: w.User, Created: w.Created.time(),
		Updated: w.Updated.time(), Tags: pairMap(w.Tags), Aliases: slices.Sorted(slices.Values(w.Aliases)),
	}
	_ = v.Stage.UnmarshalText([]byte(w.Stage)) // absent on servers without stages: stays zero
	_ = v.Status.UnmarshalText([]byte(w.Status))
	return v
}

func pairMap(ps []wirePair) map[string]string {
	m := make(map[string]string, len(ps))
	for _, p := range ps {
		m[p.Key] = p.Value
	}
	return m
}

func tagPairs(ts []mlflow.Tag) []wirePair {
	ps := make([]wirePair, len(ts))
	for i, t := range ts {
		ps[i] = wirePair(t)
	}
	return ps
}

func paramPairs(ts []mlflow.Param) []wirePair {
	ps := make([]wirePair, len(ts))
	for i, t := range ts {
		ps[i] = wirePair(t)
	}
	return ps
}
