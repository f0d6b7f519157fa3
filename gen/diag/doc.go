// Package diag holds the generator's diagnostics: where, a stable code, what is wrong and what to do. A run collects
// all of them, sorts them by place and prints them at once, as text for people and editors or in a form for other tools.
//
// Every code has a file in the folder codes: what it means, why it matters, what to do, and an example with its mended
// form. typedml explain, docs/diagnostics.md and the rules of SARIF logs are made from them, and a test runs each example.
package diag
