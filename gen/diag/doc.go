// Package diag holds the generator's diagnostics: where, a stable code, what is wrong and what to do. A run collects
// all of them, sorts them by place and prints them at once.
package diag
