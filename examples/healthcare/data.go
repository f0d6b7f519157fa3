package healthcare

import (
	"bytes"
	_ "embed"
	"io"

	"github.com/typedml/typedml/featurestore"
)

//go:embed data/breast_cancer.csv
var breastCancer []byte

// Data returns the Wisconsin Diagnostic data as CSV.
func Data() io.Reader { return bytes.NewReader(breastCancer) }

// Load reads and validates the 569 samples.
func Load() ([]Sample, error) {
	return featurestore.ReadCSV[Sample]("breast_cancer.csv", Data())
}

// Config is the demo's configuration file, pipeline.yaml.
//
//go:embed pipeline.yaml
var Config []byte
