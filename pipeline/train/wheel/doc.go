// Package wheel knows which published wheel holds a training engine's native library for which system, and puts it
// into the cache folder.
//
// The engines are not part of this module and are not compiled by it: XGBoost's own wheel, the one that Python
// installs, is downloaded by pip, checked against the SHA-256 in [Wheels], and unpacked with its folder layout kept
// (the Linux library finds its OpenMP run time by a path relative to itself). Nothing is downloaded unless [Fetch] is
// called: the command is
//
//	go run github.com/typedml/typedml/pipeline/train/fetch
//
// and package train then finds the library with [Locate].
package wheel
