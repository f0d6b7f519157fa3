package databricks

import (
	"context"
	"strconv"

	"github.com/databricks/databricks-sdk-go/service/catalog"
)

func itoa(n int) string { return strconv.Itoa(n) }

// mountModels mounts registered models: the catalog's API, MLflow's, and their files.
func (u *unity) mountModels() {
	f := u.fake
	const models = api21 + "/models"
	Handle(f, "POST "+models, u.createModel)
	Handle(f, "GET "+models, u.listModels)
	Handle(f, "GET "+models+"/{full_name}", u.getModel)
	Handle(f, "PATCH "+models+"/{full_name}", u.updateModel)
	Handle(f, "DELETE "+models+"/{full_name}", u.deleteModel)
	Handle(f, "GET "+models+"/{full_name}/versions", u.listVersions)
	Handle(f, "GET "+models+"/{full_name}/versions/{version}", u.getVersion)
	Handle(f, "PATCH "+models+"/{full_name}/versions/{version}", u.updateVersion)
	Handle(f, "DELETE "+models+"/{full_name}/versions/{version}", u.deleteVersion)
	Handle(f, "GET "+models+"/{full_name}/aliases/{alias}", u.getByAlias)
	Handle(f, "PUT "+models+"/{full_name}/aliases/{alias}", u.putAlias)
	Handle(f, "DELETE "+models+"/{full_name}/aliases/{alias}", u.dropAlias)
	u.mountMLflowRegistry()
	u.mountModelFiles()
}

func (m *registeredModel) info(aliases bool) *catalog.RegisteredModelInfo {
	out := &catalog.RegisteredModelInfo{
		CatalogName: m.catalog, SchemaName: m.schema, Name: m.name, FullName: m.full(), Comment: m.comment, Owner: User,
		CreatedAt: m.created, CreatedBy: User, UpdatedAt: m.updated, UpdatedBy: User, StorageLocation: "s3://fake-metastore/models/" + m.full(),
	}
	if aliases {
		for _, a := range sortedKeys(m.aliases) {
			out.Aliases = append(out.Aliases, catalog.RegisteredModelAlias{AliasName: a, VersionNum: m.aliases[a]})
		}
	}
	return out
}

func (m *registeredModel) versionInfo(v *modelVersion, aliases bool) *catalog.ModelVersionInfo {
	out := &catalog.ModelVersionInfo{
		CatalogName: m.catalog, SchemaName: m.schema, ModelName: m.name, Version: v.number, Comment: v.comment, Source: v.source, RunId: v.run,
		Status: v.status, StorageLocation: m.storage(v), CreatedAt: v.created, CreatedBy: User, UpdatedAt: v.updated, UpdatedBy: User,
	}
	if aliases {
		for _, a := range m.aliasesOf(v.number) {
			out.Aliases = append(out.Aliases, catalog.RegisteredModelAlias{AliasName: a, VersionNum: v.number})
		}
	}
	return out
}

func (u *unity) createModel(_ context.Context, in catalog.CreateRegisteredModelRequest) (*catalog.RegisteredModelInfo, error) {
	if in.CatalogName == "" || in.SchemaName == "" || in.Name == "" {
		return nil, Invalid("catalog_name, schema_name and name are needed")
	}
	m, err := u.newModel(in.CatalogName+"."+in.SchemaName+"."+in.Name, in.Comment, nil)
	if err != nil {
		return nil, err
	}
	return m.info(false), nil
}

func (u *unity) getModel(_ context.Context, in catalog.GetRegisteredModelRequest) (*catalog.RegisteredModelInfo, error) {
	m, err := u.model(in.FullName)
	if err != nil {
		return nil, err
	}
	return m.info(in.IncludeAliases), nil
}

func (u *unity) listModels(_ context.Context, in catalog.ListRegisteredModelsRequest) (catalog.ListRegisteredModelsResponse, error) {
	var out catalog.ListRegisteredModelsResponse
	for _, name := range sortedKeys(u.models) {
		m := u.models[name]
		if (in.CatalogName == "" || in.CatalogName == m.catalog) && (in.SchemaName == "" || in.SchemaName == m.schema) {
			out.RegisteredModels = append(out.RegisteredModels, *m.info(false))
		}
	}
	return out, nil
}

func (u *unity) updateModel(_ context.Context, in catalog.UpdateRegisteredModelRequest) (*catalog.RegisteredModelInfo, error) {
	m, err := u.model(in.FullName)
	if err != nil {
		return nil, err
	}
	if in.NewName != "" {
		if err := u.rename(m, in.NewName); err != nil {
			return nil, err
		}
	}
	if in.Comment != "" {
		m.comment = in.Comment
	}
	m.updated = u.now()
	return m.info(false), nil
}

func (u *unity) deleteModel(_ context.Context, in catalog.DeleteRegisteredModelRequest) (Empty, error) {
	m, err := u.model(in.FullName)
	if err == nil {
		delete(u.models, m.full())
	}
	return Empty{}, err
}

func (u *unity) listVersions(_ context.Context, in catalog.ListModelVersionsRequest) (catalog.ListModelVersionsResponse, error) {
	var out catalog.ListModelVersionsResponse
	m, err := u.model(in.FullName)
	if err != nil {
		return out, err
	}
	for _, v := range m.sortedVersions() {
		out.ModelVersions = append(out.ModelVersions, *m.versionInfo(v, false))
	}
	return out, nil
}

// find finds a model and one of its versions.
func (u *unity) find(full string, number int) (*registeredModel, *modelVersion, error) {
	m, err := u.model(full)
	if err != nil {
		return nil, nil, err
	}
	v, err := m.version(number)
	return m, v, err
}

func (u *unity) getVersion(_ context.Context, in catalog.GetModelVersionRequest) (*catalog.ModelVersionInfo, error) {
	m, v, err := u.find(in.FullName, in.Version)
	if err != nil {
		return nil, err
	}
	return m.versionInfo(v, in.IncludeAliases), nil
}

func (u *unity) updateVersion(_ context.Context, in catalog.UpdateModelVersionRequest) (*catalog.ModelVersionInfo, error) {
	m, v, err := u.find(in.FullName, in.Version)
	if err != nil {
		return nil, err
	}
	v.comment, v.updated = in.Comment, u.now()
	return m.versionInfo(v, false), nil
}

func (u *unity) deleteVersion(_ context.Context, in catalog.DeleteModelVersionRequest) (Empty, error) {
	m, err := u.model(in.FullName)
	if err != nil {
		return Empty{}, err
	}
	return Empty{}, m.remove(in.Version)
}

func (u *unity) getByAlias(_ context.Context, in catalog.GetByAliasRequest) (*catalog.ModelVersionInfo, error) {
	m, err := u.model(in.FullName)
	if err != nil {
		return nil, err
	}
	v, err := m.byAlias(in.Alias)
	if err != nil {
		return nil, err
	}
	return m.versionInfo(v, in.IncludeAliases), nil
}

func (u *unity) putAlias(_ context.Context, in catalog.SetRegisteredModelAliasRequest) (*catalog.RegisteredModelAlias, error) {
	m, err := u.model(in.FullName)
	if err != nil {
		return nil, err
	}
	if err := m.setAlias(in.Alias, in.VersionNum); err != nil {
		return nil, err
	}
	return &catalog.RegisteredModelAlias{AliasName: in.Alias, VersionNum: in.VersionNum}, nil
}

func (u *unity) dropAlias(_ context.Context, in catalog.DeleteAliasRequest) (Empty, error) {
	m, err := u.model(in.FullName)
	if err == nil {
		delete(m.aliases, in.Alias)
	}
	return Empty{}, err
}
