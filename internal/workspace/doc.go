// Package workspace connects the leaves that speak to Databricks, or to a Unity Catalog server, with it: the SDK's
// configuration and authentication, retries that end with the caller's context, and errors that say what was tried,
// where, and what to do.
//
//	c, err := workspace.Open(ctx, workspace.Options{Profile: "dev"})
//	info, err := catalog.NewTables(c.API).GetByFullName(ctx, name)
//	if err != nil {
//		return c.Explain(workspace.Call{Op: "get table", Object: name, Needs: "SELECT on it"}, err)
//	}
//
// Importing it links the SDK's configuration (about 22 MB): only leaves do.
package workspace
