// Package wall keeps dependencies where the architecture puts them. It has no code of its own: its tests ask the go
// command what each part of the module links, and compare that with a table of walls. A wall names the packages that
// it protects, what they may link, and why.
//
// To let a package import more, change its row and its reason; the row is the place where that is decided.
package wall
