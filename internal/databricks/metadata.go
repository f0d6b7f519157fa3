package databricks

import (
	"net/http"
	"strings"
)

// storage is the prefix of signed links, as of cloud storage: whoever has one may use it, and a token has no business there.
const storage = "/storage/"

// public reports whether a path is answered without a token.
func public(path string) bool {
	return path == "/.well-known/databricks-config" || strings.HasPrefix(path, storage)
}

// mountMetadata serves what the SDK asks a host before its first call.
func mountMetadata(f *Fake) {
	f.HandleRaw("GET /.well-known/databricks-config", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"oidc_endpoint": f.URL() + "/oidc", "workspace_id": "1234567890123456", "cloud": "AWS"})
	})
}
