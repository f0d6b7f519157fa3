package databricks

import "net/http"

const metadataPath = "/.well-known/databricks-config"

// storage is the prefix of signed links, as of cloud storage: whoever has one may use it, and a token has no business there.
const storage = "/storage/"

// mountMetadata serves what the SDK asks a host before its first call.
func mountMetadata(f *Fake) {
	f.HandleRaw("GET "+metadataPath, func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"oidc_endpoint": f.URL() + "/oidc", "workspace_id": "1234567890123456", "cloud": "AWS"})
	})
}
