// Package proto has the messages that protoc-gen-validate and protovalidate validate in the comparisons: the rules of package
// rows in Protobuf's words. Its code is what their generators make of rows.proto.
package proto

//go:generate go run ./compile rows.proto
