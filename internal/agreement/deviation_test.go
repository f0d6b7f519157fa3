package agreement

import (
	"regexp"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/agreement/compare"
)

// deviations are the verdicts that are declared to differ; package compare takes them out and counts them.
var deviations = map[string]string{
	compare.Undived: "records in lists and maps are validated without dive, too: a record that says what it promises keeps it everywhere",
	compare.Keyed:   "a map's key and value have one namespace: in the mode of the first tag, one of their errors is reported, upstream reports both",
}

// refusal is a tag that typedml refuses although upstream runs it.
type refusal struct {
	code    diag.Code
	message *regexp.Regexp
	why     string
}

// refusals are those that are declared.
var refusals = []refusal{}
