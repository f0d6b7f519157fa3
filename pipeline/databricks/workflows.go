package databricks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/service/files"
	"github.com/databricks/databricks-sdk-go/service/jobs"
	"github.com/google/uuid"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/pipeline/bundle"
)

// Options say which workspace. The zero value follows the SDK's environment.
type Options struct {
	// Profile is a section of .databrickscfg.
	Profile string
	// Host and Token name the workspace themselves, without the environment.
	Host, Token string
	// Transport carries requests; nil is the standard library's.
	Transport http.RoundTripper
	// Poll is the time between two looks at a run; 0 is two seconds at first and ten later.
	Poll time.Duration
}

// Workflows are the jobs of a workspace. It is safe for concurrent use.
type Workflows struct {
	client *workspace.Client
	jobs   *jobs.JobsAPI
	files  *files.FilesAPI
	poll   time.Duration
}

// Open connects to a workspace. Failures, here and later, say what was tried, where, and what to do, and hold no
// credential.
func Open(ctx context.Context, o Options) (*Workflows, error) {
	c, err := workspace.Open(ctx, workspace.Options{Profile: o.Profile, Host: o.Host, Token: o.Token, Transport: o.Transport})
	if err != nil {
		return nil, err
	}
	return &Workflows{client: c, jobs: jobs.NewJobs(c.API), files: files.NewFiles(c.API), poll: o.Poll}, nil
}

// Job is a job of the workspace.
type Job struct {
	ID   int64
	Name string
	// Created says that there was none of this name before.
	Created bool
}

// Create uploads the programs of a bundle and makes the job of one of its targets, or brings the job of the same name up
// to date. A job of that name that was not made from a bundle, or that the Databricks CLI deployed, is left alone, with an error.
func (w *Workflows) Create(ctx context.Context, dir, target string) (Job, error) {
	d, err := bundle.Read(dir, target)
	if err != nil {
		return Job{}, err
	}
	settings, err := known(d)
	if err != nil {
		return Job{}, err
	}
	before, err := w.named(ctx, d.Name)
	if err != nil {
		return Job{}, err
	}
	if err := own(before); err != nil {
		return Job{}, err
	}
	for _, u := range d.Uploads {
		if err := w.upload(ctx, u); err != nil {
			return Job{}, err
		}
	}
	if before != nil {
		err := w.jobs.Reset(ctx, jobs.ResetJob{JobId: before.JobId, NewSettings: *settings})
		return Job{ID: before.JobId, Name: d.Name}, w.explain("update job", d.Name, "CAN MANAGE on the job", err)
	}
	var create jobs.CreateJob
	if err := json.Unmarshal(d.Job, &create); err != nil {
		return Job{}, err
	}
	made, err := w.jobs.Create(ctx, create)
	if err != nil {
		return Job{}, w.explain("create job", d.Name, "", err)
	}
	return Job{ID: made.JobId, Name: d.Name, Created: true}, nil
}

// own refuses a job that something else than Create made. The Databricks CLI writes the same tags, and says that it deployed.
func own(job *jobs.BaseJob) error {
	switch {
	case job == nil:
		return nil
	case job.Settings.Tags[bundle.TagKey] != bundle.Tag:
		return fmt.Errorf("the workspace has a job %q (%d) that was not made from a bundle; rename one of them", job.Settings.Name, job.JobId)
	case job.Settings.Deployment != nil:
		return fmt.Errorf("the job %q (%d) was deployed by the Databricks CLI; bring it up to date by databricks bundle deploy, or remove it by databricks bundle destroy",
			job.Settings.Name, job.JobId)
	}
	return nil
}

// known decodes the settings and demands that the SDK's types lose nothing of them.
func known(d *bundle.Deployment) (*jobs.JobSettings, error) {
	var s jobs.JobSettings
	if err := json.Unmarshal(d.Job, &s); err != nil {
		return nil, fmt.Errorf("the job of the bundle: %w", err)
	}
	back, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	var want, got map[string]any
	if err := errors.Join(json.Unmarshal(d.Job, &want), json.Unmarshal(back, &got)); err != nil {
		return nil, err
	}
	if at := lost("job", want, got); at != "" {
		return nil, fmt.Errorf("the job of the bundle has %s, which Databricks Jobs 2.2 does not know", at)
	}
	return &s, nil
}

// lost returns the path of what got lacks of want; "" when it lacks nothing.
func lost(at string, want, got any) string {
	switch want := want.(type) {
	case map[string]any:
		have, _ := got.(map[string]any)
		for k, v := range want {
			if _, ok := have[k]; !ok {
				return at + "." + k
			}
			if deep := lost(at+"."+k, v, have[k]); deep != "" {
				return deep
			}
		}
	case []any:
		have, _ := got.([]any)
		for i, v := range want {
			if i >= len(have) {
				return at + "[" + strconv.Itoa(i) + "]"
			}
			if deep := lost(at+"["+strconv.Itoa(i)+"]", v, have[i]); deep != "" {
				return deep
			}
		}
	}
	return ""
}

// named returns the job of a name, or nil.
func (w *Workflows) named(ctx context.Context, name string) (*jobs.BaseJob, error) {
	list := w.jobs.List(ctx, jobs.ListJobsRequest{Name: name})
	var found []jobs.BaseJob
	for list.HasNext(ctx) {
		j, err := list.Next(ctx)
		if err != nil {
			return nil, w.explain("find job", name, "CAN VIEW on the job", err)
		}
		if j.Settings != nil && j.Settings.Name == name { // the filter ignores case
			found = append(found, j)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return &found[0], nil
	}
	return nil, fmt.Errorf("the workspace has %d jobs named %q, such as %d and %d; remove or rename all but one", len(found), name, found[0].JobId, found[1].JobId)
}

// Find returns the job of a name or an id.
func (w *Workflows) Find(ctx context.Context, job string) (Job, error) {
	if id, err := strconv.ParseInt(job, 10, 64); err == nil {
		got, err := w.jobs.Get(ctx, jobs.GetJobRequest{JobId: id})
		if err != nil {
			return Job{}, w.explain("find job", job, "CAN VIEW on the job", err)
		}
		return Job{ID: got.JobId, Name: got.Settings.Name}, nil
	}
	found, err := w.named(ctx, job)
	if err != nil {
		return Job{}, err
	}
	if found == nil {
		return Job{}, fmt.Errorf("the workspace has no job named %q; typedmlctl jobs create makes it from a bundle", job)
	}
	return Job{ID: found.JobId, Name: job}, nil
}

// Remove takes back what Create did for a target: it deletes the job, if it is there and Create made it, and the
// programs of this bundle from the volume, with their folder when no other release is left in it.
func (w *Workflows) Remove(ctx context.Context, dir, target string) error {
	d, err := bundle.Read(dir, target)
	if err != nil {
		return err
	}
	found, err := w.named(ctx, d.Name)
	if err != nil {
		return err
	}
	if found != nil && own(found) == nil {
		if err := w.Delete(ctx, found.JobId); err != nil {
			return err
		}
	}
	for _, u := range d.Uploads {
		if err := w.files.DeleteByFilePath(ctx, u.Remote); err != nil && !errors.Is(err, apierr.ErrNotFound) {
			return w.explain("remove", u.Remote, "WRITE VOLUME on the volume", err)
		}
	}
	folder := path.Dir(d.Uploads[0].Remote)
	if err := w.files.DeleteDirectoryByDirectoryPath(ctx, folder); err != nil && !errors.Is(err, apierr.ErrNotFound) {
		return w.explain("remove", folder, "WRITE VOLUME on the volume", err)
	}
	above := path.Dir(folder)
	if strings.Count(above, "/") == strings.Count("/Volumes/catalog/schema/volume", "/") {
		return nil
	}
	err = w.files.DeleteDirectoryByDirectoryPath(ctx, above)
	if errors.Is(err, apierr.ErrBadRequest) || errors.Is(err, apierr.ErrResourceConflict) || errors.Is(err, apierr.ErrNotFound) {
		return nil // other releases lie there
	}
	return w.explain("remove", above, "WRITE VOLUME on the volume", err)
}

// Delete removes a job; runs of it stay in the workspace's history.
func (w *Workflows) Delete(ctx context.Context, id int64) error {
	return w.explain("delete job", strconv.FormatInt(id, 10), "IS OWNER on the job", w.jobs.DeleteByJobId(ctx, id))
}

// upload puts a file into its volume, unless it is there.
func (w *Workflows) upload(ctx context.Context, u bundle.Upload) error {
	f, err := os.Open(u.Local)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	have, err := w.files.GetMetadataByFilePath(ctx, u.Remote)
	switch {
	case err == nil && have.ContentLength == info.Size():
		return nil
	case err != nil && !errors.Is(err, apierr.ErrNotFound):
		return w.explain("look for", u.Remote, "READ VOLUME on the volume", err)
	}
	if err := w.files.CreateDirectory(ctx, files.CreateDirectoryRequest{DirectoryPath: path.Dir(u.Remote)}); err != nil {
		return w.explain("make folder", path.Dir(u.Remote), "WRITE VOLUME on the volume", err)
	}
	return w.explain("upload", u.Remote, "WRITE VOLUME on the volume", w.files.Upload(ctx, files.UploadRequest{FilePath: u.Remote, Contents: f, Overwrite: true}))
}

// Start begins a run of a job and returns its id. Parameters are those of the job; the others have the job's values. A
// request whose answer was lost is sent again, with a token that lets one run begin only.
func (w *Workflows) Start(ctx context.Context, id int64, params map[string]string) (run int64, err error) {
	started, err := w.jobs.RunNow(workspace.Repeatable(ctx), jobs.RunNow{JobId: id, JobParameters: params, IdempotencyToken: uuid.NewString()})
	if err != nil {
		return 0, w.explain("run job", strconv.FormatInt(id, 10), "CAN MANAGE RUN on the job", err)
	}
	return started.RunId, nil
}

// explain says what was tried on what, and which permission it takes.
func (w *Workflows) explain(op, object, needs string, err error) error {
	return w.client.Explain(workspace.Call{Op: op, Object: object, Needs: needs}, err)
}
