package agreement

import (
	"github.com/typedml/typedml/internal/agreement/targets"
	"github.com/typedml/typedml/internal/vectors"
)

// unsaid are the cases that no Go source says, so that no target sees them here: "kind/name" and why. The emitters are
// held against them apart, without tags (package gen/emit).
var unsaid = map[string]string{
	"norm/an infinite limit takes an infinite norm": "limits in tags are finite",
	"not_zero/optional: there is enough":            "the key of an optional field may always be absent",
	"zero/optional, second: the first is broken":    contradictory,
}

// contradictory is why no Go source says a case whose rules no value meets.
const contradictory = "rules that no value meets are refused"

// stances are where a target differs from the reference evaluator: the rows, of which testdata/vectors has some of
// its own, and why.
func stances(target string) []vectors.Stance {
	switch target {
	case targets.Decode, targets.Map, targets.Streams:
		return []vectors.Stance{
			{
				Kind:    "sensitive_keys",
				Differs: []string{`sensitive_keys/an entry that does not decode/{"a": "x", "b": 2}`},
				Words:   "where an entry of a sensitive map does not decode, the rules of the others do not run: which one it was is not told",
			},
			{
				Kind: "text_elsewhere",
				Differs: []string{
					`text_elsewhere/a number/{"$bytes": "ff"}`,
					`text_elsewhere/an unknown key/{"a": 1, "other": {"$bytes": "ff"}}`,
				},
				Words: "a text that is not UTF-8, where the record expects none, is no JSON: decoding ends there with the rule syntax",
			},
		}
	case targets.Absent:
		const words = "a column of lists that the source lacks reads as nil; opening a table without it is refused before that"
		return []vectors.Stance{
			{Kind: "length", Words: words, Differs: []string{`length/list: nil and empty have no items/{"$missing": true}`}},
			{Kind: "not_zero", Words: words, Differs: []string{`not_zero/list: nil fails, empty does not/{"$missing": true}`}},
		}
	}
	return nil
}
