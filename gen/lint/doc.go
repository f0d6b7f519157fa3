// Package lint holds the analyzers of typedml, for package go/analysis: what the compiler says of definitions, and
// mistakes in code that uses them.
//
//	Definitions  every diagnostic of the generator, and generated files that are stale
//	Ignored      calls whose violations nobody looks at
//	Hijacked     structs that embed a definition and so are decoded, encoded and validated as if they were it
//	Unvalidated  values that another decoder fills and that nobody validates
//
// Run analyzes packages as typedml lint does. The analyzers are exported for drivers: go vet -vettool, golangci-lint's
// plugins, a gopls of one's own (docs/lint.md). A diagnostic's category is its code, and its URL the code's manual.
//
// A type is a definition here when it has a generated method TypedMLSchema, so code that was never generated gives rise to
// diagnostics of Definitions alone.
package lint
