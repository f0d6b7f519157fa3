// Package interop lets tests check Go's work with the real other side: MLflow's server and client, deltalake, pydantic,
// scikit-learn. It finds the Python environments that the setup command made, runs scripts and servers in them, and holds
// the one rule for what happens where they are missing.
//
// The rule: a test that needs what this machine lacks is skipped, and says so in one line that starts with "SKIP". With
// CI=true it fails. `go test ./...` alone passes with nothing but Go.
//
//	py := interop.Python(t, "delta")               // skips here when there is no environment
//	var rows []Row
//	interop.RunJSON(t, py, script, request, &rows) // the script reads request on stdin, prints rows
package interop
