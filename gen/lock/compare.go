package lock

import (
	"fmt"
	"io"

	"github.com/typedml/typedml/schema"
)

// Change is what happened to one record since it was locked.
type Change struct {
	Name string `json:"name"`
	// From and To are the versions that are declared; "" where there is none.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	// Status is added, removed or changed.
	Status string `json:"status"`
	// Edits are what changed, Needs the bump for them and Next the least version that has it.
	Edits []Edit      `json:"edits,omitempty"`
	Needs schema.Bump `json:"needs"`
	Next  string      `json:"next,omitempty"`
	// Problem says why the declared version does not cover the edits; "" when it does.
	Problem string `json:"problem,omitempty"`
}

// Edit is a schema.Edit with its class and bump in words.
type Edit struct {
	schema.Edit
	Class string      `json:"class"`
	Bump  schema.Bump `json:"bump"`
}

// Compare lists the records that changed between two locks, by name: first those of next, then those that it lacks.
func Compare(old, next *File) []Change {
	var changes []Change
	for _, n := range next.Records {
		o := old.Find(n.Record.Name)
		if o == nil {
			changes = append(changes, Change{Name: n.Record.Name, To: n.Record.Version, Status: "added"})
			continue
		}
		if c, changed := compare(o.Record, n.Record); changed {
			changes = append(changes, c)
		}
	}
	for _, o := range old.Records {
		if next.Find(o.Record.Name) == nil {
			changes = append(changes, Change{Name: o.Record.Name, From: o.Record.Version, Status: "removed"})
		}
	}
	return changes
}

func compare(old, next *schema.Record) (Change, bool) {
	c := Change{Name: next.Name, From: old.Version, To: next.Version, Status: "changed"}
	edits := schema.Diff(old, next)
	for _, e := range edits {
		c.Edits = append(c.Edits, Edit{Edit: e, Class: e.Class(), Bump: e.Bump()})
	}
	c.Needs = schema.BumpOf(edits)
	if c.Needs == schema.NoBump && old.Version == next.Version {
		return c, false
	}
	c.prove()
	return c, true
}

// prove holds the declared version against the edits.
func (c *Change) prove() {
	switch {
	case c.From == "" && c.To == "":
		c.Problem = "it declares no version: write //typedml:schema name=" + c.Name + " version=1.0.0"
		return
	case c.From == "" || c.To == "":
		if c.To == "" {
			c.Problem = "it declares no version any more; it was " + c.From
		}
		return
	}
	next, err := schema.NextVersion(c.From, c.Needs)
	if err != nil {
		c.Problem = err.Error()
		return
	}
	c.Next = next
	covered, err := schema.Covers(c.From, c.To, c.Needs)
	switch {
	case err != nil:
		c.Problem = err.Error()
	case !covered:
		c.Problem = fmt.Sprintf("version %s does not cover it: a %v change of %s needs %s", c.To, c.Needs, c.From, next)
	}
}

// Uncovered reports whether a change has a problem.
func Uncovered(changes []Change) bool {
	for _, c := range changes {
		if c.Problem != "" {
			return true
		}
	}
	return false
}

// Print writes changes as text, a record a paragraph.
func Print(w io.Writer, changes []Change) {
	if len(changes) == 0 {
		fmt.Fprintln(w, "no record has changed")
	}
	for _, c := range changes {
		c.print(w)
	}
}

func (c *Change) print(w io.Writer) {
	switch c.Status {
	case "added":
		fmt.Fprintf(w, "%s %s: new\n", c.Name, c.To)
		return
	case "removed":
		fmt.Fprintf(w, "%s %s: removed\n", c.Name, c.From)
		return
	}
	fmt.Fprintf(w, "%s %s → %s: %v\n", c.Name, none(c.From), none(c.To), c.Needs)
	for _, e := range c.Edits {
		fmt.Fprintf(w, "  %-5v  %s (%s)\n", e.Bump, e.String(), e.Class)
	}
	if c.Problem != "" {
		fmt.Fprintf(w, "  ✗ %s\n", c.Problem)
	}
}

func none(version string) string {
	if version == "" {
		return "(no version)"
	}
	return version
}
