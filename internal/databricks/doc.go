// Package databricks is a fake Databricks workspace: an HTTP server on this machine that answers the SDK's calls from
// memory, for tests that must also run where no workspace can be had.
//
//	f := databricks.NewFake()   // token authentication, one handler per documented call
//	defer f.Close()
//	w, err := sdk.NewWorkspaceClient((*sdk.Config)(f.Config()))
//
// It is strict where a real workspace is lenient, so that a mistake fails here first: a request is decoded into the SDK's
// own type ([Handle]), and one with a field that the type lacks, or without one that it demands, is refused. Errors have
// the documented codes and form ([Refusal]). [Fake.Inject] makes calls fail as an overloaded or closed workspace does.
//
// What it knows is a service each: a file with a mount function, listed in services. What it does not know is
// ENDPOINT_NOT_FOUND, and SQL that it does not know is refused by name. It is derived from the models of
// databricks-sdk-go (Apache-2.0) and the public REST documentation, and proves that we send what these say, not that
// Databricks does what they say: [Start] runs the same tests on a real workspace when the environment names one.
package databricks
