package retail

import (
	"bytes"
	_ "embed"

	"github.com/typedml/typedml/featurestore"
)

//go:embed data/cdnow_customers.csv
var cdnow []byte

// Load reads and validates the 2,357 customers of CDNOW.
func Load() ([]Customer, error) {
	return featurestore.ReadCSV[Customer]("cdnow_customers.csv", bytes.NewReader(cdnow))
}

// Config is the demo's configuration file, pipeline.yaml.
//
//go:embed pipeline.yaml
var Config []byte
