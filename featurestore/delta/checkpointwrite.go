package delta

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/arrow"
)

// checkpointInterval is the protocol's default for delta.checkpointInterval.
const checkpointInterval = 10

// tombstoneAge is the protocol's default for delta.deletedFileRetentionDuration: older remove actions leave the
// checkpoint.
const tombstoneAge = 7 * 24 * time.Hour

// maybeCheckpoint writes a checkpoint when the version is due for one by the table's properties, and tidies up then. The
// commit stands whatever happens here: a failure is logged.
func (t *table) maybeCheckpoint(ctx context.Context, version int64, configuration map[string]string) {
	every := int64(checkpointInterval)
	if n, err := strconv.ParseInt(configuration["delta.checkpointInterval"], 10, 64); err == nil && n > 0 {
		every = n
	}
	if version == 0 || version%every != 0 || ctx.Err() != nil {
		return
	}
	s, err := t.load(ctx, version)
	if err == nil {
		err = s.writeCheckpoint(time.Now())
	}
	if err != nil {
		slog.WarnContext(ctx, "delta: no checkpoint was written; the commit stands", "table", t.folder, "version", version, "error", err)
	}
	removeLeftovers(t.folder, time.Now())
}

func structOf(fields ...goarrow.Field) *goarrow.StructType { return goarrow.StructOf(fields...) }

func nullable(name string, t goarrow.DataType) goarrow.Field {
	return goarrow.Field{Name: name, Type: t, Nullable: true}
}

func required(name string, t goarrow.DataType) goarrow.Field {
	return goarrow.Field{Name: name, Type: t}
}

// checkpointSchema is the classic checkpoint's (PROTOCOL.md, "Checkpoint Schema"). What "Actions" does not call
// optional is required inside its action: readers refuse the other form.
func checkpointSchema() *goarrow.Schema {
	text, long, integer, flag := goarrow.BinaryTypes.String, goarrow.PrimitiveTypes.Int64, goarrow.PrimitiveTypes.Int32, goarrow.FixedWidthTypes.Boolean
	texts := goarrow.ListOfField(required("element", text))
	textMap := goarrow.MapOfFields(required("key", text), required("value", text))
	valueMap := goarrow.MapOfFields(required("key", text), nullable("value", text)) // a partition's value may be null
	return goarrow.NewSchema([]goarrow.Field{
		nullable("txn", structOf(required("appId", text), required("version", long), nullable("lastUpdated", long))),
		nullable("add", structOf(required("path", text), required("partitionValues", valueMap), required("size", long),
			required("modificationTime", long), required("dataChange", flag), nullable("stats", text), nullable("tags", valueMap))),
		nullable("remove", structOf(required("path", text), nullable("deletionTimestamp", long), required("dataChange", flag),
			nullable("extendedFileMetadata", flag), nullable("partitionValues", valueMap), nullable("size", long))),
		nullable("metaData", structOf(required("id", text), nullable("name", text), nullable("description", text),
			required("format", structOf(required("provider", text), required("options", textMap))), required("schemaString", text),
			required("partitionColumns", texts), required("configuration", textMap), nullable("createdTime", long))),
		nullable("protocol", structOf(required("minReaderVersion", integer), required("minWriterVersion", integer),
			nullable("readerFeatures", texts), nullable("writerFeatures", texts))),
	}, nil)
}

// writeCheckpoint writes the state as a classic single-part checkpoint and points _last_checkpoint to it.
func (s *Snapshot) writeCheckpoint(now time.Time) error {
	actions := s.checkpointActions(now)
	b := array.NewRecordBuilder(memory.DefaultAllocator, checkpointSchema())
	for _, a := range actions {
		text, err := checkpointJSON(a)
		if err != nil {
			return err
		}
		if err := b.UnmarshalJSON(text); err != nil {
			return fmt.Errorf("delta: checkpoint row: %w", err)
		}
	}
	rec := b.NewRecordBatch()
	var buf bytes.Buffer
	w, err := arrow.NewWriter(&buf, rec.Schema(), arrow.WriteOptions{})
	if err != nil {
		return err
	}
	if err := w.Write(rec); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	dir := filepath.Join(s.table, logDir)
	if err := replaceFile(dir, fmt.Sprintf("%020d.checkpoint.parquet", s.Version), buf.Bytes()); err != nil {
		return fmt.Errorf("delta: write a checkpoint: %w", err)
	}
	last := fmt.Sprintf(`{"version":%d,"size":%d,"sizeInBytes":%d,"numOfAddFiles":%d}`, s.Version, len(actions), buf.Len(), len(s.adds))
	if err := replaceFile(dir, "_last_checkpoint", []byte(last)); err != nil {
		return fmt.Errorf("delta: write _last_checkpoint: %w", err)
	}
	return nil
}

// checkpointActions lists the state: protocol, metadata, transactions, files, and tombstones that are young enough.
func (s *Snapshot) checkpointActions(now time.Time) []Action {
	metaData := s.MetaData.complete()
	actions := []Action{{Protocol: &s.Protocol}, {MetaData: &metaData}}
	for _, t := range s.txns {
		actions = append(actions, Action{Txn: t})
	}
	for _, f := range ordered(s.adds) {
		add := *f.tagged()
		add.DataChange = false
		if add.PartitionValues == nil {
			add.PartitionValues = map[string]*string{}
		}
		actions = append(actions, Action{Add: &add})
	}
	for _, r := range s.removes {
		if now.UnixMilli()-r.DeletionTimestamp < tombstoneAge.Milliseconds() {
			gone := *r
			gone.DataChange = false
			actions = append(actions, Action{Remove: &gone})
		}
	}
	return actions
}

// mapMembers are the members that Parquet holds as maps: in Arrow's JSON a list of entries.
var mapMembers = []string{"partitionValues", "tags", "configuration", "options"}

// checkpointJSON writes an action as a row of the checkpoint in Arrow's JSON.
func checkpointJSON(a Action) ([]byte, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("delta: checkpoint row: %w", err)
	}
	var row map[string]any
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&row); err != nil {
		return nil, fmt.Errorf("delta: checkpoint row: %w", err)
	}
	return json.Marshal(entries(row))
}

// entries rewrites the maps.
func entries(v map[string]any) map[string]any {
	for name, member := range v {
		m, ok := member.(map[string]any)
		if !ok {
			continue
		}
		if !slices.Contains(mapMembers, name) {
			entries(m)
			continue
		}
		list := []map[string]any{}
		for _, k := range sortedKeys(m) {
			list = append(list, map[string]any{"key": k, "value": m[k]})
		}
		v[name] = list
	}
	return v
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
