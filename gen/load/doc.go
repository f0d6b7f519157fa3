// Package load reads definitions from Go source: structs with //typedml:schema, their tags, doc comments and
// directives become schema.Records with their Go bindings. It is the only package of the generator that sees go/ast
// and go/types. What is wrong is collected as diagnostics with file, line and column; loading goes on.
package load
