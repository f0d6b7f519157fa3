package delta

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/typedml/typedml/featurestore/arrow"
)

// readCheckpoint replays a classic checkpoint (PROTOCOL.md, "Checkpoints").
func (s *Snapshot) readCheckpoint(ctx context.Context, c checkpoint) error {
	for _, name := range c.files {
		path := filepath.Join(s.table, logDir, name)
		if c.v2 {
			return s.v2(name)
		}
		if err := s.readCheckpointFile(ctx, path); err != nil {
			return fmt.Errorf("delta: checkpoint %s: %w", path, err)
		}
	}
	if s.Protocol.MinReaderVersion == 0 || s.MetaData.SchemaString == "" {
		return fmt.Errorf("delta: checkpoint %s is corrupt: it has no protocol or no metaData", filepath.Join(s.table, logDir, c.files[0]))
	}
	return nil
}

func (s *Snapshot) v2(name string) error {
	return &UnsupportedError{Table: s.table, Op: "read", Feature: "feature v2Checkpoint", Detail: "checkpoint " + name}
}

func (s *Snapshot) readCheckpointFile(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := arrow.NewReader(f, arrow.ReadOptions{
		Columns: []string{"protocol", "metaData", "add", "remove", "txn", "sidecar", "checkpointMetadata"},
	})
	if err != nil {
		return err
	}
	for rec, err := range r.Records(ctx) {
		if err != nil {
			return err
		}
		actions, err := checkpointActions(rec)
		if err != nil {
			return err
		}
		if actions == nil {
			return s.v2(filepath.Base(path))
		}
		if err := s.apply(-1, actions); err != nil {
			return err
		}
	}
	return nil
}

// checkpointActions turns the rows of a checkpoint into actions; nil when it is a v2 checkpoint under a classic name.
func checkpointActions(rec goarrow.RecordBatch) ([]Action, error) {
	actions := make([]Action, 0, rec.NumRows())
	for c, f := range rec.Schema().Fields() {
		col, ok := rec.Column(c).(*array.Struct)
		if !ok {
			return nil, fmt.Errorf("column %s is a %s, not a struct", f.Name, f.Type)
		}
		for i := range col.Len() {
			if col.IsNull(i) {
				continue
			}
			if f.Name == "sidecar" || f.Name == "checkpointMetadata" {
				return nil, nil
			}
			a := checkpointAction(f.Name, row{col, i})
			if err := a.check(); err != nil {
				return nil, fmt.Errorf("row %d: %w", i, err)
			}
			actions = append(actions, a)
		}
	}
	return actions, nil
}

func checkpointAction(name string, r row) Action {
	switch name {
	case "protocol":
		return Action{Protocol: &Protocol{
			MinReaderVersion: int(r.number("minReaderVersion")), MinWriterVersion: int(r.number("minWriterVersion")),
			ReaderFeatures: r.texts("readerFeatures"), WriterFeatures: r.texts("writerFeatures"),
		}}
	case "metaData":
		m := &MetaData{
			ID: r.text("id"), Name: r.text("name"), Description: r.text("description"), SchemaString: r.text("schemaString"),
			PartitionColumns: r.texts("partitionColumns"), CreatedTime: r.number("createdTime"), Configuration: r.properties("configuration"),
		}
		if format, ok := r.sub("format"); ok {
			m.Format = Format{Provider: format.text("provider"), Options: format.properties("options")}
		}
		return Action{MetaData: m}
	case "txn":
		return Action{Txn: &Txn{AppID: r.text("appId"), Version: r.number("version"), LastUpdated: r.number("lastUpdated")}}
	case "add":
		return Action{Add: &Add{
			Path: r.text("path"), PartitionValues: r.textMap("partitionValues"), Size: r.number("size"),
			ModificationTime: r.number("modificationTime"), DataChange: r.flag("dataChange"), Stats: r.text("stats"),
			Tags: r.textMap("tags"), DeletionVector: r.vector(),
		}}
	}
	return Action{Remove: &Remove{
		Path: r.text("path"), DeletionTimestamp: r.number("deletionTimestamp"), DataChange: r.flag("dataChange"),
		ExtendedFileMetadata: r.flag("extendedFileMetadata"), PartitionValues: r.textMap("partitionValues"),
		Size: r.number("size"), DeletionVector: r.vector(),
	}}
}

// row is one struct value; a field that is absent, null or of another type reads as zero.
type row struct {
	col *array.Struct
	i   int
}

// field returns the column of a field, nil when it is absent or null here.
func (r row) field(name string) goarrow.Array {
	at, ok := r.col.DataType().(*goarrow.StructType).FieldIdx(name)
	if !ok || r.col.Field(at).IsNull(r.i) {
		return nil
	}
	return r.col.Field(at)
}

func (r row) text(name string) string {
	if a, ok := r.field(name).(*array.String); ok {
		return a.Value(r.i)
	}
	return ""
}

func (r row) number(name string) int64 {
	switch a := r.field(name).(type) {
	case *array.Int64:
		return a.Value(r.i)
	case *array.Int32:
		return int64(a.Value(r.i))
	}
	return 0
}

func (r row) flag(name string) bool {
	a, ok := r.field(name).(*array.Boolean)
	return ok && a.Value(r.i)
}

func (r row) sub(name string) (row, bool) {
	a, ok := r.field(name).(*array.Struct)
	return row{a, r.i}, ok
}

func (r row) texts(name string) []string {
	list, ok := r.field(name).(*array.List)
	if !ok {
		return nil
	}
	values, ok := list.ListValues().(*array.String)
	if !ok {
		return nil
	}
	out := []string{}
	for start, end := list.ValueOffsets(r.i); start < end; start++ {
		out = append(out, values.Value(int(start)))
	}
	return out
}

func (r row) textMap(name string) map[string]*string {
	m, ok := r.field(name).(*array.Map)
	if !ok {
		return nil
	}
	keys, ok := m.Keys().(*array.String)
	values, ok2 := m.Items().(*array.String)
	if !ok || !ok2 {
		return nil
	}
	out := map[string]*string{}
	for start, end := m.ValueOffsets(r.i); start < end; start++ {
		if values.IsNull(int(start)) {
			out[keys.Value(int(start))] = nil
			continue
		}
		v := values.Value(int(start))
		out[keys.Value(int(start))] = &v
	}
	return out
}

// properties reads a map without its nulls; it is never nil.
func (r row) properties(name string) map[string]string {
	out := map[string]string{}
	for k, v := range r.textMap(name) {
		if v != nil {
			out[k] = *v
		}
	}
	return out
}

// vector returns a marker when there is a deletion vector: its content is not needed to refuse it.
func (r row) vector() []byte {
	if _, ok := r.sub("deletionVector"); ok {
		return []byte(`{}`)
	}
	return nil
}
