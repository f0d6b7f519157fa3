package compare

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate/playground"
)

// Result is what the comparison of one type found.
type Result struct {
	Type string
	// Values were tried, Broken of them break a rule.
	Values, Broken int
	// Tags counts upstream's findings by tag.
	Tags map[string]int
	// Fields has of each field with a tag, of a group's types, how often upstream found it broken, and whole.
	Fields map[string][2]int
	// Panic is what upstream panicked with, "" when it never did.
	Panic string
	// Differences are the first few.
	Differences []Difference
	// Deviations counts the declared deviations that showed, by name.
	Deviations map[string]int
}

// Difference is a value of which the two say different things.
type Difference struct {
	Value            string
	Ours, Upstream   []string
	OnlyOurs, Misses []string
}

const maxDifferences = 3

// GroupValues are the values of a type whose name begins with Group: it has the tags of a group of upstream's.
const (
	Group       = "Group"
	GroupValues = 5000
)

// Aliases are the aliases of the types' packages, with what they stand for.
func Aliases() map[string]string {
	return map[string]string{
		"sku": "required,alphanum", "loud": "sku,uppercase", "colour": "required,iscolor", "brief": "omitempty,max=3", "short": "max=2",
		"either": "len=1|len=3", "parts": "min=1,dive,brief", "scores": "dive,keys,short,endkeys,gte=1", "unset": "omitzero",
		"big": "min=20,alpha", "begun": "keys,min=1,endkeys", "ended": "min=1,endkeys", "shallow": "structonly", "keyed": "min=1,dive,keys,min=3,len=3|len=5|len=6,endkeys,ne=ab",
	}
}

// Run compares types on so many values each, and writes one JSON Result a line. Types are given by a value each. Those
// without generated methods are run through upstream alone. Samples are texts to try on rules, by their words.
func Run(out io.Writer, seed uint64, values int, samples map[string][]string, types ...any) error {
	e := json.NewEncoder(out)
	for i, t := range types {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		n := values
		if strings.HasPrefix(reflect.TypeOf(t).Name(), Group) {
			n = GroupValues
		}
		if err := e.Encode(compareType(reflect.TypeOf(t), filler{rng: rng, samples: samples}, n)); err != nil {
			return err
		}
	}
	return nil
}

// Given compares values, each a pointer to a struct, and writes one JSON Result for each type.
func Given(out io.Writer, values ...any) error {
	e, with := json.NewEncoder(out), newPair()
	results := map[reflect.Type]*Result{}
	var types []reflect.Type
	for _, x := range values {
		t := reflect.TypeOf(x).Elem()
		if results[t] == nil {
			results[t] = newResult(t)
			types = append(types, t)
		}
		results[t].compare(with, reflect.ValueOf(x))
	}
	for _, t := range types {
		if err := e.Encode(results[t]); err != nil {
			return err
		}
	}
	return nil
}

// pair are the two validators.
type pair struct {
	upstream *validator.Validate
	ours     *playground.Validator
}

func newPair() pair {
	p := pair{validator.New(), playground.New(validator.New(), playground.FirstTagOnly())}
	for name, rules := range Aliases() {
		p.upstream.RegisterAlias(name, rules)
	}
	return p
}

func compareType(t reflect.Type, fill filler, values int) *Result {
	with, res := newPair(), newResult(t)
	for range values {
		x := reflect.New(t)
		fill.fill(x.Elem(), "")
		res.compare(with, x)
	}
	return res
}

func newResult(t reflect.Type) *Result {
	return &Result{Type: t.Name(), Deviations: map[string]int{}, Tags: map[string]int{}, Fields: map[string][2]int{}}
}

// compare compares what the two say of a value; of one without generated methods it counts what upstream says.
func (r *Result) compare(with pair, x reflect.Value) {
	value := x.Interface()
	_, generated := value.(interface{ Validate() error })
	theirs, panicked := guarded(func() error { return with.upstream.Struct(value) })
	r.Values++
	if panicked != "" {
		r.Panic = panicked
		if !generated {
			return
		}
		if _, panicked := guarded(func() error { return with.ours.ValidateStruct(value) }); panicked != "" {
			r.differ(x, []string{"panic: " + panicked}, nil)
		}
		return
	}
	if len(theirs) > 0 {
		r.Broken++
	}
	r.count(x.Type().Elem(), theirs)
	for _, s := range theirs {
		tag, _, _ := strings.Cut(strings.Fields(s)[1], "=")
		r.Tags[tag]++
	}
	if !generated {
		return
	}
	mine, panicked := guarded(func() error { return with.ours.ValidateStruct(value) })
	if panicked != "" {
		mine = []string{"panic: " + panicked}
	} else if value.(interface{ KeepsRules() bool }).KeepsRules() != (len(mine) == 0) {
		mine = append(mine, "KeepsRules says the opposite")
	}
	mine = r.asTwin(with.upstream, x.Elem(), theirs, r.deviate(theirs, mine))
	if !slices.Equal(theirs, mine) {
		r.differ(x, mine, theirs)
	}
}

// count counts which fields of a group's type upstream found broken.
func (r *Result) count(t reflect.Type, theirs []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag == "" || !strings.HasPrefix(t.Name(), Group) {
			continue
		}
		at := t.Name() + "." + f.Name
		n := r.Fields[f.Name]
		if slices.ContainsFunc(theirs, func(s string) bool {
			rest, in := strings.CutPrefix(s, at)
			return in && strings.ContainsAny(rest[:1], " .[")
		}) {
			n[0]++
		} else {
			n[1]++
		}
		r.Fields[f.Name] = n
	}
}

// differ notes a difference, one of the first.
func (r *Result) differ(x reflect.Value, mine, theirs []string) {
	if len(r.Differences) < maxDifferences {
		r.Differences = append(r.Differences, difference(x, mine, theirs))
	}
}

func difference(x reflect.Value, mine, theirs []string) Difference {
	d := Difference{Value: fmt.Sprintf("%+v", show(x.Elem())), Ours: mine, Upstream: theirs}
	for _, s := range mine {
		if !slices.Contains(theirs, s) {
			d.OnlyOurs = append(d.OnlyOurs, s)
		}
	}
	for _, s := range theirs {
		if !slices.Contains(mine, s) {
			d.Misses = append(d.Misses, s)
		}
	}
	return d
}

// show is the value with its pointers followed.
func show(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return show(v.Elem())
	case reflect.Struct:
		if t, ok := v.Interface().(time.Time); ok {
			return t
		}
		fields := map[string]any{}
		for i := range v.NumField() {
			fields[v.Type().Field(i).Name] = show(v.Field(i))
		}
		return fields
	}
	return v.Interface()
}

// guarded runs a validator and returns its errors, sorted: namespace, tag, parameter, type, and the actual tag where it is
// another.
func guarded(run func() error) (found []string, panicked string) {
	defer func() {
		if p := recover(); p != nil {
			panicked = fmt.Sprint(p)
		}
	}()
	err := run()
	var errs validator.ValidationErrors
	if err != nil && !errors.As(err, &errs) {
		return []string{err.Error()}, ""
	}
	for _, e := range errs {
		s := fmt.Sprintf("%s %s=%s %s", e.StructNamespace(), e.Tag(), e.Param(), e.Type())
		if e.ActualTag() != e.Tag() {
			s += " as " + e.ActualTag()
		}
		found = append(found, s)
	}
	slices.Sort(found)
	return found, ""
}

// Prefixes of field names that tell a declared deviation apart, and the deviations' names.
const (
	Undived = "Undived" // a list or map of records without dive
	Either  = "Either"  // alternatives on a nil pointer, which upstream names by one of them
	Ended   = "Ended"   // alternatives of which the last is an alias, which upstream names alone
	Closed  = "Closed"  // a type with constants, which is an enum
	Zoned   = "Zoned"   // a required or default time, which may be the zero instant in a zone
	Kinds   = "Kinds"   // compared with a field of another kind in Go, and of the same here
	Nil     = "Nil"     // a rule that asks whether another field is nil
	Unset   = "Unset"   // a pointer that may be nil behind a condition
	Instant = "Instant" // times that may be one instant in two zones
	Placed  = "Placed"  // a map with values whose method has a pointer as its receiver
	Filed   = "Filed"   // a time zone, which may be the name of a file
)

// deviate takes out of ours what is declared to differ, and counts it: records in lists and maps are validated without
// dive, too; a time is zero when IsZero says so; a nil pointer breaks its rules.
func (r *Result) deviate(theirs, mine []string) []string {
	mine = slices.DeleteFunc(mine, func(s string) bool {
		_, below, ok := strings.Cut(s, "."+Undived)
		ok = ok && strings.Contains(strings.Fields(below)[0], "[")
		if ok {
			r.Deviations[Undived]++
		}
		return ok
	})
	mine = slices.DeleteFunc(mine, func(s string) bool {
		enum := strings.Contains(s, "."+Closed) && strings.Contains(s, " enum=")
		if enum {
			r.Deviations[Closed]++
		}
		return enum
	})
	mine = slices.DeleteFunc(mine, func(s string) bool {
		place, rest, _ := strings.Cut(s, " ")
		isNil := strings.HasPrefix(rest[strings.LastIndexByte(rest, ' ')+1:], "*")
		unset := strings.Contains(place, "."+Unset) && isNil && !slices.ContainsFunc(theirs, func(t string) bool { return strings.HasPrefix(t, place+" ") })
		if unset {
			r.Deviations[Unset]++
		}
		return unset
	})
	mine = r.deviateByWord(theirs, mine)
	for i, s := range mine {
		place, _, _ := strings.Cut(s, " ")
		if at := slices.IndexFunc(theirs, func(t string) bool { return strings.HasPrefix(t, place+" ") }); at >= 0 && strings.Contains(place, "."+Ended) {
			r.Deviations[Ended]++
			mine[i] = theirs[at]
			continue
		}
		if first, ok := firstOf(s); ok && !slices.Contains(theirs, s) && slices.Contains(theirs, first) {
			r.Deviations[Either]++
			mine[i] = first
		}
	}
	for i, s := range mine {
		if place, rest, _ := strings.Cut(s, " "); strings.Contains(place, "."+Zoned) && strings.HasPrefix(rest, "required=") && !slices.Contains(theirs, s) {
			r.Deviations[Zoned]++
			mine[i] = ""
			if next := slices.IndexFunc(theirs, func(t string) bool { return strings.HasPrefix(t, place+" ") }); next >= 0 {
				mine[i] = theirs[next] // a later rule, which is not asked here
			}
		}
	}
	for i, s := range mine {
		if place, rest, _ := strings.Cut(s, " "); strings.Contains(place, "."+Filed) && strings.HasPrefix(rest, "timezone=") && !slices.Contains(theirs, s) {
			r.Deviations[Filed]++
			mine[i] = ""
			if next := slices.IndexFunc(theirs, func(t string) bool { return strings.HasPrefix(t, place+" ") }); next >= 0 {
				mine[i] = theirs[next]
			}
		}
	}
	mine = slices.DeleteFunc(mine, func(s string) bool { return s == "" })
	slices.Sort(mine)
	return mine
}

// byWord are the deviations of one word: upstream alone, or ours alone, reports it there.
var byWord = []struct {
	name, word string
	upstream   bool
}{{Instant, "unique", false}, {Placed, "validateFn", true}, {Zoned, "isdefault", true}}

// deviateByWord takes out of ours what upstream does not report, adds what it does, and counts both.
func (r *Result) deviateByWord(theirs, mine []string) []string {
	for _, d := range byWord {
		shows := func(s string, others []string) bool {
			shown := strings.Contains(s, "."+d.name) && strings.Contains(s, " "+d.word+"=") && !slices.Contains(others, s)
			if shown {
				r.Deviations[d.name]++
			}
			return shown
		}
		if !d.upstream {
			mine = slices.DeleteFunc(mine, func(s string) bool { return shows(s, theirs) })
			continue
		}
		for _, s := range theirs {
			if shows(s, mine) {
				mine = append(mine, s)
			}
		}
	}
	return mine
}

// firstOf is the finding of alternatives as upstream has it of a nil pointer, by the word of the second and the parameter of
// the first: "T.F a=1|b=2=2 *int" is "T.F b=1 *int as a". Where an alias stands for them, "T.F c=2 *int as a=1|b=2", the word of the
// first is what it stands for: "T.F c=1 *int as a".
func firstOf(finding string) (string, bool) {
	finding, actual, aliased := strings.Cut(finding, " as ")
	place, rest, _ := strings.Cut(finding, " ")
	typ := finding[strings.LastIndexByte(finding, ' '):]
	if aliased {
		first, _, ok := strings.Cut(actual, "|")
		word, param, _ := strings.Cut(first, "=")
		name, _, _ := strings.Cut(rest, "=")
		return place + " " + name + "=" + param + typ + " as " + word, ok
	}
	first, second, ok := strings.Cut(rest, "|")
	_, param, _ := strings.Cut(first, "=")
	second, _, _ = strings.Cut(second, "|")
	word, _, _ := strings.Cut(second, "=")
	if actual, _, _ := strings.Cut(first, "="); actual != word {
		typ += " as " + actual
	}
	return place + " " + word + "=" + param + typ, ok
}
