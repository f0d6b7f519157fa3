// Package launch builds and runs a small program around a type of the user's, inside the user's module and without
// leaving a file there: commands such as typedml serve need the type at compile time.
//
// The program is one main function that calls a public function of typedml's with the type as its argument, which users
// can write themselves. It is put beside the type's package by an overlay of the go command, so that it may import
// packages below internal, too.
package launch
