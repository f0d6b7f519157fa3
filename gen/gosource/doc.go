// Package gosource writes a schema.Record as the tagged Go struct that it could have been read from: the generator's
// loader turns the struct into an equal record. So an importer writes what it has read, and records that
// tests draw or read from vectors reach every target on the user's own way, through tags.
//
// What no tag says is refused with [Unsayable]: an infinite limit, a rule of typedml's before one of validator/v10's.
package gosource
