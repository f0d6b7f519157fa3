// Package measure reads units of measure: the case-sensitive codes of UCUM (The Unified Code for Units of Measure), which spells
// the symbols of the SI (ISO/IEC 80000) in ASCII, and the currencies of ISO 4217. It checks that a code is spelled well and
// converts nothing.
package measure
