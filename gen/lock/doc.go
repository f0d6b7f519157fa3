// Package lock keeps the versions of a module's records: typedml.lock.json, a committed file with every record as it was
// when its version was declared. A version is proved by it, not trusted: [Compare] computes what has changed since, whom
// that breaks, and the version that it needs.
package lock
