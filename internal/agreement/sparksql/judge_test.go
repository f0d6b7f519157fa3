package sparksql

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// judged is rows of one record that Spark judges by the predicates of schema/sql.
type judged struct {
	record *schema.Record
	rows   []map[string]any
	// got are the findings by row, in general paths.
	got [][]schema.Finding
	// unexpressed are the rules that it could not judge.
	unexpressed []sql.Unexpressed
}

// judge runs the predicates on Spark over the rows, by one query.
func (j *judged) judge(t *testing.T, e *sparkconnect.Session) error {
	fields, err := storedFields(j.record)
	if err != nil {
		return err
	}
	s := goarrow.NewSchema(append([]goarrow.Field{{Name: "the row", Type: goarrow.PrimitiveTypes.Int64}}, fields...), nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, s)
	for i, row := range j.rows {
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		for k := range j.record.Fields {
			f := &j.record.Fields[k]
			if err := put(b.Field(k+1), f.Type, row[f.Key]); err != nil {
				return fmt.Errorf("row %d, %s: %w", i, f.Key, err)
			}
		}
	}
	if err := e.View(t.Context(), "judged", s, []goarrow.RecordBatch{b.NewRecordBatch()}); err != nil {
		return err
	}
	predicates, unexpressed := sql.Spark().Predicates(j.record)
	j.unexpressed = unexpressed
	texts := []string{"FALSE"}
	for _, p := range predicates {
		texts = append(texts, p.Broken)
	}
	res, err := e.Query(t.Context(), "SELECT `the row` AS r, array("+strings.Join(texts, ",\n")+") AS broken FROM judged")
	if err != nil {
		return err
	}
	j.got = make([][]schema.Finding, len(j.rows))
	res.Each(func(r sparkconnect.Row) {
		row, _ := r.Int("r")
		list := sparkconnect.Column[*array.List](r, "broken")
		start, _ := list.ValueOffsets(r.Index)
		values := list.ListValues().(*array.Boolean)
		for k, p := range predicates {
			require.True(t, values.IsValid(int(start)+k+1), "%s %s is NULL", p.Path, p.Rule)
			if values.Value(int(start)+k+1) && !j.cannot(p.Path, p.Rule) {
				j.got[row] = append(j.got[row], schema.Finding{Path: p.Path, Rule: p.Rule})
			}
		}
	})
	return nil
}

// cannot reports whether Spark cannot judge a rule of the place. Another one of the same name there has no say then, either.
func (j *judged) cannot(path, rule string) bool {
	return slices.ContainsFunc(j.unexpressed, func(u sql.Unexpressed) bool { return u.Path == path && u.Rule == rule })
}

// want are the evaluator's findings of a stored row, in general paths and each once, without the rules that are not expressed.
func (j *judged) want(e *schema.Evaluator, i int) []schema.Finding {
	var out []schema.Finding
	for _, f := range e.EvaluateInput(j.record, j.rows[i]) {
		f.Path = vectors.General(f.Path)
		if !j.cannot(f.Path, f.Rule) && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// asStored is a row as a table holds it: no key is missing, times are floored to the microsecond. ok is false when the
// table can't hold it.
func asStored(r *schema.Record, value map[string]any) (map[string]any, bool) {
	out := map[string]any{}
	for i := range r.Fields {
		f := &r.Fields[i]
		v, ok := value[f.Key]
		if strings.ContainsAny(f.Key, " ,;{}()=\n\t") { // Delta has no such column
			return nil, false
		}
		nothing := f.Optional || f.MayBeAbsent || f.Type.Kind == schema.Map || f.Type.Kind == schema.Bytes || f.Type.Kind == schema.List && f.Type.Len == 0
		if !ok && !nothing {
			return nil, false
		}
		if out[f.Key], ok = storedValue(f.Type, v); !ok {
			return nil, false
		}
	}
	return out, len(value) <= len(r.Fields)
}

func storedValue(t schema.Type, v any) (any, bool) {
	switch x := v.(type) {
	case nil:
		return nil, true
	case []any:
		out := make([]any, len(x))
		for i := range x {
			var ok bool
			if t.Kind != schema.List {
				return nil, false
			}
			if out[i], ok = storedValue(t.Elem.Type, x[i]); !ok {
				return nil, false
			}
		}
		return out, t.Kind == schema.List
	case map[string]any:
		if t.Kind == schema.Struct {
			return asStored(t.Record, x)
		}
		out := map[string]any{}
		for k := range x {
			var ok bool
			if t.Kind != schema.Map {
				return nil, false
			}
			if out[k], ok = storedValue(t.Elem.Type, x[k]); !ok {
				return nil, false
			}
		}
		return out, t.Kind == schema.Map
	case time.Time:
		return x.Truncate(time.Microsecond), true
	case string:
		if t.Kind == schema.Time {
			at, err := time.Parse(time.RFC3339Nano, x)
			return at.UTC().Truncate(time.Microsecond), err == nil
		}
	}
	if t.Kind == schema.List || t.Kind == schema.Map || t.Kind == schema.Struct {
		return nil, false
	}
	b := array.NewBuilder(memory.DefaultAllocator, flatType(t))
	return v, put(b, t, v) == nil
}

// storedFields are the columns of a record's table, all of which take null here.
func storedFields(r *schema.Record) ([]goarrow.Field, error) {
	s, err := delta.SchemaOf(r)
	if err != nil {
		return nil, err
	}
	a, err := s.Arrow()
	if err != nil {
		return nil, err
	}
	fields := a.Fields()
	for i := range fields {
		fields[i] = nullable(fields[i])
	}
	return fields, nil
}

func nullable(f goarrow.Field) goarrow.Field {
	f.Nullable = true
	switch t := f.Type.(type) {
	case *goarrow.ListType:
		f.Type = goarrow.ListOfField(nullable(t.ElemField()))
	case *goarrow.MapType:
		f.Type = goarrow.MapOfFields(t.KeyField(), nullable(t.ItemField()))
	case *goarrow.StructType:
		members := t.Fields()
		out := make([]goarrow.Field, len(members))
		for i := range members {
			out[i] = nullable(members[i])
		}
		f.Type = goarrow.StructOf(out...)
	}
	return f
}

func flatType(t schema.Type) goarrow.DataType {
	fields, err := storedFields(&schema.Record{Fields: []schema.Field{{Name: "X", Key: "x", Type: t}}})
	if err != nil {
		return goarrow.Null
	}
	return fields[0].Type
}

// put appends a value as the evaluator reads it to what Spark holds for the type.
func put(b array.Builder, t schema.Type, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StructBuilder:
		b.Append(true)
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			if err := put(b.FieldBuilder(i), f.Type, v.(map[string]any)[f.Key]); err != nil {
				return err
			}
		}
		return nil
	case *array.ListBuilder:
		b.Append(true)
		for _, e := range v.([]any) {
			if err := put(b.ValueBuilder(), t.Elem.Type, e); err != nil {
				return err
			}
		}
		return nil
	case *array.MapBuilder:
		b.Append(true)
		for k, e := range v.(map[string]any) {
			b.KeyBuilder().(*array.StringBuilder).Append(k)
			if err := put(b.ItemBuilder(), t.Elem.Type, e); err != nil {
				return err
			}
		}
		return nil
	}
	return putScalar(b, t, v)
}

func putScalar(b array.Builder, t schema.Type, v any) error {
	misfit := fmt.Errorf("%T %v is no %s", v, v, t)
	switch b := b.(type) {
	case *array.BooleanBuilder:
		x, ok := v.(bool)
		if !ok {
			return misfit
		}
		b.Append(x)
		return nil
	case *array.StringBuilder:
		x, ok := v.(string)
		if !ok || strings.ToValidUTF8(x, "") != x {
			return misfit
		}
		b.Append(x)
		return nil
	case *array.BinaryBuilder:
		switch x := v.(type) {
		case []byte:
			b.Append(x)
		case string:
			raw, err := schema.ParseBytes([]byte(x))
			if err != nil {
				return misfit
			}
			b.Append(raw)
		default:
			return misfit
		}
		return nil
	case *array.Date32Builder:
		x, ok := v.(string)
		day, err := schema.ParseDate(x)
		if !ok || err != nil {
			return misfit
		}
		b.Append(goarrow.Date32FromTime(day))
		return nil
	case *array.TimestampBuilder:
		x, ok := v.(time.Time)
		if !ok {
			return misfit
		}
		b.Append(goarrow.Timestamp(x.UnixMicro()))
		return nil
	}
	if t.Kind == schema.Decimal {
		return putDecimal(b.(*array.Decimal128Builder), v, misfit)
	}
	return putNumber(b, t, v, misfit)
}

// putDecimal appends a number or its text where the column has its digits: others are not in any table.
func putDecimal(b *array.Decimal128Builder, v any, misfit error) error {
	t := b.Type().(*goarrow.Decimal128Type)
	l, ok, fits := schema.ParseDecimal(fmt.Sprint(v))
	if !ok || !fits {
		return misfit
	}
	units, _ := new(big.Rat).SetString(l.Text)
	ten := func(n int32) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	units.Mul(units, new(big.Rat).SetInt(ten(t.Scale)))
	if !units.IsInt() || units.Num().CmpAbs(ten(t.Precision)) >= 0 {
		return misfit
	}
	b.Append(decimal128.FromBigInt(units.Num()))
	return nil
}

func putNumber(b array.Builder, t schema.Type, v any, misfit error) error {
	if text, ok := v.(json.Number); ok && t.Kind == schema.Duration {
		return fmt.Errorf("%s is no duration", text)
	}
	if text, ok := v.(string); ok && t.Kind == schema.Duration {
		d, err := time.ParseDuration(text)
		if err != nil {
			return misfit
		}
		v = d
	}
	if d, ok := v.(time.Duration); ok {
		v = int64(d)
	}
	if b, ok := b.(*array.Float64Builder); ok {
		switch x := v.(type) {
		case float64:
			b.Append(x)
			return nil
		case json.Number:
			f, err := strconv.ParseFloat(string(x), 64)
			b.Append(f)
			return err
		}
	}
	if b, ok := b.(*array.Float32Builder); ok {
		switch x := v.(type) {
		case float32:
			b.Append(x)
			return nil
		case float64:
			if f := float32(x); x != x || float64(f) == x {
				b.Append(f)
				return nil
			}
		case json.Number:
			f, err := strconv.ParseFloat(string(x), 32)
			b.Append(float32(f))
			return err
		}
		return misfit
	}
	n, ok := new(big.Rat).SetString(fmt.Sprint(v))
	if _, isText := v.(string); isText || !ok || !n.IsInt() {
		return misfit
	}
	return putInteger(b, n.Num(), misfit)
}

func putInteger(b array.Builder, n *big.Int, misfit error) error {
	if d, ok := b.(*array.Decimal128Builder); ok {
		if n.BitLen() > 66 {
			return misfit
		}
		d.Append(decimal128.FromBigInt(n))
		return nil
	}
	bits := b.Type().(goarrow.FixedWidthDataType).BitWidth()
	if low := new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), uint(bits-1))); n.Cmp(low) < 0 || n.Cmp(new(big.Int).Neg(low)) >= 0 {
		return misfit
	}
	switch b := b.(type) {
	case *array.Int8Builder:
		b.Append(int8(n.Int64()))
	case *array.Int16Builder:
		b.Append(int16(n.Int64()))
	case *array.Int32Builder:
		b.Append(int32(n.Int64()))
	case *array.Int64Builder:
		b.Append(n.Int64())
	default:
		return misfit
	}
	return nil
}
