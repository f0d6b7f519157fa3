package databricks

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// mlflowUC is the prefix of MLflow's calls for models in Unity Catalog, which the SDK does not have. Their fields are
// those of UcModelRegistryService in MLflow's protocol files.
const mlflowUC = "/api/2.0/mlflow/unity-catalog"

func (u *unity) mountMLflowRegistry() {
	f := u.fake
	const models, versions = mlflowUC + "/registered-models", mlflowUC + "/model-versions"
	Handle(f, "POST "+models+"/create", u.ucCreateModel)
	Handle(f, "GET "+models+"/get", u.ucGetModel)
	Handle(f, "GET "+models+"/search", u.ucSearchModels)
	Handle(f, "PATCH "+models+"/update", u.ucUpdateModel)
	Handle(f, "DELETE "+models+"/delete", u.ucDeleteModel)
	Handle(f, "POST "+models+"/set-tag", u.ucSetModelTag)
	Handle(f, "POST "+models+"/alias", u.ucSetAlias)
	Handle(f, "GET "+models+"/alias", u.ucGetByAlias)
	Handle(f, "DELETE "+models+"/alias", u.ucDeleteAlias)
	Handle(f, "POST "+versions+"/create", u.ucCreateVersion)
	Handle(f, "GET "+versions+"/get", u.ucGetVersion)
	Handle(f, "GET "+versions+"/search", u.ucSearchVersions)
	Handle(f, "PATCH "+versions+"/update", u.ucUpdateVersion)
	Handle(f, "DELETE "+versions+"/delete", u.ucDeleteVersion)
	Handle(f, "POST "+versions+"/finalize", u.ucFinalize)
	Handle(f, "POST "+versions+"/set-tag", u.ucSetVersionTag)
	Handle(f, "GET "+versions+"/get-download-uri", u.ucDownloadURI)
}

type ucTag struct {
	Key   string `json:"key"`
	Value string `json:"value,omitempty"`
}

type ucModel struct {
	Name        string    `json:"name"`
	Created     int64     `json:"creation_timestamp"`
	Updated     int64     `json:"last_updated_timestamp"`
	UserID      string    `json:"user_id"`
	Description string    `json:"description,omitempty"`
	Aliases     []ucAlias `json:"aliases,omitempty"`
	Tags        []ucTag   `json:"tags,omitempty"`
}

type ucAlias struct {
	Alias   string `json:"alias"`
	Version string `json:"version"`
}

type ucVersion struct {
	Name        string    `json:"name"`
	Version     string    `json:"version"`
	Created     int64     `json:"creation_timestamp"`
	Updated     int64     `json:"last_updated_timestamp"`
	UserID      string    `json:"user_id"`
	Description string    `json:"description,omitempty"`
	Source      string    `json:"source"`
	RunID       string    `json:"run_id,omitempty"`
	Status      string    `json:"status"`
	Storage     string    `json:"storage_location"`
	Aliases     []ucAlias `json:"aliases,omitempty"`
	Tags        []ucTag   `json:"tags,omitempty"`
	ModelID     string    `json:"model_id,omitempty"`
}

type (
	ucNamed struct {
		Name string `json:"name"`
	}
	ucModelReply struct {
		Model ucModel `json:"registered_model"`
	}
	ucVersionReply struct {
		Version ucVersion `json:"model_version"`
	}
	ucNumbered struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	ucAliased struct {
		Name  string `json:"name"`
		Alias string `json:"alias"`
	}
	ucDescribed struct {
		Name        string `json:"name"`
		Version     string `json:"version,omitempty"`
		NewName     string `json:"new_name,omitempty"`
		Description string `json:"description,omitempty"`
	}
	ucTagged struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
		Key     string `json:"key"`
		Value   string `json:"value,omitempty"`
	}
	ucPage struct {
		Filter     string `json:"filter,omitempty"`
		MaxResults int64  `json:"max_results,omitempty"`
		PageToken  string `json:"page_token,omitempty"`
	}
)

func ucTags(tags map[string]string) []ucTag {
	var out []ucTag
	for _, k := range sortedKeys(tags) {
		out = append(out, ucTag{k, tags[k]})
	}
	return out
}

func tagMap(tags []ucTag) map[string]string {
	out := map[string]string{}
	for _, t := range tags {
		out[t.Key] = t.Value
	}
	return out
}

func (m *registeredModel) uc() ucModelReply {
	out := ucModel{Name: m.full(), Created: m.created, Updated: m.updated, UserID: User, Description: m.comment, Tags: ucTags(m.tags)}
	for _, a := range sortedKeys(m.aliases) {
		out.Aliases = append(out.Aliases, ucAlias{a, itoa(m.aliases[a])})
	}
	return ucModelReply{out}
}

func (m *registeredModel) ucVersion(v *modelVersion) ucVersionReply {
	out := ucVersion{
		Name: m.full(), Version: itoa(v.number), Created: v.created, Updated: v.updated, UserID: User, Description: v.comment, Source: v.source,
		RunID: v.run, Status: v.status.String(), Storage: m.storage(v), Tags: ucTags(v.tags), ModelID: v.modelID,
	}
	for _, a := range m.aliasesOf(v.number) {
		out.Aliases = append(out.Aliases, ucAlias{a, out.Version})
	}
	return ucVersionReply{out}
}

// findText is find with the number as text, which MLflow's protocol has.
func (u *unity) findText(full, number string) (*registeredModel, *modelVersion, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, nil, Invalid("'%s' is not a version", number)
	}
	return u.find(full, n)
}

func (u *unity) ucCreateModel(_ context.Context, in struct {
	Name        string  `json:"name"`
	Description string  `json:"description,omitempty"`
	Tags        []ucTag `json:"tags,omitempty"`
},
) (ucModelReply, error) {
	m, err := u.newModel(in.Name, in.Description, tagMap(in.Tags))
	if err != nil {
		return ucModelReply{}, err
	}
	return m.uc(), nil
}

func (u *unity) ucGetModel(_ context.Context, in ucNamed) (ucModelReply, error) {
	m, err := u.model(in.Name)
	if err != nil {
		return ucModelReply{}, err
	}
	return m.uc(), nil
}

// page cuts a list by max_results and a token that is the first item's number.
func page[T any](items []T, in ucPage) ([]T, string, error) {
	start := 0
	if in.PageToken != "" {
		var err error
		if start, err = strconv.Atoi(in.PageToken); err != nil || start > len(items) {
			return nil, "", Invalid("Invalid page token")
		}
	}
	items = items[start:]
	if n := int(in.MaxResults); n > 0 && n < len(items) {
		return items[:n], itoa(start + n), nil
	}
	return items, "", nil
}

type ucModels struct {
	Models []ucModel `json:"registered_models,omitempty"`
	Next   string    `json:"next_page_token,omitempty"`
}

// ucSearchModels lists every model: Unity Catalog takes no filter here.
func (u *unity) ucSearchModels(_ context.Context, in ucPage) (out ucModels, err error) {
	if in.Filter != "" {
		return out, Invalid("Searching registered models with a filter is not supported in Unity Catalog")
	}
	for _, name := range sortedKeys(u.models) {
		out.Models = append(out.Models, u.models[name].uc().Model)
	}
	out.Models, out.Next, err = page(out.Models, in)
	return out, err
}

func (u *unity) ucUpdateModel(_ context.Context, in ucDescribed) (ucModelReply, error) {
	m, err := u.model(in.Name)
	if err == nil && in.NewName != "" {
		err = u.rename(m, in.NewName)
	}
	if err != nil {
		return ucModelReply{}, err
	}
	if in.NewName == "" {
		m.comment = in.Description
	}
	m.updated = u.now()
	return m.uc(), nil
}

func (u *unity) ucDeleteModel(_ context.Context, in ucNamed) (Empty, error) {
	m, err := u.model(in.Name)
	if err == nil {
		delete(u.models, m.full())
	}
	return Empty{}, err
}

func (u *unity) ucSetModelTag(_ context.Context, in ucTagged) (Empty, error) {
	m, err := u.model(in.Name)
	if err == nil {
		m.tags[in.Key] = in.Value
	}
	return Empty{}, err
}

func (u *unity) ucSetAlias(_ context.Context, in struct {
	Name    string `json:"name"`
	Alias   string `json:"alias"`
	Version string `json:"version"`
},
) (Empty, error) {
	m, v, err := u.findText(in.Name, in.Version)
	if err != nil {
		return Empty{}, err
	}
	return Empty{}, m.setAlias(in.Alias, v.number)
}

func (u *unity) ucGetByAlias(_ context.Context, in ucAliased) (ucVersionReply, error) {
	m, err := u.model(in.Name)
	if err != nil {
		return ucVersionReply{}, err
	}
	v, err := m.byAlias(in.Alias)
	if err != nil {
		return ucVersionReply{}, err
	}
	return m.ucVersion(v), nil
}

func (u *unity) ucDeleteAlias(_ context.Context, in ucAliased) (Empty, error) {
	m, err := u.model(in.Name)
	if err == nil {
		delete(m.aliases, in.Alias)
	}
	return Empty{}, err
}

func (u *unity) ucCreateVersion(_ context.Context, in struct {
	Name        string  `json:"name"`
	Source      string  `json:"source"`
	RunID       string  `json:"run_id,omitempty"`
	Description string  `json:"description,omitempty"`
	Tags        []ucTag `json:"tags,omitempty"`
	ModelID     string  `json:"model_id,omitempty"`
},
) (ucVersionReply, error) {
	m, err := u.model(in.Name)
	if err != nil {
		return ucVersionReply{}, err
	}
	v := u.newVersion(m, modelVersion{source: in.Source, run: in.RunID, comment: in.Description, tags: tagMap(in.Tags), modelID: in.ModelID})
	return m.ucVersion(v), nil
}

func (u *unity) ucGetVersion(_ context.Context, in ucNumbered) (ucVersionReply, error) {
	m, v, err := u.findText(in.Name, in.Version)
	if err != nil {
		return ucVersionReply{}, err
	}
	return m.ucVersion(v), nil
}

// ucFilters are the two filters that Unity Catalog takes.
var ucFilters = regexp.MustCompile(`^\s*(name|run_id)\s*=\s*(?:'([^']*)'|"([^"]*)")\s*$`)

type ucVersions struct {
	Versions []ucVersion `json:"model_versions,omitempty"`
	Next     string      `json:"next_page_token,omitempty"`
}

// ucSearchVersions answers without aliases and tags, as the real one does for speed.
func (u *unity) ucSearchVersions(_ context.Context, in ucPage) (out ucVersions, err error) {
	f := ucFilters.FindStringSubmatch(in.Filter)
	if in.Filter != "" && f == nil {
		return out, Invalid("Unsupported filter query : `%s`. Only name = '…' or run_id = '…' is supported.", in.Filter)
	}
	for _, name := range sortedKeys(u.models) {
		m := u.models[name]
		if f != nil && f[1] == "name" && strings.ToLower(f[2]+f[3]) != name {
			continue
		}
		for _, v := range m.sortedVersions() {
			if f != nil && f[1] == "run_id" && f[2]+f[3] != v.run {
				continue
			}
			found := m.ucVersion(v).Version
			found.Aliases, found.Tags = nil, nil
			out.Versions = append(out.Versions, found)
		}
	}
	out.Versions, out.Next, err = page(out.Versions, in)
	return out, err
}

func (u *unity) ucUpdateVersion(_ context.Context, in ucDescribed) (ucVersionReply, error) {
	m, v, err := u.findText(in.Name, in.Version)
	if err != nil {
		return ucVersionReply{}, err
	}
	v.comment, v.updated = in.Description, u.now()
	return m.ucVersion(v), nil
}

func (u *unity) ucDeleteVersion(_ context.Context, in ucNumbered) (Empty, error) {
	m, v, err := u.findText(in.Name, in.Version)
	if err != nil {
		return Empty{}, err
	}
	return Empty{}, m.remove(v.number)
}

func (u *unity) ucFinalize(_ context.Context, in ucNumbered) (ucVersionReply, error) {
	m, v, err := u.findText(in.Name, in.Version)
	if err != nil {
		return ucVersionReply{}, err
	}
	if len(v.files) == 0 {
		return ucVersionReply{}, Refuse(http.StatusBadRequest, "INVALID_STATE", "Model version %d of '%s' has no files", v.number, m.full())
	}
	if _, err := u.finalize(m, v.number); err != nil {
		return ucVersionReply{}, err
	}
	return m.ucVersion(v), nil
}

func (u *unity) ucSetVersionTag(_ context.Context, in ucTagged) (Empty, error) {
	_, v, err := u.findText(in.Name, in.Version)
	if err == nil {
		v.tags[in.Key] = in.Value
	}
	return Empty{}, err
}

func (u *unity) ucDownloadURI(_ context.Context, in ucNumbered) (struct {
	URI string `json:"artifact_uri"`
}, error,
) {
	var out struct {
		URI string `json:"artifact_uri"`
	}
	m, v, err := u.findText(in.Name, in.Version)
	if err == nil {
		out.URI = m.storage(v)
	}
	return out, err
}
