// Package forms has what the servers of gin and echo in internal/dropin bind requests to: definitions that keep the tags of
// those frameworks. It is in this module, and not in theirs, so that it is generated with everything else.
package forms
