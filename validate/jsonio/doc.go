// Package jsonio is the JSON of generated code: a strict decoder that reads values in one pass over the bytes, without
// reflection, and append functions that write them.
//
//	d := jsonio.NewDecoder(data, r)
//	for d.Record(); d.NextKey(); {     // generated: a switch over the keys of the struct
//		switch string(d.Key()) { … }
//	}
//	ok := d.End(r)                     // nothing may follow; r has what is wrong, at its path
//
// Strict means RFC 8259 and no more: no trailing comma, nothing after the value, UTF-8 only, no lone surrogate, a
// bounded depth. A wrong type, null, an overflow or a bad text is a violation at the value's path and decoding goes
// on; bad syntax is one violation with its place, and ends it. Integers take any spelling of a whole number (1.0, 1e2).
//
// Numbers and skipped values cost no allocation, a string costs one. The package imports the standard library,
// validate and schema only.
package jsonio
