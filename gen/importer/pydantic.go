package importer

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
)

//go:embed pydantic.py
var pydanticProgram string

// Python is an interpreter, and where it finds modules.
type Python struct {
	// Interpreter is its command; "" is python3.
	Interpreter string
	// Path are folders that come before the others of sys.path.
	Path []string
}

// modelName is a model of Pydantic's: package.module:Model.
var modelName = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)$`)

// IsModel reports whether a name is of a Pydantic model: package.module:Model.
func IsModel(name string) bool { return modelName.MatchString(name) }

// Pydantic has Python import a module, and reads the model in it, of Pydantic v2, as [JSONSchema] does its
// model_json_schema(mode="validation"); what only the model knows is carried along: the digits of decimals, limits of dates and
// durations. Validators are functions of Python's: comments name them. Of a package that typedml wrote, and nobody changed, it is the
// record that the model was written from. The module runs with the rights of this program.
func (p Python) Pydantic(ctx context.Context, name string, o Options) (Result, error) {
	found := modelName.FindStringSubmatch(name)
	if found == nil {
		return Result{}, fmt.Errorf("%q is no model: write package.module:Model", name)
	}
	python := cmp.Or(p.Interpreter, "python3")
	args := append([]string{"-c", pydanticProgram, found[1], found[2]}, p.Path...)
	cmd := exec.CommandContext(ctx, python, args...)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1") // an import leaves no file behind
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if errors.Is(err, exec.ErrNotFound) {
		return Result{}, fmt.Errorf("%s is not installed: name a Python with --python, or in TYPEDML_PYTHON", python)
	}
	var a answer
	if err == nil {
		err = json.Unmarshal(stdout.Bytes(), &a)
	}
	switch {
	case ctx.Err() != nil:
		return Result{}, fmt.Errorf("importing %s: %w", found[1], ctx.Err())
	case err != nil:
		return Result{}, fmt.Errorf("%s, importing %s: %w%s", python, found[1], err, lastLine(stderr.String()))
	}
	if err := a.fault(python, found[1]); err != nil {
		return Result{}, err
	}
	o.File = name
	if a.Written != nil {
		rec, why := a.Written.record()
		if rec != nil {
			return Table(Columns{Record: rec, Written: keysOf(rec)}, o)
		}
		res, err := JSONSchema(a.Schema, o)
		res.Notes = append(res.Notes, Note{Path: name, What: why})
		return res, err
	}
	return JSONSchema(a.Schema, o)
}

// answer is what the program prints.
type answer struct {
	Schema  json.RawMessage `json:"schema"`
	Written *written        `json:"written"`
	Error   string          `json:"error"`
	Missing string          `json:"missing"`
	Old     string          `json:"old"`
	Absent  string          `json:"absent"`
	NoModel string          `json:"no_model"`
	Models  []string        `json:"models"`
	V1      bool            `json:"v1"`
	There   bool            `json:"there"`
}

// fault says what is wrong, and what to do.
func (a *answer) fault(python, module string) error {
	switch {
	case a.Error != "":
		return errors.New(a.Error)
	case a.Missing != "":
		return fmt.Errorf("%s has no pydantic: %[1]s -m pip install 'pydantic>=2', or name another Python with --python", python)
	case a.Old != "":
		return fmt.Errorf("%s has pydantic %s, which has no model_json_schema: %[1]s -m pip install 'pydantic>=2'", python, a.Old)
	case a.Absent != "":
		return fmt.Errorf("no module %s is where Python looks: name the folder that holds it with --path", a.Absent)
	case a.NoModel == "":
		return nil
	case a.V1:
		return fmt.Errorf("%s of %s is a model of pydantic.v1: make it one of pydantic.BaseModel", a.NoModel, module)
	case a.There:
		return fmt.Errorf("%s of %s is no Pydantic model; models there are %s", a.NoModel, module, among(a.Models))
	}
	if near := nearest.Of(a.NoModel, a.Models); near != "" {
		return fmt.Errorf("%s has no %s: did you mean %s?", module, a.NoModel, near)
	}
	return fmt.Errorf("%s has no %s; models there are %s", module, a.NoModel, among(a.Models))
}

// among lists names.
func among(names []string) string { return cmp.Or(strings.Join(names, ", "), "none") }

// lastLine is the last line of a text that is not empty, behind a colon; "" for none.
func lastLine(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return ": " + text[strings.LastIndexByte(text, '\n')+1:]
}
