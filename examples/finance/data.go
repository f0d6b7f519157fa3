package finance

import (
	"bytes"
	_ "embed"
	"io"

	"github.com/typedml/typedml/featurestore"
)

//go:embed data/german_credit.csv
var germanCredit []byte

// Data returns the German Credit data as CSV.
func Data() io.Reader { return bytes.NewReader(germanCredit) }

// Load reads and validates the 1000 applications.
func Load() ([]Application, error) {
	return featurestore.ReadCSV[Application]("german_credit.csv", Data())
}

// Config is the demo's configuration file, pipeline.yaml.
//
//go:embed pipeline.yaml
var Config []byte
