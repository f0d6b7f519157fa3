// Package quarantine reads the table that featurestore.TableSink writes: it is a table like others, so a struct reads it.
package quarantine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/typedml/typedml/featurestore"
)

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Row is a row that a write rejected. It has the columns of the sink, and no rules beside their types.
//
//typedml:schema name=typedml.quarantine version=1.0.0
type Row struct {
	// Table is the URI of the table that the row was meant for.
	Table string `json:"table"`
	// Row is the index of the row in its write.
	Row int64 `json:"row"`
	// RejectedAt is when it was rejected.
	RejectedAt time.Time `json:"rejected_at"`
	// Violations are what it broke, a JSON list.
	Violations string `json:"violations"`
	// Data is the row as JSON, sensitive values masked.
	Data string `json:"data"`
}

// Violation is one entry of Row.Violations.
type Violation struct {
	Path    string          `json:"path"`
	Rule    string          `json:"rule"`
	Limit   string          `json:"limit"`
	Value   json.RawMessage `json:"value"`
	Message string          `json:"message"`
}

// Broken returns what the row broke.
func (x *Row) Broken() ([]Violation, error) {
	var out []Violation
	if err := json.Unmarshal([]byte(x.Violations), &out); err != nil {
		return nil, fmt.Errorf("violations of row %d: %w", x.Row, err)
	}
	return out, nil
}

// Read returns all rows of the quarantine table at uri, whose back end the program imports.
func Read(ctx context.Context, uri string) ([]Row, error) {
	table, err := featurestore.Open[Row](ctx, uri)
	if err != nil {
		return nil, err
	}
	defer table.Close()
	return table.ReadAll(ctx)
}
