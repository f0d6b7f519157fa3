package databricks

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"
)

// registeredModel is a model of Unity Catalog with its versions: the catalog's API and MLflow's show the same ones.
type registeredModel struct {
	catalog, schema, name string
	comment               string
	created, updated      int64
	tags                  map[string]string
	aliases               map[string]int
	versions              []*modelVersion // by number
	last                  int             // the highest number ever given
}

// modelVersion is one version, with its files.
type modelVersion struct {
	number           int
	status           catalog.ModelVersionInfoStatus
	comment          string
	source, run      string
	modelID          string
	created, updated int64
	tags             map[string]string
	files            map[string][]byte
}

func (m *registeredModel) full() string { return m.catalog + "." + m.schema + "." + m.name }

// storage is where the files of a version are said to lie.
func (m *registeredModel) storage(v *modelVersion) string {
	return "s3://fake-metastore/models/" + m.full() + "/" + itoa(v.number)
}

// aliasesOf returns the aliases of a version, sorted.
func (m *registeredModel) aliasesOf(number int) []string {
	var out []string
	for _, a := range sortedKeys(m.aliases) {
		if m.aliases[a] == number {
			out = append(out, a)
		}
	}
	return out
}

func (m *registeredModel) version(number int) (*modelVersion, error) {
	at := slices.IndexFunc(m.versions, func(v *modelVersion) bool { return v.number == number })
	if at < 0 {
		return nil, Missing("Model version '%d' of '%s' does not exist.", number, m.full())
	}
	return m.versions[at], nil
}

func (m *registeredModel) byAlias(alias string) (*modelVersion, error) {
	number, ok := m.aliases[alias]
	if !ok {
		return nil, Missing("Alias '%s' of model '%s' does not exist.", alias, m.full())
	}
	return m.version(number)
}

func (m *registeredModel) setAlias(alias string, number int) error {
	if alias == "" || strings.ContainsAny(alias, "/ .") {
		return Invalid("'%s' is not a valid alias", alias)
	}
	if _, err := m.version(number); err != nil {
		return err
	}
	m.aliases[alias] = number
	return nil
}

// remove takes a version away, its aliases with it; its number is not given again.
func (m *registeredModel) remove(number int) error {
	if _, err := m.version(number); err != nil {
		return err
	}
	m.versions = slices.DeleteFunc(m.versions, func(v *modelVersion) bool { return v.number == number })
	for alias, n := range m.aliases {
		if n == number {
			delete(m.aliases, alias)
		}
	}
	return nil
}

// model finds a model by its three-level name.
func (u *unity) model(full string) (*registeredModel, error) {
	if _, _, err := u.split(full); err != nil {
		return nil, err
	}
	if m := u.models[strings.ToLower(full)]; m != nil {
		return m, nil
	}
	return nil, Missing("Registered model '%s' does not exist.", full)
}

func (u *unity) newModel(full, comment string, tags map[string]string) (*registeredModel, error) {
	schema, name, err := u.split(full)
	if err != nil {
		return nil, err
	}
	if err := checkName("registered model", name); err != nil {
		return nil, err
	}
	m := &registeredModel{
		catalog: schema.CatalogName, schema: schema.Name, name: name, comment: comment,
		created: u.now(), updated: u.now(), tags: tags, aliases: map[string]int{},
	}
	if m.tags == nil {
		m.tags = map[string]string{}
	}
	if u.models[m.full()] != nil {
		return nil, Exists("Registered model '%s' already exists.", m.full())
	}
	u.models[m.full()] = m
	return m, nil
}

func (u *unity) rename(m *registeredModel, newName string) error {
	full := newName
	if !strings.Contains(newName, ".") {
		full = m.catalog + "." + m.schema + "." + newName
	}
	schema, name, err := u.split(full)
	switch {
	case err != nil:
		return err
	case schema.CatalogName != m.catalog || schema.Name != m.schema:
		return Invalid("a model stays in its schema: '%s' is not in %s.%s", newName, m.catalog, m.schema)
	case u.models[strings.ToLower(full)] != nil:
		return Exists("Registered model '%s' already exists.", full)
	}
	delete(u.models, m.full())
	m.name = name
	u.models[m.full()] = m
	return nil
}

// newVersion adds the next version, whose files are to come: it waits for being finalized.
func (u *unity) newVersion(m *registeredModel, v modelVersion) *modelVersion {
	m.last++
	v.number, v.status = m.last, catalog.ModelVersionInfoStatusPendingRegistration
	v.created, v.updated, v.files = u.now(), u.now(), map[string][]byte{}
	m.versions = append(m.versions, &v)
	return &v
}

// finalize makes a pending version ready.
func (u *unity) finalize(m *registeredModel, number int) (*modelVersion, error) {
	v, err := m.version(number)
	if err != nil {
		return nil, err
	}
	if v.status != catalog.ModelVersionInfoStatusPendingRegistration {
		return nil, Refuse(http.StatusBadRequest, "INVALID_STATE", "Model version %d of '%s' is %s, not PENDING_REGISTRATION", number, m.full(), v.status)
	}
	v.status, v.updated = catalog.ModelVersionInfoStatusReady, u.now()
	return v, nil
}

// ModelVersion says what the workspace has of a model version, for other services: its status ("READY"), and whether it is
// there. A typed handler may call it; anyone else does so within [Fake.Locked].
func (f *Fake) ModelVersion(full string, number int) (status string, ok bool) {
	m, err := f.unity.model(full)
	if err != nil {
		return "", false
	}
	v, err := m.version(number)
	if err != nil {
		return "", false
	}
	return v.status.String(), true
}

// AddModelVersion registers a version that is ready, and returns its number: what serving needs to begin with.
func (f *Fake) AddModelVersion(full string) (number int, err error) {
	f.Locked(func() {
		var m *registeredModel
		if m, err = f.unity.model(full); err != nil {
			m, err = f.unity.newModel(full, "", nil)
		}
		if err == nil {
			v := f.unity.newVersion(m, modelVersion{source: "fake"})
			v.status, number = catalog.ModelVersionInfoStatusReady, v.number
		}
	})
	return number, err
}

// sortedVersions returns the versions, newest first.
func (m *registeredModel) sortedVersions() []*modelVersion {
	out := slices.Clone(m.versions)
	slices.SortFunc(out, func(a, b *modelVersion) int { return cmp.Compare(b.number, a.number) })
	return out
}
