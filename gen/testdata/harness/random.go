package harness

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// fill sets every field of a record to a random value, near the limits of its rules where it has some.
func (c *checker[T, P]) fill(v reflect.Value, rec *schema.Record) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		c.value(selected(v, f.Name), f.Type, f.Constraints)
	}
}

func (c *checker[T, P]) value(v reflect.Value, t schema.Type, rules []schema.Constraint) {
	if v.Kind() == reflect.Pointer {
		if c.random.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			c.value(v.Elem(), t, rules)
		}
		return
	}
	if v.Kind() == reflect.Struct && strings.HasPrefix(v.Type().Name(), "Opt[") {
		if c.random.IntN(3) > 0 {
			v.FieldByName("Valid").SetBool(true)
			c.value(v.FieldByName("Value"), t, rules)
		}
		return
	}
	if l, ok := c.near(t, rules); ok && c.random.IntN(2) == 0 {
		c.literal(v, l)
		return
	}
	c.any(v, t, rules)
}

// literal sets v to a literal's value.
func (c *checker[T, P]) literal(v reflect.Value, l schema.Literal) {
	switch l.Kind {
	case schema.Decimal:
		d, err := validate.ParseDecimal(l.Text)
		if err != nil {
			c.Fatal(err)
		}
		v.Set(reflect.ValueOf(d))
	case schema.Date:
		v.Set(reflect.ValueOf(validate.UnixDate(int32(l.Int))))
	default:
		v.Set(reflect.ValueOf(l.Any()).Convert(v.Type()))
	}
}

// near returns a literal of the type's enum, rules or limits.
func (c *checker[T, P]) near(t schema.Type, rules []schema.Constraint) (schema.Literal, bool) {
	all := t.Values
	for _, r := range rules {
		if r.Limit != nil {
			all = append(all[:len(all):len(all)], *r.Limit)
		}
		if r.Kind == schema.OneOf {
			all = append(all[:len(all):len(all)], r.Limits...)
		}
	}
	if len(all) == 0 {
		return schema.Literal{}, false
	}
	return all[c.random.IntN(len(all))], true
}

func (c *checker[T, P]) any(v reflect.Value, t schema.Type, rules []schema.Constraint) {
	switch k := t.Scalar(); {
	case k == schema.Bool:
		v.SetBool(c.random.IntN(2) == 0)
	case k == schema.Duration:
		v.SetInt(c.random.Int64N(1e12) - 1e6)
	case k.Signed():
		v.SetInt([]int64{0, 1, -1, 10, 99, math.MaxInt64 >> (64 - k.Bits()), math.MinInt64 >> (64 - k.Bits())}[c.random.IntN(7)])
	case k.Unsigned():
		v.SetUint([]uint64{0, 1, 10, 99, math.MaxUint64 >> (64 - k.Bits())}[c.random.IntN(5)])
	case k.Float():
		v.SetFloat([]float64{0, 1, -1, 0.5, 19.99, 1e-9, 1e30, float64(float32(c.random.NormFloat64()))}[c.random.IntN(8)])
	case k == schema.String:
		v.SetString([]string{"", "a", "Ab c", "1.2.3", "é\U0001F600", "\"\\\n", "null", strings.Repeat("x", c.random.IntN(20))}[c.random.IntN(8)])
	case k == schema.Time:
		v.Set(reflect.ValueOf([]time.Time{{}, time.UnixMicro(c.random.Int64N(2e15)).UTC()}[c.random.IntN(2)]))
	case k == schema.Decimal:
		scale := min(t.Scale, 2)
		d, _ := validate.NewDecimal([]int64{0, 1, -1, 5, 150, 99999}[c.random.IntN(6)]%int64(math.Pow10(t.Precision-t.Scale)), scale)
		v.Set(reflect.ValueOf(d))
	case k == schema.Date:
		v.Set(reflect.ValueOf([]validate.Date{{}, validate.UnixDate(int32(c.random.IntN(40000) - 10000))}[c.random.IntN(2)]))
	case k == schema.Struct:
		c.fill(v, t.Record)
	default:
		c.many(v, t, rules)
	}
}

// many fills a list, map or byte string; its length is often one that a rule names.
func (c *checker[T, P]) many(v reflect.Value, t schema.Type, rules []schema.Constraint) {
	n := c.random.IntN(4)
	for _, r := range rules {
		if r.Kind == schema.Length && c.random.IntN(2) == 0 {
			n = int(r.Count)
		}
	}
	switch {
	case v.Kind() == reflect.Array:
		n = v.Len()
	case c.random.IntN(4) == 0:
		return
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for i := range n {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.SetString("k" + strconv.Itoa(i))
			c.value(key, t.Key.Type, t.Key.Constraints)
			c.value(elem, t.Elem.Type, t.Elem.Constraints)
			v.SetMapIndex(key, elem)
		}
		return
	case t.Kind == schema.Bytes:
		v.SetBytes([]byte("bytes\x00\xff")[:min(n, 7)])
		return
	default:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
	}
	for i := range n {
		c.value(v.Index(i), t.Elem.Type, t.Elem.Constraints)
	}
}
