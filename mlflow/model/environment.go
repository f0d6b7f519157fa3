package model

import (
	"fmt"
	"strings"
)

// MLflowVersion is the version of MLflow whose format is written.
const MLflowVersion = "3.17.2"

// Environment is the Python environment that the model runs in under MLflow.
type Environment struct {
	Python       string   // such as 3.11.7
	Requirements []string // pip's lines, such as xgboost==3.2.0
}

// environment returns the least that the flavor needs.
func (f Flavor) environment() Environment {
	e := Environment{Python: "3.11.7", Requirements: []string{"mlflow==" + MLflowVersion}}
	for _, p := range f.packages {
		if f.Version != "" {
			p += "==" + f.Version
		}
		e.Requirements = append(e.Requirements, p)
	}
	return e
}

// files returns requirements.txt, conda.yaml and python_env.yaml.
func (e Environment) files() map[string][]byte {
	var conda strings.Builder
	fmt.Fprintf(&conda, "channels:\n- conda-forge\ndependencies:\n- python=%s\n- pip\n- pip:\n", e.Python)
	for _, r := range e.Requirements {
		fmt.Fprintf(&conda, "  - %s\n", quote(r))
	}
	conda.WriteString("name: mlflow-env\n")
	return map[string][]byte{
		"requirements.txt": []byte(strings.Join(e.Requirements, "\n") + "\n"),
		"conda.yaml":       []byte(conda.String()),
		"python_env.yaml": fmt.Appendf(nil, "python: %s\nbuild_dependencies:\n- pip\n- setuptools\n- wheel\ndependencies:\n- -r requirements.txt\n",
			quote(e.Python)),
	}
}

// check refuses what would break the lines of the files.
func (e Environment) check() error {
	for _, r := range append([]string{e.Python}, e.Requirements...) {
		if r == "" || strings.ContainsAny(r, "\n\r") {
			return fmt.Errorf("the environment's line %q is empty or has several lines", r)
		}
	}
	return nil
}
