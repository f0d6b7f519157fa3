// Package write brings generated files to the disk: only those whose bytes differ, each by a rename, so that an
// interrupted run leaves no half-written file. It also tells which files are stale, with a diff.
package write
