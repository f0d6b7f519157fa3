// Package pipeline wires a validated feature table, a trainer, an experiment and a model registry into typed steps.
package pipeline

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
