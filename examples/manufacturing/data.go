package manufacturing

import _ "embed"

// Config is the demo's configuration file, pipeline.yaml.
//
//go:embed pipeline.yaml
var Config []byte
