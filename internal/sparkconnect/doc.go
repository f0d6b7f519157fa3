// Package sparkconnect runs SQL on a Spark Connect server and sends and fetches rows as Arrow. It is the one place that
// knows the Go client of Spark Connect, which calls itself experimental: what is used of it is a statement, a view, and
// its errors.
package sparkconnect
