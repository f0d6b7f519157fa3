package validate_test

import "github.com/typedml/typedml/validate"

// reading and station stand for generated types: their methods are written as the generator writes them.
type reading struct {
	Celsius float64
	Tags    []string
}

type station struct {
	Name     string
	Readings []reading
	ByHour   map[string]reading
}

var (
	ruleReadingCelsiusGte = validate.Rule{Path: "celsius", Field: "Celsius", Name: "gte", Param: "-90"}
	ruleReadingTagsMin    = validate.Rule{Path: "tags", Field: "Tags", Name: "min", Param: "2"}
	ruleStationName       = validate.Rule{Path: "name", Field: "Name", Name: "required"}
)

func (x *reading) ValidateInto(r *validate.Report) {
	if !(x.Celsius >= -90) {
		r.Add(&ruleReadingCelsiusGte, validate.Float(x.Celsius))
	}
	for i, tag := range x.Tags {
		if len(tag) < 2 {
			r.AddAt(&ruleReadingTagsMin, i, validate.String(tag))
		}
	}
}

func (x *station) ValidateInto(r *validate.Report) {
	if x.Name == "" {
		r.Add(&ruleStationName, validate.String(x.Name))
	}
	for i := range x.Readings {
		n := r.Len()
		x.Readings[i].ValidateInto(r)
		r.NestAt(n, "readings", i)
	}
	for _, hour := range []string{"00", "12"} {
		entry, ok := x.ByHour[hour]
		if !ok {
			continue
		}
		n := r.Len()
		entry.ValidateInto(r)
		r.NestKey(n, "by_hour", hour)
	}
}

func (x *station) Validate() error {
	var r validate.Report
	x.ValidateInto(&r)
	return r.Take()
}

// cold breaks two rules.
func cold() reading { return reading{Celsius: -100, Tags: []string{"ok", "x"}} }

// paths returns the path of each violation of r.
func paths(r *validate.Report) []string {
	var out []string
	for v := range r.All() {
		out = append(out, v.Path())
	}
	return out
}
