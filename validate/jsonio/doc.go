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
// on; bad syntax is one violation with its place, before all others, and ends it. Integers take any spelling of a whole
// number (1.0, 1e2), times are RFC 3339 to the letter.
//
// An input cannot make a report many times its own size: of unknown keys, keys that stand twice and what is wrong in
// lists and maps, MaxReported violations are reported one by one and the others are counted, and a list far longer than
// its rules allow is counted and not kept. The violation that tells a number has the rule of what it counts, so that no
// mode lets more pass than without it.
//
// Rows come out of streams, one at a time: [Lines] and [Array] go on behind a row that breaks rules. [DecodeMap] takes what
// other code holds as a map by the same rules. Depth is limited to [MaxDepth], a row of a stream to the size that the caller
// gives; a text that is decoded whole is in memory already, and decoding it takes little more.
//
// Lists of doubles run in assembly on amd64 with AVX2, BMI2 and LZCNT, for numbers with one digit before the point; the build
// tag purego leaves it out. Every number is the nearest double on every CPU.
//
// Numbers and skipped values cost no allocation, a string costs one. The package imports the standard library and, of
// this module, what does the same.
package jsonio
