// Package manufacturing predicts that a spindle's bearing fails within the next shift, from hourly readings of its sensors.
// All readings are **simulated**, by a small physical model with a seed (see Simulate); so are the sensors' faults. It is
// an example of typedml on a stream whose rules are adopted step by step: counted, logged, then enforced.
package manufacturing

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
