package tree

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// LoadLightGBM reads a model that LightGBM saved as text (save_model("model.txt"), or its C API), of format v3 or v4, and
// checks all of it. It supports boosting gbdt, dart and rf with the objectives binary and regression, splits on numbers
// with each of LightGBM's three treatments of missing values, and splits on category codes. What Python's package adds
// behind the trees, such as pandas_categorical, is ignored. Errors are a *[FormatError] or an *[UnsupportedError].
//
// Rows are float32 here, and thresholds are float64 there: each is rounded down to float32, which sends every float32 the
// way that the threshold itself does; a model with two thresholds of a feature that are one float32 is refused. Of models
// that were trained elsewhere see [Model.OfDoubles], too. Leaves are summed in float64 in the order of the trees, as LightGBM
// does, so that margins of the same float32 values are equal bit for bit and probabilities to the last places of math.Exp. A
// feature's name is decoded with the inverse of [LightGBMName].
func LoadLightGBM(data []byte) (*Model, error) {
	m, err := loadLightGBM(string(data))
	return m, damaged("LightGBM text model", err)
}

func loadLightGBM(text string) (*Model, error) {
	head, sections, err := lightgbmSections(text)
	if err != nil {
		return nil, err
	}
	if err := head.refuseUnsupported(); err != nil {
		return nil, err
	}
	m := &Model{slope: 1, parts: 1}
	if err := m.lightgbmObjective(head["objective"]); err != nil {
		return nil, err
	}
	last, err := strconv.Atoi(head["max_feature_idx"])
	if err != nil || last < 0 || last >= maxFeatures {
		return nil, malformed("", "max_feature_idx %q is not an index below %d", head["max_feature_idx"], maxFeatures)
	}
	m.width = last + 1
	for name := range strings.SplitSeq(head["feature_names"], " ") {
		if name != "" {
			m.names = append(m.names, decodeLightGBMName(name))
		}
	}
	if len(m.names) == 0 {
		return nil, malformed("", "it has no feature_names")
	}
	if err := checkNames(m.names, m.width); err != nil {
		return nil, err
	}
	trees, seen := make([]*splitTree, len(sections)), thresholds{}
	for i, s := range sections {
		if trees[i], err = s.tree(m.width, seen); err != nil {
			return nil, inTree(i, err)
		}
	}
	if err := seen.apart(m.names); err != nil {
		return nil, err
	}
	if at, x, found := seen.finer(); found {
		m.doubles = &UnsupportedError{
			fmt.Sprintf("a model that splits the feature %q at %v, and so tells numbers apart which are one float32", m.names[at.feature], x),
			"train on numbers that float32 holds, such as the time since a day instead of the time",
		}
	}
	m.count = len(trees)
	m.importance, _ = totalGains(trees, m.width)
	if _, averaged := head["average_output"]; averaged && m.count > 0 {
		m.parts = float64(m.count)
	}
	m.number(trees)
	m.lightgbm, m.own = newEnsemble(0.0, trees), m.ownPlan()
	return m, nil
}

// section is the lines "key=value" of a part of a model; a line without = has the value "".
type section map[string]string

func (s section) add(line string) error {
	key, value, _ := strings.Cut(line, "=")
	if _, twice := s[key]; twice {
		return malformed("", "%s stands there twice", quotedPart(key))
	}
	s[key] = value
	return nil
}

// quotedPart quotes the beginning of what a model holds, for an error.
func quotedPart(s string) string {
	const most = 60
	if len(s) > most {
		return strconv.Quote(s[:most]) + "…"
	}
	return strconv.Quote(s)
}

// lightgbmSections reads the head of a model and the section of each tree: they begin with "Tree=0", "Tree=1" … and the
// last is followed by "end of trees".
func lightgbmSections(text string) (head section, trees []section, err error) {
	head = section{}
	current, number := head, 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case number == 0 && line == "":
		case number == 0 && line != "tree":
			return nil, nil, malformed("", `it begins with %s, not with the line "tree"`, quotedPart(line))
		case line == "end of trees":
			return head, trees, nil
		case strings.HasPrefix(line, "Tree="):
			if line != "Tree="+strconv.Itoa(len(trees)) {
				return nil, nil, malformed("", "%s stands where Tree=%d should", quotedPart(line), len(trees))
			}
			current = section{}
			trees = append(trees, current)
		case line != "" && number > 0:
			if err := current.add(line); err != nil {
				if len(trees) > 0 {
					err = inTree(len(trees)-1, err)
				}
				return nil, nil, err
			}
		}
		if line != "" {
			number++
		}
	}
	if number == 0 {
		return nil, nil, malformed("", "it is empty")
	}
	return nil, nil, malformed("", `it is cut off: there is no line "end of trees"`)
}

func (s section) refuseUnsupported() error {
	switch v := s["version"]; {
	case v != "v3" && v != "v4":
		return &UnsupportedError{"format " + quotedPart(v) + " of LightGBM's text model", "save it again with LightGBM 3 or 4"}
	case moreThanOne(s["num_class"]):
		return &UnsupportedError{"a model of " + quotedPart(s["num_class"]) + " classes", "train one binary model a class"}
	case moreThanOne(s["num_tree_per_iteration"]):
		return &UnsupportedError{"a model of " + quotedPart(s["num_tree_per_iteration"]) + " trees an iteration", "train one binary model a class"}
	}
	return nil
}

// lightgbmObjective reads "binary sigmoid:1" or "regression".
func (m *Model) lightgbmObjective(text string) error {
	words := strings.Fields(text)
	switch {
	case len(words) == 1 && words[0] == "regression":
		m.objective = SquaredError
		return nil
	case len(words) == 0 || words[0] != "binary":
		return &UnsupportedError{"objective " + quotedPart(text), "train with objective binary or regression"}
	}
	m.objective = BinaryLogistic
	for _, w := range words[1:] {
		value, ok := strings.CutPrefix(w, "sigmoid:")
		slope, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil || !(slope > 0) || math.IsInf(slope, 0) {
			return malformed("objective", "%s is not sigmoid: and a number above 0", quotedPart(w))
		}
		m.slope = slope
	}
	return nil
}
