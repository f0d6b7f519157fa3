package featurestore_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
)

// Cells of decimals are numbers with all of their digits; what is no number in JSON's form is refused, not guessed.
func TestReadCSVDecimalsAndDates(t *testing.T) {
	const header = "id,net,tax,whole,due,paid,at\n"
	rows, err := featurestore.ReadCSV[sample.Invoice]("invoices.csv", strings.NewReader(header+
		"a,19.9000,0.10000000000000000000000000000000000001,9007199254740993,2024-02-29,,2024-01-01T00:00:00Z\n"))
	require.NoError(t, err)
	require.Len(t, rows, 1)
	assert.Equal(t, "19.9", rows[0].Net.String())
	assert.Equal(t, "0.10000000000000000000000000000000000001", rows[0].Tax.String())
	assert.Equal(t, "9007199254740993", rows[0].Whole.Value.String())
	assert.Equal(t, validate.NewDate(2024, 2, 29), rows[0].Due)
	_, err = featurestore.ReadCSV[sample.Invoice]("invoices.csv", strings.NewReader(header+
		"a,\"19,9\",.5,1.5,29.02.2024,,2024-01-01T00:00:00Z\n"))
	for _, want := range []string{
		`net: must be a decimal(18,4), got "19,9"`, `tax: must be a decimal(38,38), got ".5"`, "due: must be a date such as \"2006-01-02\", got \"29.02.2024\"",
	} {
		assert.ErrorContains(t, err, want)
	}
}
