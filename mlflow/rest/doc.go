// Package rest is the back end of mlflow for a tracking server that speaks MLflow's REST API (version 3.17 is what it
// is tested with). Importing it registers the schemes http and https.
//
// Requests follow the policy of MLflow's Python client: 408, 429, 500, 502, 503, 504 and lost connections are tried
// again (7 times, with exponential waits and jitter; a Retry-After header is obeyed), each try has 120 seconds. Two
// things differ on purpose. A request that creates something is repeated only when the server can't have acted on it:
// Python repeats it always and may leave a second run. And a server that never answered this client is not waited
// for: a connection that is refused, lost or silent is reported at once, with what to do, and so is a TLS handshake that
// fails.
//
// The environment is MLflow's: MLFLOW_TRACKING_USERNAME and _PASSWORD, _TOKEN, _INSECURE_TLS, _SERVER_CERT_PATH,
// _CLIENT_CERT_PATH, MLFLOW_HTTP_REQUEST_MAX_RETRIES, _BACKOFF_FACTOR, _BACKOFF_JITTER and _TIMEOUT, and
// MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT.
//
// Artifacts go through the server's mlflow-artifacts proxy.
package rest
