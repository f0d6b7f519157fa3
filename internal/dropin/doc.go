// Package dropin tests package validate/playground in servers of gin and echo, over HTTP. It is a module of its own, so that
// users of typedml do not get the requirements of web frameworks.
package dropin
