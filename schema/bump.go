package schema

import (
	"fmt"
	"strconv"
	"strings"
)

// Bump is the part of a semantic version that a change raises.
type Bump int

// Bumps, in order.
const (
	NoBump Bump = iota
	Patch
	Minor
	Major
)

// String returns none, patch, minor or major.
func (b Bump) String() string { return [...]string{"none", "patch", "minor", "major"}[b] }

// MarshalText writes the word of [Bump.String].
func (b Bump) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// BumpOf returns the greatest bump of the edits.
func BumpOf(edits []Edit) Bump {
	b := NoBump
	for _, e := range edits {
		b = max(b, e.Bump())
	}
	return b
}

// NextVersion raises a version as the bump says. Below 1.0.0 what breaks raises the minor part and the rest the patch
// (https://semver.org, section 4: anything may change there). The error is for a version that is not three numbers.
func NextVersion(version string, b Bump) (string, error) {
	v, err := parseVersion(version)
	if err != nil {
		return "", err
	}
	if v[0] == 0 && b > Patch {
		b--
	}
	switch b {
	case Major:
		v = [3]int{v[0] + 1}
	case Minor:
		v = [3]int{v[0], v[1] + 1}
	case Patch:
		v[2]++
	}
	return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2]), nil
}

// Covers reports whether the step from one version to the next is at least the bump.
func Covers(from, to string, b Bump) (bool, error) {
	next, err := NextVersion(from, b)
	if err != nil {
		return false, err
	}
	want, err := parseVersion(next)
	if err != nil {
		return false, err
	}
	have, err := parseVersion(to)
	if err != nil {
		return false, err
	}
	for i := range want {
		if have[i] != want[i] {
			return have[i] > want[i], nil
		}
	}
	return true, nil
}

func parseVersion(s string) (v [3]int, err error) {
	parts := strings.Split(s, ".")
	if len(parts) != len(v) {
		return v, fmt.Errorf("version %q is not three numbers, such as 2.1.0", s)
	}
	for i, p := range parts {
		if v[i], err = strconv.Atoi(p); err != nil || v[i] < 0 {
			return v, fmt.Errorf("version %q is not three numbers, such as 2.1.0", s)
		}
	}
	return v, nil
}
