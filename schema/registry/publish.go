package registry

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/typedml/typedml/schema"
)

// ErrNotFound says that the catalog has no such table. Catalogs wrap it.
var ErrNotFound = errors.New("not found")

// Catalog is what publishing needs of a server. What a method could not do whole it takes back, as far as the server can.
type Catalog interface {
	// Table returns the definition of a table; an error that wraps ErrNotFound when there is none.
	Table(ctx context.Context, name string) (*Definition, error)
	// Create makes the table, with its key, and checks that it is there as it was defined.
	Create(ctx context.Context, d *Definition) error
	// AddKey adds its primary key to a table that has none. It reports whether the server keeps keys.
	AddKey(ctx context.Context, d *Definition) (keyed bool, err error)
	// Alter changes a table, by the steps of the alteration.
	Alter(ctx context.Context, a *Alteration) error
}

// Outcome says what Publish did.
type Outcome string

// Outcomes of Publish.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged" // the record was there already
)

// Publish makes the table that a record defines, or changes it to the record's next version. Publishing over a different
// record is refused, with a *schema.MismatchError that names the columns, unless its version covers the difference (see
// [schema.Covers]) and the catalog can make the change in place (see [Alter]). What an earlier publication was kept from,
// publishing the same record again completes.
func Publish(ctx context.Context, c Catalog, name string, r *schema.Record) (Outcome, error) {
	want, err := Define(name, r)
	if err != nil {
		return "", err
	}
	have, err := c.Table(ctx, name)
	if errors.Is(err, ErrNotFound) {
		if err := c.Create(ctx, want); err != nil {
			return "", err
		}
		return Created, nil
	}
	if err != nil {
		return "", err
	}
	stored, err := have.published()
	if err != nil {
		return "", err
	}
	same := have.Properties[PropFingerprint] == r.Fingerprint() && have.Properties[PropVersion] == r.Version
	if _, mismatch := schema.Mismatch("table "+name, r, stored); same && mismatch == nil {
		return complete(ctx, c, have, want)
	}
	if err := covered(name, stored, r, have.Properties[PropRecord] != ""); err != nil {
		return "", err
	}
	a, err := Alter(have, want)
	if err != nil {
		return "", err
	}
	if err := c.Alter(ctx, a); err != nil {
		return "", err
	}
	return Updated, nil
}

// complete adds the primary key that a registered table lacks, when the program that made it ended before it could.
func complete(ctx context.Context, c Catalog, have, want *Definition) (Outcome, error) {
	if want.Key == nil || have.Key != nil || !have.registered() {
		return Unchanged, nil
	}
	keyed, err := c.AddKey(ctx, want)
	switch {
	case err != nil:
		return "", err
	case keyed:
		return Updated, nil
	}
	return Unchanged, nil
}

// covered refuses what the version does not cover. A table that nobody published is taken over when a reader of r could
// use it.
func covered(name string, stored, r *schema.Record, published bool) error {
	if !published {
		if _, mismatch := schema.Mismatch("table "+name, r, stored); mismatch != nil {
			mismatch.Remedy = "It is not a table that typedml published: publish under another name."
			return mismatch
		}
		return nil
	}
	edits := schema.Diff(stored, r)
	bump := schema.BumpOf(edits)
	ok, err := schema.Covers(stored.Version, r.Version, bump)
	if ok && err == nil {
		return nil
	}
	remedy := fmt.Sprintf("Version %q is published and %q given", stored.Version, r.Version)
	if next, err := schema.NextVersion(stored.Version, bump); err == nil {
		remedy += fmt.Sprintf(": the change is %s and needs version %s or later", bump, next)
	} else {
		remedy += ": give the record a version, such as 1.0.0"
	}
	return &schema.MismatchError{Subject: "table " + name, Record: r.Name, Changes: changesOf(edits), Remedy: remedy + "."}
}

// changesOf words edits as changes of columns.
func changesOf(edits []schema.Edit) []schema.Change {
	var out []schema.Change
	for _, e := range edits {
		kind := schema.Rules
		switch e.Kind {
		case schema.FieldAdded:
			kind = schema.Absent
		case schema.FieldRemoved:
			kind = schema.Extra
		case schema.FieldRetyped, schema.FieldWidened, schema.FieldNarrowed, schema.FieldRenamed:
			kind = schema.Retyped
		case schema.CheckAdded, schema.CheckRemoved, schema.CheckChanged:
			kind = schema.Checks
		}
		out = append(out, schema.Change{Kind: kind, Column: e.Column, Want: e.New, Have: e.Old})
	}
	if len(out) == 0 { // an older version of the same record
		out = append(out, schema.Change{Kind: schema.Rules, Column: "(none: the version went back)"})
	}
	return out
}

// Read returns the record of a table; an error that wraps ErrNotFound when there is none.
func Read(ctx context.Context, c Catalog, name string) (*schema.Record, error) {
	d, err := c.Table(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.Record()
}

// Compare compares a table with a record. What keeps a reader of r from it is a *schema.MismatchError that names the
// columns; other differences are returned.
func Compare(ctx context.Context, c Catalog, name string, r *schema.Record) ([]schema.Change, error) {
	stored, err := Read(ctx, c, name)
	if err != nil {
		return nil, err
	}
	notices, mismatch := schema.Mismatch("table "+name, r, stored)
	if mismatch != nil {
		return notices, mismatch
	}
	return notices, nil
}

// Differs says in words what keeps a made table from being the one that was defined, "" when nothing does: a column or
// key that the server dropped or changed silently.
func Differs(want, have *Definition) string {
	var out []string
	for _, w := range want.Columns {
		switch h := have.column(w.Name); {
		case h == nil:
			out = append(out, "column "+w.Name+" is absent")
		case h.typ.text() != w.typ.text():
			out = append(out, fmt.Sprintf("column %s is %s, not %s", w.Name, h.TypeText(), w.TypeText()))
		case h.Nullable && !w.Nullable:
			out = append(out, "column "+w.Name+" lost NOT NULL")
		}
	}
	if want.Key != nil && (have.Key == nil || len(keyChanges(have.Key, want.Key)) > 0) {
		out = append(out, "the primary key ("+want.Key.clause()+") is not there")
	}
	return strings.Join(out, "; ")
}
