// Package wheel knows which published wheel holds a training engine's native library for which system, and puts it
// into the cache folder.
//
// The engines are not part of this module and are not compiled by it: XGBoost's and LightGBM's own wheels, the ones that
// Python installs, are downloaded by pip, checked against the SHA-256 in [Wheels], and unpacked with their folder layout kept
// (XGBoost's library for Linux finds its OpenMP run time by a path relative to itself; LightGBM's wants the system's). Nothing is downloaded unless [Fetch] is
// called: the command is
//
//	go run github.com/typedml/typedml/pipeline/train/fetch [xgboost] [lightgbm]
//
// and package train then finds the library with [Locate].
package wheel
