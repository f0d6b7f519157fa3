// Package all imports every table back end, so that featurestore.Open knows each URI scheme. Programs that mind their
// size import the one that they use instead.
package all

import (
	_ "github.com/typedml/typedml/featurestore/databricks" // databricks:
	_ "github.com/typedml/typedml/featurestore/delta"      // delta:
	_ "github.com/typedml/typedml/featurestore/spark"      // spark:
)
