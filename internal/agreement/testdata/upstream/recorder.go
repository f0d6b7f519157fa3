// Package validator is upstream's: this file goes into a copy of it, and writes down what its tests validate.
package validator

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// calls records the calls of Struct, Var and VarWithValue.
var calls recorder

// recorder writes JSON lines to the file RECORDED: types (Name, Uses, Source), values of them (Test, Type, Value), and calls
// that it has no Go for (Test, Why). A call of Var is a value of a struct with one field that has the tag.
type recorder struct {
	mu     sync.Mutex
	out    io.Writer
	names  map[reflect.Type]string
	holds  map[string]string // a struct that stands for a call of Var, by its fields
	number int               // of the last type with a name
}

// value is a value as Go text, with what it uses.
type value struct {
	*recorder
	uses []string
}

// unspoken is why a call has no Go.
type unspoken string

func (r *recorder) ofStruct(x any) {
	r.record(func(v *value) (typ, text string) {
		of := reflect.ValueOf(x)
		for of.Kind() == reflect.Pointer && !of.IsNil() {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			panic(unspoken("no struct"))
		}
		return v.name(of.Type()), v.text(of)
	})
}

func (r *recorder) ofVar(x any, tag string) {
	r.record(func(v *value) (typ, text string) {
		field := reflect.ValueOf(x)
		typ = v.fields("\tField " + v.typ(field) + " " + quoted(`validate:`+strconv.Quote(tag)) + "\n")
		return typ, typ + "{Field: " + v.text(field) + "}"
	})
}

// ofPair records a value with another one; tag has words without the field that they compare with.
func (r *recorder) ofPair(x, other any, tag string) {
	r.record(func(v *value) (typ, text string) {
		words := strings.Split(tag, ",")
		for i, word := range words {
			if strings.HasSuffix(word, "field") || strings.HasPrefix(word, "field") {
				words[i] = word + "=Other"
			}
		}
		tag = quoted(`validate:` + strconv.Quote(strings.Join(words, ",")))
		a, b := reflect.ValueOf(x), reflect.ValueOf(other)
		typ = v.fields("\tField " + v.typ(a) + " " + tag + "\n\tOther " + v.typ(b) + "\n")
		return typ, typ + "{Field: " + v.text(a) + ", Other: " + v.text(b) + "}"
	})
}

// record writes a line for the value that speak has words for.
func (r *recorder) record(speak func(*value) (typ, text string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.out == nil {
		file, err := os.Create(os.Getenv("RECORDED"))
		if err != nil {
			panic(err)
		}
		r.out, r.names, r.holds = file, map[reflect.Type]string{}, map[string]string{}
	}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case unspoken:
			r.line(map[string]any{"Test": test(), "Why": string(p)})
		default:
			panic(p)
		}
	}()
	typ, text := speak(&value{recorder: r})
	r.line(map[string]any{"Test": test(), "Type": typ, "Value": text})
}

func (r *recorder) line(x any) {
	if err := json.NewEncoder(r.out).Encode(x); err != nil {
		panic(err)
	}
}

// test is the name of the test that runs.
func test() string {
	callers := make([]uintptr, 50)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		_, name, _ := strings.Cut(f.Function, "validator/v10.")
		if name, _, _ := strings.Cut(name, "."); strings.HasPrefix(name, "Test") {
			return name
		}
	}
	return "?"
}

// typ is the type of a value.
func (v *value) typ(of reflect.Value) string {
	if !of.IsValid() {
		panic(unspoken("nil"))
	}
	return v.name(of.Type())
}

// fields is a struct of its own with the fields.
func (v *value) fields(fields string) string {
	name, ok := v.holds[fields]
	if !ok {
		name = "Var" + strconv.Itoa(len(v.holds)+1)
		v.holds[fields] = name
		v.declare(name, "struct {\n"+fields+"}", v.uses)
	}
	return name
}

func (r *recorder) declare(name, text string, uses []string) {
	r.line(map[string]any{"Name": name, "Uses": uses, "Source": "type " + name + " " + text})
}

// name is a type in the Go of the package that the values stand in. Types of upstream's tests have their names with a number.
func (v *value) name(t reflect.Type) string {
	switch own := strings.HasPrefix(t.PkgPath(), "github.com/go-playground/validator"); {
	case own && strings.Contains(t.Name(), "["):
		panic(unspoken("a generic type"))
	case own:
		return v.own(t, t.Name())
	case t.PkgPath() != "" && t.PkgPath() != "time":
		panic(unspoken("a type of " + t.PkgPath()))
	case t.Name() != "":
		return t.String()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + v.name(t.Elem())
	case reflect.Slice:
		return "[]" + v.name(t.Elem())
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), v.name(t.Elem()))
	case reflect.Map:
		return "map[" + v.name(t.Key()) + "]" + v.name(t.Elem())
	case reflect.Struct:
		return v.own(t, "Struct")
	}
	panic(unspoken("a type of kind " + t.Kind().String()))
}

// own declares a type once.
func (v *value) own(t reflect.Type, base string) string {
	name, ok := v.names[t]
	if !ok {
		v.number++
		name = base + "N" + strconv.Itoa(v.number)
		v.names[t] = name
		declared := false
		defer func() {
			if !declared {
				delete(v.names, t)
			}
		}()
		inner := value{recorder: v.recorder}
		v.declare(name, inner.underlying(t), inner.uses)
		declared = true
	}
	v.uses = append(v.uses, name)
	return name
}

// underlying is what a type is defined as.
func (v *value) underlying(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		b := "struct {\n"
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			b += "\t"
			if !f.Anonymous {
				b += f.Name + " "
			}
			b += v.name(f.Type)
			if f.Tag != "" {
				b += " " + quoted(string(f.Tag))
			}
			b += "\n"
		}
		return b + "}"
	case reflect.Slice:
		return "[]" + v.name(t.Elem())
	case reflect.Map:
		return "map[" + v.name(t.Key()) + "]" + v.name(t.Elem())
	case reflect.Array, reflect.Pointer, reflect.Interface, reflect.Func, reflect.Chan:
		panic(unspoken("a defined type of kind " + t.Kind().String()))
	}
	return t.Kind().String()
}

// quoted is a struct tag.
func quoted(tag string) string {
	if strings.Contains(tag, "`") {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}

// text is a value in Go.
func (v *value) text(x reflect.Value) string {
	typ := v.typ(x)
	switch x.Kind() {
	case reflect.Bool:
		return fmt.Sprintf("%s(%t)", typ, x.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprintf("%s(%d)", typ, x.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprintf("%s(%d)", typ, x.Uint())
	case reflect.Float32, reflect.Float64:
		if math.IsNaN(x.Float()) || math.IsInf(x.Float(), 0) {
			panic(unspoken("no finite number"))
		}
		return fmt.Sprintf("%s(%s)", typ, strconv.FormatFloat(x.Float(), 'g', -1, 64))
	case reflect.String:
		return fmt.Sprintf("%s(%q)", typ, x.String())
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if x.IsNil() {
			return "(" + typ + ")(nil)"
		}
	}
	var items []string
	switch x.Kind() {
	case reflect.Pointer:
		return "new(" + v.text(x.Elem()) + ")"
	case reflect.Slice, reflect.Array:
		for i := 0; i < x.Len(); i++ {
			items = append(items, v.text(x.Index(i)))
		}
	case reflect.Map:
		for _, key := range x.MapKeys() {
			items = append(items, v.text(key)+": "+v.text(x.MapIndex(key)))
		}
	case reflect.Struct:
		if t, ok := moment(x); ok {
			return t
		}
		for i := 0; i < x.NumField(); i++ {
			if f := x.Type().Field(i); !x.Field(i).IsZero() {
				items = append(items, f.Name+": "+v.text(x.Field(i)))
			}
		}
	}
	return typ + "{" + strings.Join(items, ", ") + "}"
}

// moment is a time in Go.
func moment(x reflect.Value) (string, bool) {
	if !x.Type().ConvertibleTo(reflect.TypeFor[time.Time]()) {
		return "", false
	}
	if x.Type() != reflect.TypeFor[time.Time]() || !x.CanInterface() {
		panic(unspoken("a type that is defined from time.Time, or a time that is not exported"))
	}
	t := x.Interface().(time.Time)
	if t.IsZero() {
		return "time.Time{}", true
	}
	return fmt.Sprintf("time.Unix(%d, %d).UTC()", t.Unix(), t.Nanosecond()), true
}
