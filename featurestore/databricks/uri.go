package databricks

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/typedml/typedml/schema/registry"
)

// target is what a URI names.
type target struct {
	table              string // catalog.schema.table
	profile, warehouse string
}

// parse reads databricks://catalog.schema.table?profile=P&warehouse=ID.
func parse(uri string) (target, error) {
	bad := func(why string) (target, error) {
		return target{}, fmt.Errorf("databricks: %q: %s; write databricks://catalog.schema.table?profile=P&warehouse=ID", uri, why)
	}
	rest, ok := strings.CutPrefix(uri, "databricks://")
	if !ok || strings.Contains(rest, "#") {
		return bad("it is no table URI")
	}
	name, query, _ := strings.Cut(rest, "?")
	name, err := url.PathUnescape(name)
	if err != nil {
		return bad("the name does not unescape")
	}
	if err := registry.CheckName(name); err != nil {
		return bad(err.Error())
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return bad("the parameters do not parse")
	}
	t := target{table: strings.ToLower(name)} // as the catalog keeps it
	for key, given := range values {
		switch {
		case len(given) > 1:
			return bad("the parameter " + key + " is given twice")
		case key == "profile":
			t.profile = given[0]
		case key == "warehouse":
			t.warehouse = given[0]
		default:
			return bad("there is no parameter " + key)
		}
	}
	return t, nil
}
