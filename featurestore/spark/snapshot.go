package spark

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/schema"
)

// Table properties that this package writes; Delta tables that this module writes itself have the same ones.
const (
	propVersion     = "typedml.version"
	propFingerprint = "typedml.fingerprint"
	propRecord      = "typedml.record" // as JSON, with its fields: SQL has no place for a column's metadata
)

// snapshot is the table at a version.
type snapshot struct {
	store      *Store
	version    int64
	schema     *goarrow.Schema // what Spark returns
	properties map[string]string
}

// Snapshot loads a version; see featurestore.Store. Properties, and so rules, are those of the newest one.
func (t *Store) Snapshot(ctx context.Context, version int64) (featurestore.Snapshot, error) {
	s, err := t.snapshot(ctx, version)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (t *Store) snapshot(ctx context.Context, version int64) (*snapshot, error) {
	s := &snapshot{store: t, version: version}
	if version == featurestore.Latest {
		commits, err := t.History(ctx, 1)
		if err != nil {
			return nil, err
		}
		if len(commits) == 0 {
			return nil, fmt.Errorf("spark: table %s has no commit: %w", t.address.table, featurestore.ErrNotFound)
		}
		s.version = commits[0].Version
	}
	res, err := t.reads.Query(ctx, "SELECT * FROM "+t.from(s.version)+" LIMIT 0")
	if err != nil {
		return nil, t.failure(ctx, fmt.Sprintf("open version %d of", s.version), err)
	}
	s.schema = res.Schema
	s.properties, err = t.properties(ctx, t.reads, t.address.table)
	return s, err
}

// redacted is what Spark shows for a property whose name or value mentions secrets, passwords or tokens, as the name of a
// column may do.
const redacted = "*********(redacted)"

// properties returns the table's properties; CHECK constraints are among them.
func (t *Store) properties(ctx context.Context, e engine, table string) (map[string]string, error) {
	res, err := e.Query(ctx, "SHOW TBLPROPERTIES "+t.identifier(table))
	if err != nil {
		return nil, t.failure(ctx, "read the properties of", err)
	}
	out := map[string]string{}
	hidden := false
	res.Each(func(r sparkconnect.Row) {
		out[r.Text("key")] = r.Text("value")
		hidden = hidden || r.Text("value") == redacted
	})
	if !hidden {
		return out, nil
	}
	// Slower, and it hides nothing.
	if res, err = e.Query(ctx, "DESCRIBE DETAIL "+t.identifier(table)); err != nil {
		return nil, t.failure(ctx, "read the properties of", err)
	}
	res.Each(func(r sparkconnect.Row) { maps.Copy(out, r.Texts("properties")) })
	return out, nil
}

// Version is the table's version.
func (s *snapshot) Version() int64 { return s.version }

// written is the record that the table was written with, as far as it is known.
func (s *snapshot) written() *schema.Record {
	r := &schema.Record{}
	if text := s.properties[propRecord]; text != "" && json.Unmarshal([]byte(text), r) != nil {
		return &schema.Record{}
	}
	return r
}

// Record is what is stored: as it was written by this package, else derived from the columns' types.
func (s *snapshot) Record(want *schema.Record) *schema.Record {
	written := s.written()
	bare := *written
	r := &bare
	r.Fields = nil
	for _, column := range s.schema.Fields() {
		var w *schema.Field
		if want != nil {
			w = want.Field(column.Name)
		}
		r.Fields = append(r.Fields, fieldOf(column, written.Field(column.Name), w))
	}
	if r.Name == "" && want != nil {
		r.Name = want.Name
	}
	return r
}

// fieldOf returns one column as a field: as it was written when it still has that type, and with the type that is wanted
// where it can be read as that.
func fieldOf(column goarrow.Field, written, want *schema.Field) schema.Field {
	f := schema.Field{Name: column.Name, Key: column.Name, Optional: column.Nullable, Type: derivedType(column.Type)}
	if written != nil && readable(column, written.Type) {
		f = *written
	}
	if want == nil || !readable(column, want.Type) || written != nil && want.Type.Refuses(f.Type) {
		return f
	}
	if f.Type.String() != want.Type.String() {
		f.Type = want.Type
	}
	if written == nil && (want.Type.Kind == schema.List || want.Type.Kind == schema.Map || want.Type.Kind == schema.Bytes) {
		f.Optional = want.Optional // Go's nil is null there: no difference worth a notice
	}
	return f
}

// readable reports whether every value of the column can be read as the type.
func readable(column goarrow.Field, t schema.Type) bool {
	one := &schema.Record{Fields: []schema.Field{{Name: column.Name, Key: column.Name, Type: t}}}
	changes, err := arrow.Compare(one, goarrow.NewSchema([]goarrow.Field{column}, nil))
	if err != nil {
		return false
	}
	for _, c := range changes {
		if c.Kind == schema.Retyped || c.Kind == schema.Absent {
			return false
		}
	}
	return true
}

var derivedKinds = map[goarrow.Type]schema.Kind{
	goarrow.BOOL: schema.Bool, goarrow.INT8: schema.Int8, goarrow.INT16: schema.Int16, goarrow.INT32: schema.Int32, goarrow.INT64: schema.Int64,
	goarrow.FLOAT32: schema.Float32, goarrow.FLOAT64: schema.Float64, goarrow.STRING: schema.String, goarrow.BINARY: schema.Bytes,
	goarrow.TIMESTAMP: schema.Time, goarrow.DATE32: schema.Date,
}

// derivedType is the type that fits a column best; one without a Go counterpart keeps its own name.
func derivedType(t goarrow.DataType) schema.Type {
	switch t := t.(type) {
	case *goarrow.Decimal128Type:
		return schema.Type{Kind: schema.Decimal, Precision: int(t.Precision), Scale: int(t.Scale)}
	case *goarrow.StructType:
		r := &schema.Record{}
		for _, f := range t.Fields() {
			r.Fields = append(r.Fields, schema.Field{Name: f.Name, Key: f.Name, Optional: f.Nullable, Type: derivedType(f.Type)})
		}
		return schema.Type{Kind: schema.Struct, Record: r}
	case *goarrow.ListType:
		return schema.Type{Kind: schema.List, Elem: &schema.Element{Type: derivedType(t.Elem()), Optional: t.ElemField().Nullable}}
	case *goarrow.MapType:
		return schema.Type{
			Kind: schema.Map, Key: &schema.Element{Type: derivedType(t.KeyType())},
			Elem: &schema.Element{Type: derivedType(t.ItemType()), Optional: t.ItemField().Nullable},
		}
	}
	if k, ok := derivedKinds[t.ID()]; ok {
		return schema.Type{Kind: k}
	}
	return schema.Type{Kind: schema.Kind(t.String())}
}

// names are the fields that the table has.
func (s *snapshot) names(fields []columns.Field) []string {
	var out []string
	for _, f := range fields {
		if len(s.schema.FieldIndices(f.Name)) > 0 {
			out = append(out, f.Name)
		}
	}
	return out
}
