// Package neighbour makes modules beside this one that require it as it is in the tree: what tests and benchmarks generate is
// compiled in one, as users compile theirs.
package neighbour

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Own is the path of this module.
const Own = "github.com/typedml/typedml"

// Write writes go.mod and go.sum of the module path into dir. It has this module's requirements, so that there is nothing to
// download for it.
func Write(dir, path string) error {
	root, mod, err := tree()
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	mod = bytes.Replace(mod, []byte(clause), []byte("module "+path+"\n"), 1)
	mod = fmt.Appendf(mod, "\nrequire %s v0.0.0\n\nreplace %[1]s => %q\n", Own, root)
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644), os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644),
	)
}

// clause is what this module's go.mod begins with.
const clause = "module " + Own + "\n"

// tree finds this module's go.mod in the working directory or above it.
func tree() (root string, mod []byte, err error) {
	dir, err := os.Getwd()
	for err == nil {
		mod, readErr := os.ReadFile(filepath.Join(dir, "go.mod"))
		if readErr == nil && bytes.HasPrefix(mod, []byte(clause)) {
			return dir, mod, nil
		}
		if dir == filepath.Dir(dir) {
			return "", nil, fmt.Errorf("no go.mod of %s above the working directory", Own)
		}
		dir = filepath.Dir(dir)
	}
	return "", nil, err
}
