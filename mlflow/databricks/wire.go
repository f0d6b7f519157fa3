package databricks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// The messages are those of UcModelRegistryService in MLflow's protocol files.

type wireTag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type wireAlias struct {
	Alias   string `json:"alias"`
	Version number `json:"version"`
}

// number is an int64 that comes as a JSON number or, as proto JSON has it, as a text.
type number int64

// UnmarshalJSON reads both.
func (n *number) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "null" || text == "" {
		return nil
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no integer", text)
	}
	*n = number(v)
	return nil
}

func (n number) time() time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(n)).UTC()
}

type wireModel struct {
	Name        string      `json:"name"`
	Created     number      `json:"creation_timestamp"`
	Updated     number      `json:"last_updated_timestamp"`
	Description string      `json:"description"`
	Aliases     []wireAlias `json:"aliases"`
	Tags        []wireTag   `json:"tags"`
}

type modelAnswer struct {
	Model wireModel `json:"registered_model"`
}

type wireVersion struct {
	Name        string      `json:"name"`
	Version     number      `json:"version"`
	Created     number      `json:"creation_timestamp"`
	Updated     number      `json:"last_updated_timestamp"`
	UserID      string      `json:"user_id"`
	Description string      `json:"description"`
	Source      string      `json:"source"`
	RunID       string      `json:"run_id"`
	Status      string      `json:"status"`
	Message     string      `json:"status_message"`
	Aliases     []wireAlias `json:"aliases"`
	Tags        []wireTag   `json:"tags"`
	ModelID     string      `json:"model_id"`
}

type versionAnswer struct {
	Version wireVersion `json:"model_version"`
}

func tags(ts []wireTag) map[string]string {
	out := make(map[string]string, len(ts))
	for _, t := range ts {
		out[t.Key] = t.Value
	}
	return out
}

func wireTags(ts map[string]string) []wireTag {
	var out []wireTag
	for _, t := range mlflow.SortedTags(ts) {
		out = append(out, wireTag(t))
	}
	return out
}

func (s *Store) model(w wireModel) *mlflow.RegisteredModel {
	m := &mlflow.RegisteredModel{
		Name: s.short(w.Name), Description: w.Description, Created: w.Created.time(), Updated: w.Updated.time(),
		Tags: tags(w.Tags), Aliases: make(map[string]int, len(w.Aliases)),
	}
	for _, a := range w.Aliases {
		m.Aliases[a.Alias] = int(a.Version)
	}
	return m
}

func (s *Store) version(w wireVersion) *mlflow.ModelVersion {
	v := &mlflow.ModelVersion{
		Name: s.short(w.Name), Version: int(w.Version), Description: w.Description, Source: w.Source, RunID: w.RunID, ModelID: w.ModelID,
		StatusMessage: w.Message, UserID: w.UserID, Created: w.Created.time(), Updated: w.Updated.time(), Tags: tags(w.Tags),
	}
	_ = v.Status.UnmarshalText([]byte(w.Status)) // UNSPECIFIED stays zero
	for _, a := range w.Aliases {
		v.Aliases = append(v.Aliases, a.Alias)
	}
	slices.Sort(v.Aliases)
	v.Stage = stageOf(v.Aliases)
	return v
}
