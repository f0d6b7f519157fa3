// Package healthcare tells malignant from benign breast masses: the Wisconsin Diagnostic data, every column typed, with
// patients that are simulated. It is an example of typedml with sensitive fields, whose values no message tells;
// data/README.md tells where the rows come from. It is no medical device.
package healthcare

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
