package featurestore_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
)

// TestModes writes a row that breaks a rule, and reads it back, in each mode.
func TestModes(t *testing.T) {
	for mode, c := range map[validate.Mode]struct{ refused, logged bool }{
		validate.Enforce: {true, false}, validate.Warn: {false, true}, validate.Observe: {false, false},
	} {
		t.Run(mode.String(), func(t *testing.T) {
			ctx, dir := t.Context(), t.TempDir()+"/t"
			var log bytes.Buffer
			writes, reads := new(validate.Tally), new(validate.Tally)
			tbl := open(t, dir, logging(&log), featurestore.WithWriteMode(mode, writes), featurestore.WithReadMode(mode, reads))
			rows := sample.Rows(3)
			rows[1].Amount = -5
			err := tbl.Append(ctx, rows)
			assert.Equal(t, c.refused, err != nil, "%v", err)
			assert.Equal(t, []validate.Count{{Field: "Amount", Rule: "gte", N: 1}}, writes.Counts())
			assert.Equal(t, c.logged, bytes.Contains(log.Bytes(), []byte(", write")), log.String())
			if c.refused {
				require.NoError(t, open(t, dir, featurestore.WithWriteMode(validate.Observe, nil)).Append(ctx, rows))
			}

			got, err := tbl.ReadAll(ctx)
			assert.Equal(t, c.refused, err != nil, "%v", err)
			assert.Equal(t, !c.refused, len(got) == 3)
			bad := 0
			for _, err := range tbl.Rows(ctx) {
				if err != nil {
					bad++
				}
			}
			assert.Equal(t, c.refused, bad == 1)
			assert.Equal(t, []validate.Count{{Field: "Amount", Rule: "gte", N: 2}}, reads.Counts())
			assert.Equal(t, c.logged, bytes.Contains(log.Bytes(), []byte(", read")), log.String())

			rows[1].Tags = []string{"\xff"} // no column holds it: refused in every mode
			require.ErrorAs(t, tbl.Append(ctx, rows), new(*validate.Error))
		})
	}
}
