// Package mutate puts faults into generated code, to see whether the vectors notice: a comparison that is strict where it was
// not, a NaN that passes, a guard that is gone, a loop that does not run.
//
// All faults stand in one program, each behind a switch (mutant schemata: Untch, Offutt, Harrold, Mutation Analysis Using
// Mutant Schemata, 1993), so that thousands of them cost one compilation. With no switch on the code does what it did.
package mutate
