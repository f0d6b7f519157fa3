// Package memo remembers which output a definition gave, so that what has not changed is not rendered again.
//
// A definition is known by a sum over all that the emitters read, and over the tool itself; the memo holds the sum of what
// they wrote then. Nothing else can change the output: build tags, flags and the types of other packages have their effect
// before, in the definition. A file counts as up to date only when it has that very sum.
package memo
