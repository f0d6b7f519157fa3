package mlflow

import (
	"errors"
	"fmt"
	"math"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of MLflow 3.17. Lengths count characters (code points), as the server does. Where the server cuts a
// longer value off without an error (params, run tags), the client refuses it.
const (
	MaxKey             = 250     // keys of params, metrics and tags
	MaxParamValue      = 6000    // the server truncates
	MaxTagValue        = 8000    // run tags; the server truncates
	MaxExperimentTag   = 5000    // experiment tags: the width of the column, below the 20,000 that the server checks
	MaxRegistryTag     = 5000    // registered model tags: the width of the column
	MaxVersionTag      = 100_000 // model version tags
	MaxExperimentName  = 256
	MaxModelName       = 256
	MaxAlias           = 255
	MaxRunName         = 250
	MaxDescription     = 5000
	MaxSource          = 500
	MaxLoggedModelName = 500

	MaxBatch        = 1000    // entries in one request
	MaxBatchMetrics = 1000    // metrics in one request
	MaxBatchParams  = 100     // params in one request
	MaxBatchTags    = 100     // tags in one request
	MaxBatchBytes   = 900_000 // JSON bytes in one request; the server refuses 1,000,000
)

// checkKey applies the rules for the keys of params, metrics and run tags.
func checkKey(what, key string) error {
	if key == "" {
		return fmt.Errorf("the key of a %s is empty", what)
	}
	if err := checkText(what+" key", key, MaxKey); err != nil {
		return err
	}
	for _, r := range key {
		if r != '/' && r != '_' && r != '.' && r != '-' && r != ' ' && r != ':' && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return fmt.Errorf("the %s key %q holds %q; allowed are letters, digits and / _ . - : and space", what, key, r)
		}
	}
	if n := path.Clean(key); n != key || n == "." || strings.HasPrefix(n, "..") || strings.HasPrefix(n, "/") {
		return fmt.Errorf("the %s key %q would be another name as a path (%q); avoid //, leading or trailing /, and dots alone", what, key, n)
	}
	return nil
}

// checkText bounds the length of a text and asks for valid UTF-8.
func checkText(what, s string, limit int) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("the %s is not valid UTF-8", what)
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return fmt.Errorf("the %s has %d characters; at most %d are kept by MLflow", what, n, limit)
	}
	return nil
}

func checkTag(t Tag, limit int) error {
	if err := checkKey("tag", t.Key); err != nil {
		return err
	}
	return checkText(fmt.Sprintf("value of tag %q", t.Key), t.Value, limit)
}

func checkTags(tags map[string]string, limit int) error {
	var errs []error
	for _, t := range SortedTags(tags) {
		errs = append(errs, checkTag(t, limit))
	}
	return errors.Join(errs...)
}

func checkParam(p Param) error {
	if err := checkKey("param", p.Key); err != nil {
		return err
	}
	return checkText(fmt.Sprintf("value of param %q", p.Key), p.Value, MaxParamValue)
}

func checkMetric(m Metric) error {
	if err := checkKey("metric", m.Key); err != nil {
		return err
	}
	if !m.Time.IsZero() && (m.Time.UnixMilli() < 0 || m.Time.Year() > 9999) {
		return fmt.Errorf("the time of metric %q is %s; MLflow takes 1970 to 9999", m.Key, m.Time)
	}
	if m.ModelID != "" && math.IsNaN(m.Value) {
		return fmt.Errorf("the metric %q is NaN, which MLflow stores as 0 on a logged model; log it without ModelID", m.Key)
	}
	return nil
}

func checkLoggedModelName(name string) error {
	if i := strings.IndexAny(name, `/:.%"'`); i >= 0 {
		return fmt.Errorf("the logged model name %q holds %q; MLflow refuses / : . %% and quotes there", name, name[i])
	}
	return checkText("logged model name", name, MaxLoggedModelName)
}

func checkLoggedModel(params []Param, tags []Tag) error {
	var errs []error
	for _, p := range params {
		errs = append(errs, checkParam(p))
	}
	for _, t := range tags {
		errs = append(errs, checkTag(t, MaxTagValue))
	}
	return errors.Join(errs...)
}

// checkBatch checks every entry and reports all that are wrong.
func checkBatch(b Batch) error {
	var errs []error
	seen := make(map[string]bool, len(b.Params))
	for _, p := range b.Params {
		errs = append(errs, checkParam(p))
		if seen[p.Key] {
			errs = append(errs, fmt.Errorf("the param %q stands twice in the batch", p.Key))
		}
		seen[p.Key] = true
	}
	for _, m := range b.Metrics {
		errs = append(errs, checkMetric(m))
	}
	for _, t := range b.Tags {
		errs = append(errs, checkTag(t, MaxTagValue))
	}
	return errors.Join(errs...)
}

var (
	aliasPattern   = regexp.MustCompile(`^[\p{L}\p{N}_\-]+$`)
	versionPattern = regexp.MustCompile(`^[vV][0-9]+$`)
)

// CheckAlias returns an error unless MLflow accepts alias as an alias of a model version.
func CheckAlias(alias string) error {
	switch {
	case alias == "":
		return errors.New("the alias is empty")
	case !aliasPattern.MatchString(alias):
		return fmt.Errorf("the alias %q may hold letters, digits, _ and - only", alias)
	case versionPattern.MatchString(alias):
		return fmt.Errorf("the alias %q is reserved: it reads as a version number", alias)
	case strings.EqualFold(alias, "latest"):
		return fmt.Errorf("the alias %q is reserved by MLflow", alias)
	}
	return checkText("alias", alias, MaxAlias)
}

// CheckModelName returns an error unless MLflow accepts name as the name of a registered model.
func CheckModelName(name string) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("the name of the registered model is empty")
	}
	if i := strings.IndexAny(name, "/:"); i >= 0 {
		return fmt.Errorf("the registered model name %q holds %q, which model URIs use", name, name[i])
	}
	if name == "." || strings.HasPrefix(name, "..") {
		return fmt.Errorf("the registered model name %q reads as a path", name)
	}
	return checkText("registered model name", name, MaxModelName)
}

// CheckExperimentName returns an error unless MLflow accepts name as the name of an experiment.
func CheckExperimentName(name string) error {
	if name == "" {
		return errors.New("the experiment's name is empty")
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		return fmt.Errorf("the experiment's name %q holds a control character, such as a line break", name)
	}
	return checkText("experiment's name", name, MaxExperimentName)
}

// FormatMetric writes a metric value as MLflow's JSON has it: a number, or one of the quoted strings "NaN", "Infinity" and
// "-Infinity". (A bare NaN is stored as 0.0 without an error.)
func FormatMetric(v float64) any {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	}
	return v
}
