package databricks

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/serving"
)

// maxInvocation is how much an endpoint reads of a request.
const maxInvocation = 16 << 20

var endpointForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,63}$`)

// Endpoints are Databricks Model Serving. A deployment is done when the endpoint was looked at twice.
type Endpoints struct {
	// Models answer invocations, by "catalog.schema.model/version". What is not there cannot be deployed: it is no model.
	Models map[string]http.Handler
	// Broken are versions whose deployment fails, with the message that says why.
	Broken map[string]string
	// Stopped says that the deployments of Broken are stopped by somebody.
	Stopped bool

	f    *Fake
	byID map[string]*endpointState
}

type endpointState struct {
	detail serving.ServingEndpointDetailed
	looks  int
}

func mountServing(f *Fake) {
	e := &Endpoints{Models: map[string]http.Handler{}, Broken: map[string]string{}, f: f, byID: map[string]*endpointState{}}
	f.Endpoints = e
	const api = "/api/2.0/serving-endpoints"
	Handle(f, "POST "+api, e.create)
	Handle(f, "GET "+api+"/{name}", e.get)
	Handle(f, "DELETE "+api+"/{name}", e.delete)
	Handle(f, "PUT "+api+"/{name}/config", e.update)
	f.HandleRaw("POST /serving-endpoints/{name}/invocations", e.invoke)
}

func (e *Endpoints) create(_ context.Context, in serving.CreateServingEndpoint) (serving.ServingEndpointDetailed, error) {
	if !endpointForm.MatchString(in.Name) {
		return serving.ServingEndpointDetailed{}, Invalid("Invalid endpoint name %q.", in.Name)
	}
	if e.byID[in.Name] != nil {
		return serving.ServingEndpointDetailed{}, Exists("Endpoint with name '%s' already exists.", in.Name)
	}
	if in.Config == nil {
		return serving.ServingEndpointDetailed{}, Invalid("Missing required field: config")
	}
	pending, err := e.pending(in.Config)
	if err != nil {
		return serving.ServingEndpointDetailed{}, err
	}
	s := &endpointState{detail: serving.ServingEndpointDetailed{
		Name: in.Name, Id: randomHex(16), Creator: User, CreationTimestamp: e.f.Now().UnixMilli(), PendingConfig: pending,
		State: &serving.EndpointState{Ready: serving.EndpointStateReadyNotReady, ConfigUpdate: serving.EndpointStateConfigUpdateInProgress},
	}}
	e.byID[in.Name] = s
	return s.detail, nil
}

func (e *Endpoints) pending(in *serving.EndpointCoreConfigInput) (*serving.EndpointPendingConfig, error) {
	if len(in.ServedEntities) == 0 || len(in.ServedEntities) > 10 {
		return nil, Invalid("An endpoint serves 1 to 10 entities, not %d.", len(in.ServedEntities))
	}
	out := &serving.EndpointPendingConfig{StartTime: e.f.Now().UnixMilli()}
	for _, s := range in.ServedEntities {
		key := s.EntityName + "/" + s.EntityVersion
		if _, ok := e.Models[key]; !ok {
			return nil, Missing("The model version %s does not exist.", key)
		}
		if !slices.Contains([]string{"Small", "Medium", "Large"}, s.WorkloadSize) && s.MaxProvisionedConcurrency == 0 {
			return nil, Invalid("Invalid workload size %q.", s.WorkloadSize)
		}
		for _, v := range s.EnvironmentVars {
			if strings.Contains(v, "{{") && !strings.HasPrefix(v, "{{secrets/") {
				return nil, Invalid("Invalid environment variable.")
			}
		}
		out.ServedEntities = append(out.ServedEntities, serving.ServedEntityOutput{
			Name: s.Name, EntityName: s.EntityName, EntityVersion: s.EntityVersion, WorkloadSize: s.WorkloadSize,
			ScaleToZeroEnabled: s.ScaleToZeroEnabled, EnvironmentVars: s.EnvironmentVars, Creator: User,
			State: &serving.ServedModelState{Deployment: serving.ServedModelStateDeploymentDeploymentCreating, DeploymentStateMessage: "Creating resources"},
		})
	}
	return out, nil
}

func (e *Endpoints) endpoint(name string) (*endpointState, error) {
	s := e.byID[name]
	if s == nil {
		return nil, Missing("Endpoint with name '%s' does not exist.", name)
	}
	return s, nil
}

func (e *Endpoints) get(_ context.Context, in serving.GetServingEndpointRequest) (serving.ServingEndpointDetailed, error) {
	s, err := e.endpoint(in.Name)
	if err != nil {
		return serving.ServingEndpointDetailed{}, err
	}
	if s.detail.PendingConfig != nil && s.detail.State.ConfigUpdate == serving.EndpointStateConfigUpdateInProgress {
		if s.looks++; s.looks >= 2 {
			e.deploy(s)
		}
	}
	return s.detail, nil
}

// deploy ends a deployment: what is pending answers, or what answered before goes on.
func (e *Endpoints) deploy(s *endpointState) {
	pending := s.detail.PendingConfig
	for i := range pending.ServedEntities {
		p := &pending.ServedEntities[i]
		if why, broken := e.Broken[p.EntityName+"/"+p.EntityVersion]; broken {
			p.State = &serving.ServedModelState{Deployment: serving.ServedModelStateDeploymentDeploymentFailed, DeploymentStateMessage: why}
			s.detail.State.ConfigUpdate = serving.EndpointStateConfigUpdateUpdateFailed
			if e.Stopped {
				s.detail.State.ConfigUpdate = serving.EndpointStateConfigUpdateUpdateCanceled
			}
			return
		}
		p.State = &serving.ServedModelState{Deployment: serving.ServedModelStateDeploymentDeploymentReady}
	}
	s.detail.Config = &serving.EndpointCoreConfigOutput{ServedEntities: pending.ServedEntities, ConfigVersion: int64(s.looks)}
	s.detail.PendingConfig = nil
	s.detail.State = &serving.EndpointState{Ready: serving.EndpointStateReadyReady, ConfigUpdate: serving.EndpointStateConfigUpdateNotUpdating}
}

func (e *Endpoints) update(_ context.Context, in serving.EndpointCoreConfigInput) (serving.ServingEndpointDetailed, error) {
	s, err := e.endpoint(in.Name)
	if err != nil {
		return serving.ServingEndpointDetailed{}, err
	}
	if s.detail.State.ConfigUpdate == serving.EndpointStateConfigUpdateInProgress {
		return serving.ServingEndpointDetailed{}, Refuse(http.StatusConflict, "RESOURCE_CONFLICT", "Endpoint update is in progress.")
	}
	pending, err := e.pending(&in)
	if err != nil {
		return serving.ServingEndpointDetailed{}, err
	}
	s.detail.PendingConfig, s.looks = pending, 0
	s.detail.State.ConfigUpdate = serving.EndpointStateConfigUpdateInProgress
	return s.detail, nil
}

func (e *Endpoints) delete(_ context.Context, in serving.DeleteServingEndpointRequest) (Empty, error) {
	if _, err := e.endpoint(in.Name); err != nil {
		return Empty{}, err
	}
	delete(e.byID, in.Name)
	return Empty{}, nil
}

// invoke hands the request to the model that is deployed.
func (e *Endpoints) invoke(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	if len(body) > maxInvocation {
		WriteRefusal(w, Refuse(http.StatusRequestEntityTooLarge, "REQUEST_TOO_LARGE", "Request size cannot exceed %d bytes.", maxInvocation))
		return
	}
	var h http.Handler
	e.f.Locked(func() {
		s := e.byID[r.PathValue("name")]
		switch {
		case s == nil:
			err = Missing("The given endpoint does not exist, please retry after checking the specified model and version deployment exists.")
		case s.detail.Config == nil:
			err = Refuse(http.StatusServiceUnavailable, "TEMPORARILY_UNAVAILABLE", "The endpoint is not ready.")
		default:
			entity := s.detail.Config.ServedEntities[0]
			h = e.Models[entity.EntityName+"/"+entity.EntityVersion]
		}
	})
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	r = r.Clone(r.Context())
	r.URL.Path = "/invocations"
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	h.ServeHTTP(w, r)
}
