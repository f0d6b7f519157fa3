package registry

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
)

// every returns a record with a field of every kind.
func every() *schema.Record {
	text := schema.Type{Kind: schema.String}
	r := &schema.Record{Name: "shop.order", Type: "Order", Version: "1.2.0", Doc: "Order is what a customer's basket became."}
	add := func(key, doc string, t schema.Type, edit func(*schema.Field)) {
		f := schema.Field{Name: strings.ToUpper(key[:1]) + key[1:], Key: key, Doc: doc, Type: t}
		if edit != nil {
			edit(&f)
		}
		r.Fields = append(r.Fields, f)
	}
	add("id", "ID isn't empty; `quoted` \\ and ü.\nSecond line.", text, func(f *schema.Field) {
		f.Role = schema.RoleKey
		f.Constraints = []schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}
	})
	add("at", "", schema.Type{Kind: schema.Time}, func(f *schema.Field) { f.Role = schema.RoleTimestamp })
	for _, k := range []schema.Kind{
		schema.Bool, schema.Int8, schema.Int16, schema.Int32, schema.Int64, schema.Uint8, schema.Uint16, schema.Uint32, schema.Uint64,
		schema.Float32, schema.Float64, schema.Bytes, schema.Duration,
	} {
		add("f_"+string(k), "", schema.Type{Kind: k}, nil)
	}
	add("status", "", schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{{Kind: schema.String, Text: "open"}}}, nil)
	add("discount", "Discount is a share.", schema.Type{Kind: schema.Float64}, func(f *schema.Field) { f.Optional, f.Unit = true, "%" })
	add("vector", "", schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}, nil)
	add("point", "", schema.Type{Kind: schema.List, Len: 2, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float32}}}, nil)
	add("prices", "", schema.Type{Kind: schema.Map, Key: &schema.Element{Type: text}, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}, Optional: true}}, nil)
	add("address", "", schema.Type{Kind: schema.Struct, Record: &schema.Record{Name: "shop.address", Fields: []schema.Field{
		{Name: "City", Key: "city", Doc: "City is a town's name.", Type: text}, {Name: "Zip", Key: "zip", Type: schema.Type{Kind: schema.Uint16}},
	}}}, nil)
	r.Checks = []schema.Check{{Name: "c", Message: "m", Source: "f_int8 > 0"}}
	return r
}

// served is the definition as a server gives it back: through the JSON of each column.
func served(t *testing.T, d *Definition, metadata bool) *Definition {
	t.Helper()
	out := &Definition{Name: d.Name, Comment: d.Comment, Key: d.Key, Properties: d.Properties}
	if !metadata {
		out.Properties = d.PropertiesWithFields()
	}
	for _, c := range d.Columns {
		if !metadata {
			c.Field = ""
		}
		text, err := c.TypeJSON()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ColumnOf(c.Name, text, c.Comment, c.Nullable, out.Properties)
		if err != nil {
			t.Fatal(err)
		}
		out.Columns = append(out.Columns, back)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	want := every()
	d, err := Define("main.ml.orders", want)
	if err != nil {
		t.Fatal(err)
	}
	for _, metadata := range []bool{true, false} {
		got, err := served(t, d, metadata).Record()
		if err != nil {
			t.Fatal(err)
		}
		if got.Fingerprint() != want.Fingerprint() {
			t.Errorf("metadata %v: the fingerprint changed: %v", metadata, schema.Compare(want, got))
		}
		if !reflect.DeepEqual(want, got) {
			a, _ := json.Marshal(want)
			b, _ := json.Marshal(got)
			t.Errorf("metadata %v:\nwant %s\ngot  %s", metadata, a, b)
		}
	}
}

func TestCreateStatement(t *testing.T) {
	d, err := Define("main.ml.orders", every())
	if err != nil {
		t.Fatal(err)
	}
	sql := d.CreateStatement()
	for _, want := range []string{
		"CREATE TABLE `main`.`ml`.`orders` (\n",
		"`id` STRING NOT NULL COMMENT 'ID isn\\'t empty; `quoted` \\\\ and ü.\\nSecond line.',",
		"`at` TIMESTAMP NOT NULL,",
		"`f_uint8` SMALLINT NOT NULL,", "`f_uint64` DECIMAL(20,0) NOT NULL,", "`f_bytes` BINARY,", "`f_duration` BIGINT NOT NULL,",
		"`vector` ARRAY<DOUBLE>,", "`point` ARRAY<FLOAT> NOT NULL,", "`prices` MAP<STRING, DOUBLE>,",
		"`address` STRUCT<`city`: STRING COMMENT 'City is a town\\'s name.', `zip`: INT> NOT NULL,",
		"CONSTRAINT `orders_pk` PRIMARY KEY (`id`, `at` TIMESERIES)\n)",
		"\nCOMMENT 'Order is what a customer\\'s basket became.'",
		"'typedml.version' = '1.2.0'", "'typedml.column.id' = '{",
	} {
		if !strings.Contains(sql, want) {
			t.Errorf("no %q in\n%s", want, sql)
		}
	}
}

func TestDefineRefuses(t *testing.T) {
	text := schema.Type{Kind: schema.String}
	for name, c := range map[string]struct {
		table  string
		fields []schema.Field
		says   []string
	}{
		"name of two parts": {"ml.orders", nil, []string{"no name of three parts"}},
		"slash":             {"main.ml.or/ders", nil, []string{`"or/ders"`}},
		"empty part":        {"main..orders", nil, []string{`""`}},
		"all at once": {
			"main.ml.orders",
			[]schema.Field{
				{Name: "A", Key: "a b", Type: text},
				{Name: "M", Key: "m", Type: schema.Type{Kind: schema.Map, Key: &schema.Element{Type: schema.Type{Kind: schema.Int64}}, Elem: &schema.Element{Type: text}}},
				{Name: "K", Key: "k", Type: text, Role: schema.RoleKey, Optional: true},
				{Name: "K2", Key: "K", Type: text},
			},
			[]string{`field A: the column name "a b"`, "field M: a table holds maps with string keys", "field K is part of the key and may be null", "K differs from k by case only"},
		},
		"two timestamps": {
			"main.ml.orders",
			[]schema.Field{
				{Name: "K", Key: "k", Type: text, Role: schema.RoleKey},
				{Name: "T", Key: "t", Type: schema.Type{Kind: schema.Time}, Role: schema.RoleTimestamp},
				{Name: "U", Key: "u", Type: schema.Type{Kind: schema.Time}, Role: schema.RoleTimestamp},
			},
			[]string{"fields T and U are both timestamps"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Define(c.table, &schema.Record{Name: "r", Fields: c.fields})
			for _, words := range c.says {
				if err == nil || !strings.Contains(err.Error(), words) {
					t.Errorf("no %q in %v", words, err)
				}
			}
		})
	}
}

// fakeCatalog keeps definitions in memory.
type fakeCatalog map[string]*Definition

func (c fakeCatalog) Table(_ context.Context, name string) (*Definition, error) {
	if d := c[name]; d != nil {
		return d, nil
	}
	return nil, ErrNotFound
}

func (c fakeCatalog) Create(_ context.Context, d *Definition) error {
	made := *d
	made.Properties = d.PropertiesWithFields()
	c[d.Name] = &made
	return nil
}

func (c fakeCatalog) AddKey(_ context.Context, d *Definition) (bool, error) {
	c[d.Name].Key = d.Key
	return true, nil
}

func (c fakeCatalog) Alter(_ context.Context, a *Alteration) error {
	d := *c[a.Table]
	d.Columns = append(append([]Column{}, d.Columns...), a.Add...)
	d.Properties = map[string]string{}
	for k, v := range c[a.Table].Properties {
		d.Properties[k] = v
	}
	for k, v := range a.Set {
		d.Properties[k] = v
	}
	for i := range d.Columns {
		d.Columns[i].Field, d.Columns[i].removed = d.Properties[PropColumn+d.Columns[i].Name], d.Properties[PropRemoved+d.Columns[i].Name]
		for _, k := range a.Comments {
			if k.Name == d.Columns[i].Name {
				d.Columns[i].Comment = k.Comment
			}
		}
	}
	c[a.Table] = &d
	return nil
}

func TestPublish(t *testing.T) {
	const name = "main.ml.orders"
	add := func(r *schema.Record) {
		r.Fields = append(r.Fields, schema.Field{Name: "New", Key: "new", Type: schema.Type{Kind: schema.Float64}, MayBeAbsent: true})
	}
	loosen := func(r *schema.Record) { r.Field("id").Constraints = nil }
	retype := func(r *schema.Record) { r.Field("discount").Type.Kind = schema.String }
	for title, c := range map[string]struct {
		version string
		edit    func(*schema.Record)
		outcome Outcome
		says    []string
	}{
		"again":                   {"1.2.0", nil, Unchanged, nil},
		"a column, not covered":   {"1.2.0", add, "", []string{"column new (", "is absent", `Version "1.2.0" is published and "1.2.0" given`, "needs version"}},
		"a column, covered":       {"2.0.0", add, Updated, nil},
		"rules, not covered":      {"1.2.0", loosen, "", []string{"column id has other rules", "needs version"}},
		"rules, covered":          {"2.0.0", loosen, Updated, nil},
		"the version goes back":   {"1.1.0", nil, "", []string{"the version went back"}},
		"another type, covered":   {"2.0.0", retype, "", []string{"column discount is double, the struct has string", "cannot change these in place"}},
		"no version":              {"", add, "", []string{"column new", `"" given`}},
		"the doc, with a version": {"1.2.1", func(r *schema.Record) { r.Field("at").Doc = "At is when." }, Updated, nil},
	} {
		t.Run(title, func(t *testing.T) {
			catalog := fakeCatalog{}
			if o, err := Publish(t.Context(), catalog, name, every()); err != nil || o != Created {
				t.Fatal(o, err)
			}
			before, next := catalog[name], every()
			next.Version = c.version
			if c.edit != nil {
				c.edit(next)
			}
			o, err := Publish(t.Context(), catalog, name, next)
			if o != c.outcome || (err != nil) != (c.says != nil) {
				t.Fatal(o, err)
			}
			var mismatch *schema.MismatchError
			if err != nil && (!errors.As(err, &mismatch) || catalog[name] != before) {
				t.Errorf("%v: no MismatchError, or the table changed", err)
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("no %q in %v", words, err)
				}
			}
			if c.outcome != Updated {
				return
			}
			if o, err := Publish(t.Context(), catalog, name, next); o != Unchanged || err != nil {
				t.Error("once more:", o, err)
			}
			got, err := Read(t.Context(), catalog, name)
			if err != nil || got.Version != next.Version {
				t.Error(got, err)
			}
		})
	}
}

// TestPublishGoesOn: a column that a failed change added is none of the record's, and the change's version still covers it.
func TestPublishGoesOn(t *testing.T) {
	const name = "main.ml.orders"
	catalog := fakeCatalog{}
	if _, err := Publish(t.Context(), catalog, name, every()); err != nil {
		t.Fatal(err)
	}
	next := every()
	next.Version = "1.3.0"
	next.Fields = append(next.Fields, schema.Field{Name: "New", Key: "new", Type: schema.Type{Kind: schema.Uint8}, Optional: true, MayBeAbsent: true})
	want, err := Define(name, next)
	if err != nil {
		t.Fatal(err)
	}
	left := want.Columns[len(want.Columns)-1]
	left.Field = ""
	catalog[name].Columns = append(catalog[name].Columns[:len(want.Columns)-1:len(want.Columns)-1], left)
	if o, err := Publish(t.Context(), catalog, name, every()); o != Unchanged || err != nil {
		t.Error("the version before:", o, err)
	}
	if o, err := Publish(t.Context(), catalog, name, next); o != Updated || err != nil {
		t.Error("the next one:", o, err)
	}
}

// TestPublishAfterRemoval: a column of a version before the last is none of the record's, and each version is held against
// the last one.
func TestPublishAfterRemoval(t *testing.T) {
	const name = "main.ml.orders"
	catalog := fakeCatalog{}
	next := every()
	for _, step := range []struct {
		version string
		edit    func()
	}{
		{"1.2.0", func() {}},
		{"2.0.0", func() {
			next.Fields = slices.DeleteFunc(next.Fields, func(f schema.Field) bool { return f.Key == "discount" })
		}},
		{"2.0.1", func() { next.Field("at").Doc = "At is when." }},
		{"2.1.0", func() {
			next.Fields = append(next.Fields, schema.Field{Name: "New", Key: "new", Type: schema.Type{Kind: schema.Float64}, Optional: true, MayBeAbsent: true})
		}},
	} {
		step.edit()
		next.Version = step.version
		if _, err := Publish(t.Context(), catalog, name, next); err != nil {
			t.Fatal(step.version, err)
		}
	}
	if catalog[name].column("discount") == nil {
		t.Error("the table lost a column")
	}
}

// TestOtherMeaning: a column that keeps its type is refused when its values would be read as something else.
func TestOtherMeaning(t *testing.T) {
	const name = "main.ml.orders"
	for _, kinds := range [][2]schema.Kind{{schema.Duration, schema.Int64}, {schema.Int64, schema.Duration}} {
		r := every()
		r.Fields = append(r.Fields, schema.Field{Name: "Wait", Key: "wait", Type: schema.Type{Kind: kinds[0]}, Optional: true, MayBeAbsent: true})
		catalog := fakeCatalog{}
		if _, err := Publish(t.Context(), catalog, name, r); err != nil {
			t.Fatal(err)
		}
		r.Version = "2.0.0"
		r.Field("wait").Type.Kind = kinds[1]
		_, err := Publish(t.Context(), catalog, name, r)
		var mismatch *schema.MismatchError
		if !errors.As(err, &mismatch) || len(mismatch.Changes) != 1 || mismatch.Changes[0].Column != "wait" {
			t.Error(kinds, err)
		}

		// Nor does a column come back as something else, whatever versions lay between.
		without := every()
		without.Version = "2.0.0"
		if _, err := Publish(t.Context(), catalog, name, without); err != nil {
			t.Fatal(err)
		}
		if _, err := Compare(t.Context(), catalog, name, r); !errors.As(err, &mismatch) {
			t.Error("compare:", kinds, err)
		}
		r.Version = "3.0.0"
		if _, err := Publish(t.Context(), catalog, name, r); !errors.As(err, &mismatch) || mismatch.Changes[0].Column != "wait" {
			t.Error(kinds, err)
		}
		r.Field("wait").Type.Kind = kinds[0]
		if _, err := Publish(t.Context(), catalog, name, r); err != nil {
			t.Error(kinds, err)
		}
	}
}

func TestCompareNamesColumns(t *testing.T) {
	catalog := fakeCatalog{}
	if _, err := Publish(t.Context(), catalog, "main.ml.orders", every()); err != nil {
		t.Fatal(err)
	}
	other := every()
	other.Field("vector").Type = schema.Type{Kind: schema.String}
	other.Fields = append(other.Fields, schema.Field{Name: "X", Key: "x", Type: schema.Type{Kind: schema.Bool}})
	_, err := Compare(t.Context(), catalog, "main.ml.orders", other)
	var mismatch *schema.MismatchError
	if !errors.As(err, &mismatch) || len(mismatch.Changes) != 2 || mismatch.Changes[0].Column != "vector" || mismatch.Changes[1].Column != "x" {
		t.Error(err)
	}
	if notices, err := Compare(t.Context(), catalog, "main.ml.orders", every()); err != nil || notices != nil {
		t.Error(notices, err)
	}
}

func TestAlterationUndoes(t *testing.T) {
	have, err := Define("main.ml.orders", every())
	if err != nil {
		t.Fatal(err)
	}
	have.Properties = have.PropertiesWithFields()
	next := every()
	next.Version = "2.0.0"
	next.Field("at").Doc = "At is when."
	next.Fields = append(next.Fields, schema.Field{Name: "New", Key: "new", Type: schema.Type{Kind: schema.Float64}})
	want, err := Define("main.ml.orders", next)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Alter(have, want)
	if err != nil {
		t.Fatal(err)
	}
	steps := a.Steps()
	for i, want := range []Step{
		{Do: "ALTER COLUMN `at` COMMENT 'At is when.'", Undo: []string{"ALTER COLUMN `at` COMMENT ''"}},
		{Do: "ADD COLUMNS (\n  `new` DOUBLE\n)"},
		{Do: "'typedml.version' = '2.0.0'", Undo: []string{"'typedml.version' = '1.2.0'", "UNSET TBLPROPERTIES IF EXISTS ('typedml.column.new')"}},
	} {
		if len(steps) != 3 || !strings.Contains(steps[i].Do, want.Do) || len(steps[i].Undo) != len(want.Undo) {
			t.Fatalf("%q, want %q", steps, want)
		}
		for k, words := range want.Undo {
			if !strings.Contains(steps[i].Undo[k], words) {
				t.Errorf("no %q in %q", words, steps[i].Undo[k])
			}
		}
	}
}

func TestForeignTable(t *testing.T) {
	columns := map[string]string{
		"id": `{"name":"id","type":"string","nullable":false,"metadata":{}}`, "n": `"long"`, "ts": `{"name":"ts","type":"timestamp_ntz","nullable":true}`,
		"d": `{"name":"d","type":"decimal(10, 2)","nullable":true,"metadata":{"comment":"D is money."}}`,
		"v": `{"name":"v","type":"variant","nullable":true}`,
	}
	d := &Definition{Name: "main.ml.t"}
	for _, name := range []string{"id", "n", "ts", "d", "v"} {
		c, err := ColumnOf(name, columns[name], "", name != "id", nil)
		if err != nil {
			t.Fatal(err)
		}
		d.Columns = append(d.Columns, c)
	}
	r, err := d.Record()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.Fields {
		got = append(got, f.Type.String())
	}
	if want := []string{"string", "int64", "timestamp_ntz", "decimal(10,2)", "variant"}; !reflect.DeepEqual(got, want) {
		t.Error(got)
	}
	if _, err := ColumnOf("x", `{"name":"x","type":{"type":"array"}}`, "", true, nil); err == nil {
		t.Error("an array without elements was read")
	}
}

func FuzzColumnOf(f *testing.F) {
	f.Add(`{"name":"id","type":"string","nullable":false,"metadata":{"typedml":"{}"}}`)
	f.Add(`{"name":"s","type":{"type":"struct","fields":[{"name":"a","type":{"type":"map","keyType":"string","valueType":"decimal(3,1)"}}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ColumnOf("c", text, "", true, nil)
		if err != nil {
			return
		}
		if _, err := (&Definition{Name: "a.b.c", Columns: []Column{c}}).Record(); err != nil {
			t.Fatal(err)
		}
		again, err := c.TypeJSON()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ColumnOf("c", again, "", true, nil); err != nil || back.TypeText() != c.TypeText() {
			t.Fatal(back.TypeText(), c.TypeText(), err)
		}
	})
}
