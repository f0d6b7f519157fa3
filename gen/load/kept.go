package load

import (
	"go/token"
	"slices"
	"strings"
)

// keep notes a field that is no part of the record. The blank one cannot be named.
func (d *definition) keep(selector string) {
	if selector != "_" {
		d.kept = append(d.kept, selector)
	}
}

// keptOf are the fields of a record that are no part of it, as far as the package of the definition that holds it can name them.
func (d *definition) keptOf(inner *definition) []string {
	if inner.unit == nil || inner.source.path == d.pkg.path {
		return inner.kept
	}
	return slices.DeleteFunc(slices.Clone(inner.kept), func(selector string) bool {
		return slices.ContainsFunc(strings.Split(selector, "."), func(name string) bool { return !token.IsExported(name) })
	})
}
