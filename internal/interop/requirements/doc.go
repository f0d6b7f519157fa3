// Package requirements says what the Python side of the tests and of the demo needs: virtual environments, each
// pinned to the last package, and where they lie in the cache folder ([wheel.CacheDir] names it).
//
// NAME.txt holds what is asked for, as pip requirements; NAME.lock every version that pip made of it, as pip constraints
// with the size of each download; NAME.jars, where there is one, the Java archives that it needs besides. To move a version: change NAME.txt, install it into an empty environment without the
// lock, and write what pip freeze prints into the lock.
//
// The setup command (go run ./internal/setup) makes the environments; package interop uses them.
//
// [wheel.CacheDir]: https://pkg.go.dev/github.com/typedml/typedml/pipeline/train/wheel#CacheDir
package requirements
