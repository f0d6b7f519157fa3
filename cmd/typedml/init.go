package main

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/gen/importer/delivery"
)

// initCommand is typedml init.
type initCommand struct {
	Dir string `arg:"" optional:"" name:"folder" default:"features" help:"The folder of the package that gets the struct; it is made when it is not there."`
}

// example is the file that a module starts with; %[1]s is the package's name. Its directive begins no line here: go generate
// would run it in this package.
const example = `package %[1]s

` + "//go:generate go tool typedml generate" + `

// Reading is one measurement of a sensor. Rename it, and write your own fields: the tags are the only definition of what is
// valid, here, in JSON, in tables and in models.
//
//typedml:schema name=%[1]s.readings version=0.1.0
type Reading struct {
	// Sensor says where it was measured.
	Sensor string ` + "`json:\"sensor\" validate:\"required,max=64\" feature:\"key\"`" + `
	// Celsius is the temperature.
	Celsius float64 ` + "`json:\"celsius\" validate:\"gte=-40,lte=150\" check:\"decimals=1\"`" + `
	// Load is the share of the time that the machine ran.
	Load float64 ` + "`json:\"load\" validate:\"gte=0,lte=1\" default:\"0\"`" + `
}
`

const nextSteps = `
Next:
  go get -tool github.com/typedml/typedml/cmd/typedml   # once: the tool becomes a part of your go.mod
  go generate ./...                                     # writes %[2]s beside it
  go mod tidy                                           # adds what the generated code imports
  go vet ./...
Then, in your code: err := json.Unmarshal(data, &reading) holds every violation; in CI: go tool typedml check
The rules: https://github.com/typedml/typedml/blob/main/docs/rules.md
`

// Run writes an example of a definition and says what to do next. It writes over nothing.
func (c initCommand) Run(ctx context.Context, s streams) error {
	if _, err := moduleRoot(ctx); err != nil {
		return err
	}
	if c.Dir == "" {
		return errors.New("the folder has no name: typedml init writes into features, typedml init . into this one")
	}
	name, err := packageName(c.Dir)
	if err != nil {
		return err
	}
	path := filepath.Join(c.Dir, "features.go")
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	err = delivery.Create(path, fmt.Appendf(nil, example, name))
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and init writes over nothing: name a folder without one", path)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, path)
	fmt.Fprintf(s.err, nextSteps, path, filepath.Join(c.Dir, "features_typedml.go"))
	return nil
}

// packageName is that of the package in the folder, else one made of the folder's name. A struct in package main could be
// imported by nobody.
func packageName(dir string) (string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", fmt.Errorf("%s: %w", dir, err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		if err != nil || strings.HasSuffix(file.Name.Name, "_test") {
			continue
		}
		if file.Name.Name == "main" {
			return "", fmt.Errorf("%s holds package main, which nothing can import: name a folder of its own, as in typedml init %s", dir, filepath.Join(dir, "features"))
		}
		return file.Name.Name, nil
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	name := importer.PackageName(filepath.Base(full))
	if name == "" || name == "main" || name == "internal" {
		return "", fmt.Errorf("%q is no name of a package: name another folder, as in typedml init ./features", dir)
	}
	return name, nil
}
