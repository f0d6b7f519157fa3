// Package formats holds the predicates of package validate/is against go-playground/validator/v10: its tests ask both of
// every string of upstream's own sources, of examples that are changed a little, and of what a fuzzer finds. They stand
// here because package validate and its tests import the standard library only.
package formats
