package databricks

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// location is where artifacts are: of a run or a logged model, whose files the workspace signs links for, or a folder
// of the Files API.
type location struct {
	run, model string
	folder     string // /Models/… or /Volumes/…
	below      string // a folder of the artifacts; "" is their root
}

var tracked = regexp.MustCompile(`^dbfs:/databricks/mlflow-tracking/[^/]+/(?:(logged_models)/)?([^/]+)/artifacts(?:/(.*))?$`)

// place reads a location.
func place(op, uri string) (location, error) {
	if m := tracked.FindStringSubmatch(uri); m != nil {
		if m[1] != "" {
			return location{model: m[2], below: m[3]}, nil
		}
		return location{run: m[2], below: m[3]}, nil
	}
	if folder, ok := strings.CutPrefix(uri, "dbfs:"); ok && (strings.HasPrefix(folder, "/Models/") || strings.HasPrefix(folder, "/Volumes/")) {
		return location{folder: folder}, nil
	}
	return location{}, &mlflow.Error{
		Code: mlflow.CodeNotImplemented, Op: op, Object: uri,
		Message: fmt.Sprintf("artifacts at %q are not reached through the workspace: it keeps those of runs and logged models below "+
			"dbfs:/databricks/mlflow-tracking, of model versions below dbfs:/Models, and files below dbfs:/Volumes", uri),
	}
}

// escape encodes each segment of a path that begins with a slash.
func escape(path string) string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return "/" + strings.Join(segments, "/")
}
