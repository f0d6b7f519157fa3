package pydantic

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/typedml/typedml/schema"
)

// Records is the name of the file of a package that has the records it was written from: models say less than they do, as
// which function of Go's a rule is.
const Records = "_records.py"

// opening and closing stand around the records in their file: in a raw text, JSON has no three quotes side by side.
const (
	opening = "RECORDS = r\"\"\"\n"
	closing = "\n\"\"\"\n"
)

// recordsText is the file with the records.
func recordsText(recs []*schema.Record) []byte {
	var b bytes.Buffer
	b.WriteString(Header + "\"\"\"The records that the models are written from, as typedml import reads them.\"\"\"\n\n" + opening)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i, r := range recs {
		b.WriteByte("[,"[min(i, 1)])
		_ = e.Encode(r) // plain data without NaN or Inf
	}
	b.WriteString("]" + closing)
	return b.Bytes()
}

// ReadRecords reads the records of a package from its file [Records].
func ReadRecords(text []byte) ([]*schema.Record, error) {
	_, rest, begins := bytes.Cut(text, []byte(opening))
	list, _, ends := bytes.Cut(rest, []byte(closing))
	if !begins || !ends {
		return nil, errors.New("it has no records")
	}
	var recs []*schema.Record
	d := json.NewDecoder(bytes.NewReader(list))
	d.DisallowUnknownFields()
	if err := d.Decode(&recs); err != nil {
		return nil, fmt.Errorf("reading the records: %w", err)
	}
	return recs, nil
}
