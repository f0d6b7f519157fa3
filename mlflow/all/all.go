// Package all imports every back end of mlflow, so that [mlflow.Open] knows all their schemes:
//
//	import _ "github.com/typedml/typedml/mlflow/all"
//
// A program that needs one back end imports that leaf alone and links less.
package all

import (
	_ "github.com/typedml/typedml/mlflow/databricks" // databricks
	_ "github.com/typedml/typedml/mlflow/rest"       // http, https
	_ "github.com/typedml/typedml/mlflow/sqlite"     // sqlite
)
