package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
)

// versionCommand is typedml version.
type versionCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// build is what a binary knows of itself.
type build struct {
	// Version is the module's, "(devel)" for one that was built in its own tree.
	Version string `json:"version"`
	// Revision is the commit, and Modified says that the tree held more; "" where the module was downloaded.
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	System   string `json:"system"`
}

// Run prints the module's version, its revision and the Go that built it.
func (c versionCommand) Run(s streams) error {
	b := ofBuild()
	if c.JSON {
		return json.NewEncoder(s.out).Encode(b)
	}
	revision := ""
	if b.Revision != "" {
		revision = " (" + b.Revision[:min(12, len(b.Revision))]
		if b.Modified {
			revision += ", modified"
		}
		revision += ")"
	}
	fmt.Fprintf(s.out, "typedml %s%s %s %s\n", b.Version, revision, b.Go, b.System)
	return nil
}

func ofBuild() build {
	b := build{Version: "(unknown)", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = version()
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Revision = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

// module is the path of this one.
const module = "github.com/typedml/typedml"

// version is the module's version, "" in a binary that does not hold it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	if info.Main.Path != module { // a binary that was built in another module, such as one of a test
		for _, d := range info.Deps {
			if d.Path == module {
				return d.Version
			}
		}
	}
	return info.Main.Version
}
