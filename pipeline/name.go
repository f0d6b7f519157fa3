package pipeline

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// ModelName derives the registered model's name from an experiment's: the last element of its path in lower case, every
// other character than a–z, 0–9 and _ as _. "/Shared/churn" gives "churn". An experiment whose name gives no valid model
// name (^[a-z][a-z0-9_]*$) is an error.
func ModelName(experiment string) (string, error) {
	last := path.Base(path.Clean("/" + experiment))
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, strings.ToLower(last))
	if !modelName.MatchString(name) {
		return "", fmt.Errorf("experiment name %q gives no model name: its last part must begin with a letter; rename it, or set RegisterOptions.Name", experiment)
	}
	return name, nil
}

var modelName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
