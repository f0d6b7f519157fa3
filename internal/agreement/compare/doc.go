// Package compare runs inside the program that package agreement's test writes: it fills structs with values near the
// limits of their tags and compares what generated code and validator/v10 say of them.
package compare
