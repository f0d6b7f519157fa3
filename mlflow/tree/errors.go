package tree

import (
	"errors"
	"fmt"
	"strings"
)

// FormatError says that the bytes are not a well-formed model of the format that they were loaded as.
type FormatError struct {
	Format  string // "XGBoost JSON model" or "LightGBM text model"; "" for a mistake of the caller's
	Where   string // the place in the document, such as "tree 3, node 5"; "" for the document itself
	Problem string
}

// Error names the place and the problem.
func (e *FormatError) Error() string {
	switch {
	case e.Format == "":
		return "tree: " + e.Where + ": " + e.Problem
	case e.Where == "":
		return "tree: no " + e.Format + ": " + e.Problem
	}
	return "tree: damaged " + e.Format + ": " + e.Where + ": " + e.Problem
}

// damaged says which format err is about.
func damaged(format string, err error) error {
	var f *FormatError
	if errors.As(err, &f) {
		f.Format = format
	}
	return err
}

func malformed(where, format string, args ...any) error {
	return &FormatError{Where: where, Problem: fmt.Sprintf(format, args...)}
}

// inTree puts the number of the tree before the place of an error.
func inTree(i int, err error) error {
	var f *FormatError
	if errors.As(err, &f) {
		f.Where = strings.TrimSuffix(fmt.Sprintf("tree %d, %s", i, f.Where), ", ")
	}
	return err
}

// UnsupportedError says that a well-formed model uses something that this package does not evaluate.
type UnsupportedError struct {
	What   string // the part of the model, in the words of its library
	Remedy string
}

// Error names the part and the remedy.
func (e *UnsupportedError) Error() string {
	return "tree: " + e.What + " is not supported; " + e.Remedy
}

// BindError says why a caller's features do not fit a model's.
type BindError struct {
	Missing  []string // features of the model that the caller lacks, in the model's order
	Extra    []string // names of the caller that the model does not have, in the caller's order
	Repeated []string // names that the caller gave more than once
	Unnamed  bool     // the model carries no feature names, so nothing can be bound by name
}

// Error names the features; of a long list the first ten.
func (e *BindError) Error() string {
	if e.Unnamed {
		return "tree: the model carries no feature names, so features cannot be bound by name; " +
			"train it with names, or state them with WithFeatureNames"
	}
	var parts []string
	if len(e.Missing) > 0 {
		parts = append(parts, fmt.Sprintf("the model needs %s, which the caller does not have", list(e.Missing)))
	}
	if len(e.Repeated) > 0 {
		parts = append(parts, fmt.Sprintf("the caller names %s more than once", list(e.Repeated)))
	}
	if len(e.Missing) > 0 && len(e.Extra) > 0 {
		parts = append(parts, fmt.Sprintf("the caller's %s is unknown to the model", list(e.Extra)))
	}
	return "tree: features do not fit: " + strings.Join(parts, "; ")
}

func list(names []string) string {
	const most = 10
	quoted := make([]string, 0, most)
	for _, n := range names[:min(most, len(names))] {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	s := strings.Join(quoted, ", ")
	if rest := len(names) - most; rest > 0 {
		s += fmt.Sprintf(" and %d more", rest)
	}
	return s
}
