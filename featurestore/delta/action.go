package delta

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Action is one line of a commit: exactly one member is set, none for an action that readers may pass over
// (PROTOCOL.md, "Actions").
type Action struct {
	CommitInfo *CommitInfo `json:"commitInfo,omitempty"`
	Protocol   *Protocol   `json:"protocol,omitempty"`
	MetaData   *MetaData   `json:"metaData,omitempty"`
	Add        *Add        `json:"add,omitempty"`
	Remove     *Remove     `json:"remove,omitempty"`
	Txn        *Txn        `json:"txn,omitempty"`
}

// Protocol says which readers and writers may use the table.
type Protocol struct {
	MinReaderVersion int      `json:"minReaderVersion"`
	MinWriterVersion int      `json:"minWriterVersion"`
	ReaderFeatures   []string `json:"readerFeatures,omitzero"`
	WriterFeatures   []string `json:"writerFeatures,omitzero"`
}

// MetaData is the table's schema and properties.
type MetaData struct {
	ID               string            `json:"id"`
	Name             string            `json:"name,omitempty"`
	Description      string            `json:"description,omitempty"`
	Format           Format            `json:"format"`
	SchemaString     string            `json:"schemaString"`
	PartitionColumns []string          `json:"partitionColumns"`
	CreatedTime      int64             `json:"createdTime,omitempty"` // milliseconds
	Configuration    map[string]string `json:"configuration"`
}

// complete returns m with every member that the protocol requires; others write some as null, and old tables lack the
// provider.
func (m MetaData) complete() MetaData {
	if m.Format.Provider == "" {
		m.Format.Provider = "parquet"
	}
	if m.Format.Options == nil {
		m.Format.Options = map[string]string{}
	}
	if m.PartitionColumns == nil {
		m.PartitionColumns = []string{}
	}
	if m.Configuration == nil {
		m.Configuration = map[string]string{}
	}
	return m
}

// Format is the data files' format: always Parquet.
type Format struct {
	Provider string            `json:"provider"`
	Options  map[string]string `json:"options"`
}

// Add makes a data file part of the table.
type Add struct {
	Path             string             `json:"path"` // URL-encoded, relative to the table or absolute
	PartitionValues  map[string]*string `json:"partitionValues"`
	Size             int64              `json:"size"`
	ModificationTime int64              `json:"modificationTime"` // milliseconds
	DataChange       bool               `json:"dataChange"`
	Stats            string             `json:"stats,omitempty"` // JSON
	Tags             map[string]*string `json:"tags,omitempty"`
	DeletionVector   json.RawMessage    `json:"deletionVector,omitempty"`
}

// Remove takes a data file out of the table; the file itself stays until a vacuum.
type Remove struct {
	Path                 string             `json:"path"`
	DeletionTimestamp    int64              `json:"deletionTimestamp,omitempty"` // milliseconds
	DataChange           bool               `json:"dataChange"`
	ExtendedFileMetadata bool               `json:"extendedFileMetadata,omitempty"`
	PartitionValues      map[string]*string `json:"partitionValues,omitempty"`
	Size                 int64              `json:"size,omitempty"`
	DeletionVector       json.RawMessage    `json:"deletionVector,omitempty"`
}

// Txn is an application's own version, for idempotent writes.
type Txn struct {
	AppID       string `json:"appId"`
	Version     int64  `json:"version"`
	LastUpdated int64  `json:"lastUpdated,omitempty"`
}

// CommitInfo tells who committed what. Nothing depends on it.
type CommitInfo struct {
	Timestamp           int64                      `json:"timestamp"` // milliseconds
	Operation           string                     `json:"operation"`
	OperationParameters map[string]json.RawMessage `json:"operationParameters,omitempty"`
	OperationMetrics    map[string]json.RawMessage `json:"operationMetrics,omitempty"`
	ReadVersion         *int64                     `json:"readVersion,omitempty"`
	IsBlindAppend       *bool                      `json:"isBlindAppend,omitempty"`
	EngineInfo          string                     `json:"engineInfo,omitempty"`
	TxnID               string                     `json:"txnId,omitempty"`
}

// ParseCommit reads the actions of a commit file. Unknown actions are left out. An error names the line.
func ParseCommit(data []byte) ([]Action, error) {
	var actions []Action
	for n := 1; len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		var a Action
		if err := json.Unmarshal(line, &a); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if err := a.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if a != (Action{}) {
			actions = append(actions, a)
		}
	}
	return actions, nil
}

// check refuses an action that lacks what every reader needs.
func (a Action) check() error {
	switch {
	case a.Add != nil && a.Add.Path == "":
		return fmt.Errorf("an add action has no path")
	case a.Remove != nil && a.Remove.Path == "":
		return fmt.Errorf("a remove action has no path")
	case a.Protocol != nil && (a.Protocol.MinReaderVersion < 1 || a.Protocol.MinWriterVersion < 1):
		return fmt.Errorf("a protocol action has no versions")
	}
	return nil
}

// formatCommit writes the actions as a commit file's content.
func formatCommit(actions []Action) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	for i := range actions {
		if err := enc.Encode(&actions[i]); err != nil {
			return nil, fmt.Errorf("delta: encode a commit: %w", err)
		}
	}
	return buf.Bytes(), nil
}

// hasDeletionVector reports whether a deletionVector member is there and not null.
func hasDeletionVector(raw json.RawMessage) bool {
	return len(raw) > 0 && !bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}
