package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// dtypes are the names of numpy's scalar types.
var dtypes = map[string]schema.Kind{
	"bool": schema.Bool, "int8": schema.Int8, "int16": schema.Int16, "int32": schema.Int32, "int64": schema.Int64,
	"uint8": schema.Uint8, "uint16": schema.Uint16, "uint32": schema.Uint32, "uint64": schema.Uint64,
	"float32": schema.Float32, "float64": schema.Float64, "str": schema.String, "object": "any value (numpy's object)", "bytes": schema.Bytes,
}

// tensor reads the type of one row of a tensor: the first axis, when it may have any size, is that of the rows.
func tensor(spec jsonschema.Object) (schema.Element, error) {
	dtype, _ := spec.Get("dtype").(string)
	shape, ok := spec.Get("shape").([]any)
	if dtype == "" || !ok {
		return schema.Element{}, errors.New("the tensor lacks its dtype or its shape")
	}
	if len(shape) > 0 && shape[0] == json.Number("-1") {
		shape = shape[1:]
	}
	return shaped(schema.Element{Type: schema.Type{Kind: dtypeOf(dtype)}}, shape)
}

// dtypeOf is the kind of numpy's type; of one that Go does not hold, its name.
func dtypeOf(dtype string) schema.Kind {
	if k, ok := dtypes[dtype]; ok {
		return k
	}
	switch {
	case strings.HasPrefix(dtype, "datetime64"):
		return schema.Time
	case strings.HasPrefix(strings.TrimLeft(dtype, "<>|="), "U"):
		return schema.String
	case strings.HasPrefix(strings.TrimLeft(dtype, "<>|="), "S"):
		return schema.Bytes
	}
	return schema.Kind("numpy's " + dtype)
}

// shaped makes lists of a value, the last axis innermost: -1 is any length. An array that would be large is a slice of one
// length.
func shaped(el schema.Element, shape []any) (schema.Element, error) {
	if len(shape) > maxAxes {
		return el, fmt.Errorf("it has %d axes", len(shape))
	}
	for _, axis := range slices.Backward(shape) {
		n, ok := axis.(json.Number)
		x, isInt := integer(n, 0)
		if !ok || !isInt || !x.IsInt64() || x.Int64() < -1 || x.Int64() > 1<<40 {
			return el, fmt.Errorf("%s is no size of an axis: a number of values, or -1 for any", short(axis))
		}
		inner := el
		el = schema.Element{Type: schema.Type{Kind: schema.List, Elem: &inner}}
		switch n := x.Int64(); {
		case n == 0:
			return el, errors.New("an axis of size 0 has no values")
		case n > 0 && n*size(inner.Type) <= largest:
			el.Type.Len = int(n)
		case n > 0:
			el.Constraints = []schema.Constraint{{Kind: schema.Length, Rule: "len", Param: strconv.FormatInt(n, 10), Op: schema.Eq, Count: n}}
		}
	}
	return el, nil
}

// maxAxes is how many axes numpy's arrays have at most.
const maxAxes = 64
