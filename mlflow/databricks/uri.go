package databricks

import (
	"fmt"
	"net/url"
	"strings"
)

// options are what a URI says.
type options struct {
	profile         string
	catalog, schema string // of models whose names have one part
	experiments     string // the folder of experiments whose names are no paths
}

// parse reads databricks[://profile][?catalog=C&schema=S&experiments=/folder].
func parse(uri string) (options, error) {
	o := options{experiments: "/Shared"}
	bad := func(why string) (options, error) {
		return o, fmt.Errorf("%s; write databricks, or databricks://profile?catalog=main&schema=ml", why)
	}
	rest := strings.TrimPrefix(uri, "databricks")
	rest = strings.TrimPrefix(rest, ":")
	rest = strings.TrimPrefix(rest, "//")
	profile, query, _ := strings.Cut(rest, "?")
	profile, err := url.PathUnescape(profile)
	if err != nil || strings.ContainsAny(profile, "/:#") {
		return bad("the part after databricks:// is the name of a profile")
	}
	o.profile = profile
	values, err := url.ParseQuery(query)
	if err != nil {
		return bad("the parameters do not parse")
	}
	for key, given := range values {
		switch {
		case len(given) > 1:
			return bad("the parameter " + key + " is given twice")
		case key == "catalog":
			o.catalog = given[0]
		case key == "schema":
			o.schema = given[0]
		case key == "experiments":
			o.experiments = given[0]
		default:
			return bad("there is no parameter " + key)
		}
	}
	switch {
	case (o.catalog == "") != (o.schema == ""):
		return bad("catalog and schema belong together")
	case strings.Contains(o.catalog+o.schema, "."):
		return bad("catalog and schema are names of one part each")
	case !strings.HasPrefix(o.experiments, "/"):
		return bad("experiments is a folder of the workspace, such as /Shared/risk")
	}
	o.experiments = strings.TrimRight(o.experiments, "/")
	return o, nil
}
