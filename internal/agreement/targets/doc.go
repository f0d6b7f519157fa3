// Package targets runs inside the program that package agreement's test writes: it puts every row of vectors through
// generated code and prints what each target reports.
//
//	row ─fill─▶ Go value ─▶ ValidateInto, Validate         ─▶ findings
//	              │       ─▶ validate.Slice over all rows   ─▶ findings
//	              │       ─▶ AppendColumns ─▶ ReadColumns   ─▶ findings, and an equal value
//	              └───────▶ AppendJSON ─▶ DecodeJSON        ─▶ an equal value
//	row as JSON ─▶ DecodeJSON, UnmarshalJSON                ─▶ findings, and the value that was written
//	            ─▶ jsonio.Lines, jsonio.Array               ─▶ the same of each row of a stream
//	row as it is ─▶ jsonio.DecodeMap                        ─▶ the same
//
// Beside findings of rules a target reports its own breaches: a value that comes back changed, two methods that say
// different things, a panic. They stand as findings of the rule "broken: …", which no vector expects.
package targets
