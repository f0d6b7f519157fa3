package databricks

import "net/http"

// publicPaths are answered without a token.
var publicPaths = map[string]struct{}{"/.well-known/databricks-config": {}}

// mountMetadata serves what the SDK asks a host before its first call.
func mountMetadata(f *Fake) {
	f.HandleRaw("GET /.well-known/databricks-config", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"oidc_endpoint": f.URL() + "/oidc", "workspace_id": "1234567890123456", "cloud": "AWS"})
	})
}
