package story

import "path/filepath"

// DeltaURI names a table's folder for featurestore.Open.
func DeltaURI(dir string) string {
	path := filepath.ToSlash(dir)
	if filepath.IsAbs(dir) {
		return "delta://" + path
	}
	return "delta://./" + path
}

// SQLiteURI names a database file for mlflow.Open.
func SQLiteURI(file string) string { return "sqlite:///" + filepath.ToSlash(file) }
