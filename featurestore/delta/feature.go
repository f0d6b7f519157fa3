package delta

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// UnsupportedError says that a table uses something of the Delta protocol that this package does not do.
type UnsupportedError struct {
	Table   string // the table's folder
	Op      string // "read" or "write"
	Feature string // the protocol's name, such as "deletionVectors", or "reader version 99"
	Detail  string // where it is used; may be empty
}

// Error names the feature.
func (e *UnsupportedError) Error() string {
	s := fmt.Sprintf("delta: cannot %s table %s: it uses %s, which is not supported", e.Op, e.Table, e.Feature)
	if e.Detail != "" {
		s += " (" + e.Detail + ")"
	}
	return s
}

// feature is a row of the protocol's table of features.
type feature struct {
	name   string
	reader int // the reader version that implies it; 0: by name only, -1: writer-only
	writer int // the writer version that implies it; 0: by name only
	read   support
	write  support
}

// support tells where a feature stops us: nil never, else it returns the use that does, "" for none.
type support func(*MetaData, *Schema) string

func always(*MetaData, *Schema) string { return "the protocol lists it" }

// features lists what the protocol names today. Deletion vectors and v2 checkpoints are refused at the file that has
// one.
var features = []feature{
	{name: "appendOnly", reader: -1, writer: 2},
	{name: "invariants", reader: -1, writer: 2, write: usesInvariants},
	{name: "checkConstraints", reader: -1, writer: 3, write: usesConstraints},
	{name: "changeDataFeed", reader: -1, writer: 4}, // appends and overwrites need no change files: readers infer them
	{name: "generatedColumns", reader: -1, writer: 4, write: usesField("delta.generationExpression")},
	{name: "columnMapping", reader: 2, writer: 5, read: usesColumnMapping, write: usesColumnMapping},
	{name: "identityColumns", reader: -1, writer: 6, write: usesField("delta.identity.start")},
	{name: "vacuumProtocolCheck"},
	{name: "timestampNtz"},
	{name: "typeWidening", write: always},
	{name: "typeWidening-preview", write: always},
	{name: "deletionVectors", write: always},
	{name: "v2Checkpoint", write: always},
}

// usesConstraints names a CHECK that we cannot evaluate.
func usesConstraints(m *MetaData, _ *Schema) string {
	var names []string
	for k, v := range m.Configuration {
		if strings.HasPrefix(k, "delta.constraints.") {
			names = append(names, fmt.Sprintf("%s: %s", k, v))
		}
	}
	sort.Strings(names)
	return strings.Join(names, "; ")
}

func usesInvariants(_ *MetaData, s *Schema) string {
	return usesField("delta.invariants")(nil, s)
}

// usesField names the first column whose metadata has the key.
func usesField(key string) support {
	return func(_ *MetaData, s *Schema) string {
		for _, f := range s.Fields {
			if _, ok := f.Metadata[key]; ok {
				return fmt.Sprintf("column %s has %s", f.Name, key)
			}
		}
		return ""
	}
}

func usesColumnMapping(m *MetaData, _ *Schema) string {
	if mode := m.Configuration["delta.columnMapping.mode"]; mode != "" && mode != "none" {
		return "delta.columnMapping.mode=" + mode
	}
	return ""
}

// checkRead refuses a table that we would read wrongly.
func checkRead(table string, p *Protocol, m *MetaData, s *Schema) error {
	refuse := func(name, detail string) error {
		return &UnsupportedError{Table: table, Op: "read", Feature: name, Detail: detail}
	}
	if p.MinReaderVersion > 3 {
		return refuse(fmt.Sprintf("reader version %d", p.MinReaderVersion), "versions 1 to 3 are known")
	}
	for _, name := range p.ReaderFeatures {
		if !slices.ContainsFunc(features, func(f feature) bool { return f.name == name && f.reader >= 0 }) {
			return refuse("reader feature "+name, "")
		}
	}
	for _, f := range features {
		if f.read == nil || !(slices.Contains(p.ReaderFeatures, f.name) || f.reader > 0 && f.reader <= p.MinReaderVersion && p.MinReaderVersion < 3) {
			continue
		}
		if use := f.read(m, s); use != "" {
			return refuse("feature "+f.name, use)
		}
	}
	return nil
}

// checkWrite refuses a table to which we would write what it does not allow.
func checkWrite(table string, p *Protocol, m *MetaData, s *Schema) error {
	refuse := func(name, detail string) error {
		return &UnsupportedError{Table: table, Op: "write", Feature: name, Detail: detail}
	}
	if p.MinWriterVersion > 7 {
		return refuse(fmt.Sprintf("writer version %d", p.MinWriterVersion), "versions 1 to 7 are known")
	}
	for _, name := range p.WriterFeatures {
		if !slices.ContainsFunc(features, func(f feature) bool { return f.name == name }) {
			return refuse("writer feature "+name, "")
		}
	}
	for _, f := range features {
		implied := f.writer > 0 && f.writer <= p.MinWriterVersion && p.MinWriterVersion < 7
		if f.write == nil || !implied && !slices.Contains(p.WriterFeatures, f.name) {
			continue
		}
		if use := f.write(m, s); use != "" {
			return refuse("feature "+f.name, use)
		}
	}
	// A constraint is honoured whatever the protocol says.
	if use := usesConstraints(m, s); use != "" {
		return refuse("feature checkConstraints", use)
	}
	if use := usesInvariants(m, s); use != "" {
		return refuse("feature invariants", use)
	}
	return nil
}
