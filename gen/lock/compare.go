package lock

import (
	"fmt"
	"io"
	"slices"

	"github.com/typedml/typedml/schema"
)

// Change is what happened to one record since it was locked.
type Change struct {
	Name string `json:"name"`
	// Was is the name before, of a record that was renamed.
	Was string `json:"was,omitempty"`
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

// Compare lists the records that changed between two locks, by name: first those of next, then those that it lacks. No
// version covers that a record is gone: it has to be one of those that may go.
func Compare(old, next *File, mayGo ...string) []Change {
	changes := []Change{} // none is no null of JSON
	kept := map[string]bool{}
	for _, n := range next.Records {
		o := old.Find(n.Record.Name)
		if o == nil && n.Was != "" {
			o = old.Find(n.Was)
		}
		if o == nil {
			changes = append(changes, Change{Name: n.Record.Name, To: n.Record.Version, Status: "added"})
			continue
		}
		kept[o.Record.Name] = true
		if c, changed := compare(o.Record, n.Record); changed {
			changes = append(changes, c)
		}
	}
	for _, o := range old.Records {
		if !kept[o.Record.Name] {
			changes = append(changes, removed(o.Record, slices.Contains(mayGo, o.Record.Name)))
		}
	}
	return changes
}

func removed(old *schema.Record, mayGo bool) Change {
	c := Change{Name: old.Name, From: old.Version, Status: "removed", Needs: schema.Major}
	if !mayGo {
		c.Problem = fmt.Sprintf("its writers, readers and models break: write was=%[1]s in the directive of the struct that it is now, or say --removed=%[1]s", old.Name)
	}
	return c
}

func compare(old, next *schema.Record) (Change, bool) {
	c := Change{Name: next.Name, From: old.Version, To: next.Version, Status: "changed"}
	if old.Name != next.Name {
		c.Was = old.Name
	}
	edits := schema.Diff(old, next)
	for _, e := range edits {
		c.Edits = append(c.Edits, Edit{Edit: e, Class: e.Class(), Bump: e.Bump()})
	}
	c.Needs = schema.BumpOf(edits)
	if c.Needs == schema.NoBump && old.Version == next.Version && c.Was == "" {
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
		fmt.Fprintf(w, "%s %s: new\n", c.Name, none(c.To))
	case "removed":
		fmt.Fprintf(w, "%s %s: removed, %v (breaking for writers, readers, models)\n", c.Name, none(c.From), c.Needs)
	default:
		fmt.Fprintf(w, "%s %s → %s: %v%s\n", c.Name, none(c.From), none(c.To), c.Needs, c.renamed())
	}
	for _, e := range c.Edits {
		fmt.Fprintf(w, "  %-5v  %s (%s)\n", e.Bump, e.String(), e.Class)
	}
	if c.Problem != "" {
		fmt.Fprintf(w, "  ✗ %s\n", c.Problem)
	}
}

func (c *Change) renamed() string {
	if c.Was == "" {
		return ""
	}
	return ", was " + c.Was
}

func none(version string) string {
	if version == "" {
		return "(no version)"
	}
	return version
}
