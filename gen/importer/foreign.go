package importer

import (
	"fmt"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// foreign is a type that a struct cannot have.
type foreign struct {
	path string
	kind string // as its origin calls it
}

// remedies say what to make of a foreign type, by how its name begins: the first that fits. The last fits all.
var remedies = []struct{ prefix, to, goType string }{
	{"interval", "a number of one unit, such as bigint seconds", "int64"},
	{"month_interval", "a number of months", "int64"},
	{"day_time_interval", "a number of one unit, such as bigint seconds", "int64"},
	{"timestamp_ntz", "timestamp, in the zone that its times are meant in", "time.Time"},
	{"time", "a text, or a number of one unit since midnight", "string"},
	{"float16", "float32", "float32"},
	{"halffloat", "float32", "float32"},
	{"decimal", "a decimal of at most 38 digits", "validate.Decimal"},
	{"fixed_size_binary", "binary", "[]byte"},
	{"date64", "date32", "validate.Date"},
	{"a map", "a map with texts as keys, or a list of records", "map[string]string"},
	{"void", "the type that its values will have", "string"},
	{"null", "the type that its values will have", "string"},
	{"", "a text, such as its JSON", "string"},
}

// lines are the comment of a field that is not there, and the field as it could be.
func (u *foreign) lines(f schema.Field) []string {
	i := 0
	for !strings.HasPrefix(strings.ToLower(u.kind), remedies[i].prefix) {
		i++
	}
	r := remedies[i]
	what := "typedml has no type for " + u.kind
	if u.path[strings.LastIndexByte(u.path, '.')+1:] != f.Key {
		what += " (" + u.path + ")"
	}
	star := ""
	if f.Optional && !strings.HasPrefix(r.goType, "map") && !strings.HasPrefix(r.goType, "[]") {
		star = "*"
	}
	return []string{
		what + ": make it " + r.to,
		comment(fmt.Sprintf("%s %s%s `json:%q`", gosource.Exported(f.Key), star, r.goType, f.Key)),
	}
}
