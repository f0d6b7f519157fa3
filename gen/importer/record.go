package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/typedml/typedml/schema"
)

// Record reads typedml's own JSON of a record, which typedml schema --as record prints and every logged model carries as
// typedml_schema.json: the struct is the one that it came from, but for rules that are functions.
func Record(data []byte, o Options) (Result, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if _, err := parse(o.File, data); err != nil {
		return Result{}, err
	}
	var rec schema.Record
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&rec); err != nil {
		offset := 0
		var mistyped *json.UnmarshalTypeError
		if errors.As(err, &mistyped) {
			offset = int(mistyped.Offset)
		}
		return Result{}, positioned(o.File, data, offset, fmt.Errorf("it is no record of typedml's: %w", err))
	}
	return Table(Columns{Record: &rec, Written: keysOf(&rec)}, o)
}

// keysOf are the keys of a record's fields.
func keysOf(rec *schema.Record) map[string]bool {
	keys := map[string]bool{}
	for _, f := range rec.Fields {
		keys[f.Key] = true
	}
	return keys
}
