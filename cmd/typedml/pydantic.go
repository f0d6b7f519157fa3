package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"github.com/typedml/typedml/gen/export"
	"github.com/typedml/typedml/gen/write"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

// moduleName is what a folder must be named for Python to import it.
var moduleName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// pydantic writes a package of Python: every file or none.
func (c schemaCommand) pydantic(s streams, recs []*schema.Record) error {
	if c.Output == "" {
		return errors.New("pydantic is a package of several files: name its folder with -o, such as -o python/churn")
	}
	dir, err := filepath.Abs(c.Output)
	if err != nil {
		return err
	}
	if name := filepath.Base(dir); !moduleName.MatchString(name) {
		return fmt.Errorf("no package of Python can be named %q: name the folder with letters, digits and _", name)
	}
	written, losses, untested := export.Package(recs...)
	files := make([]write.File, len(written))
	for i, f := range written {
		files[i] = write.File{Path: filepath.Join(dir, f.Name), Data: f.Text}
		if err := ours(files[i].Path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if _, err := write.Apply(files); err != nil {
		return err
	}
	c.tell(s, losses)
	for _, name := range untested {
		fmt.Fprintf(s.err, "%s: no value was found that its rules take: test_models.py has no test of it\n", name)
	}
	return nil
}

// ours is an error where a file stands that typedml did not write.
func ours(path string) error {
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(bytes.TrimSpace(text)) > 0 && !bytes.HasPrefix(text, []byte(pydantic.Header)):
		return fmt.Errorf("%s was not written by typedml: name another folder, or remove the file", path)
	}
	return nil
}
