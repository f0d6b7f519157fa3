package targets

import (
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// forms are the other ways of decoding a type: from a map, and out of streams.
type forms struct {
	fromMap      func(map[string]any, *validate.Report) generated
	lines, array func(text string) iter.Seq2[generated, error]
}

func formsOf[T any, P interface {
	jsonio.Row[T]
	generated
}]() forms {
	each := func(rows iter.Seq2[T, error]) iter.Seq2[generated, error] {
		return func(yield func(generated, error) bool) {
			for x, err := range rows {
				if !yield(P(&x), err) {
					return
				}
			}
		}
	}
	return forms{
		fromMap: func(m map[string]any, r *validate.Report) generated {
			x := new(T)
			jsonio.DecodeMap[T, P](m, x, r)
			return P(x)
		},
		lines: func(text string) iter.Seq2[generated, error] {
			return each(jsonio.Lines[T, P](strings.NewReader(text), 0))
		},
		array: func(text string) iter.Seq2[generated, error] {
			return each(jsonio.Array[T, P](strings.NewReader(text), 0))
		},
	}
}

// mapped decodes the row's value as it is, without text. The value must be the one that DecodeJSON makes.
func (s Struct) mapped(rec *schema.Record, row vectors.Row) []schema.Finding {
	r := validate.Report{Now: vectors.Now}
	x := s.fromMap(row.Value, &r)
	found := findings(&r)
	y := s.value()
	y.DecodeJSON([]byte(row.JSON), &validate.Report{Now: vectors.Now})
	if at := differ(read(reflect.ValueOf(y).Elem(), rec), read(reflect.ValueOf(x).Elem(), rec)); at != "" {
		found = append(found, broken("another value at %s", at)...)
	}
	return found
}

// streamed decodes the row's text twice out of a stream of lines and out of an array. Both must say what DecodeJSON says,
// which asks the clock as they do.
func (s Struct) streamed(rec *schema.Record, row vectors.Row) []schema.Finding {
	at := validate.Report{Now: vectors.Now}
	s.value().DecodeJSON([]byte(row.JSON), &at)
	found := findings(&at)
	var r validate.Report
	want := s.value()
	want.DecodeJSON([]byte(row.JSON), &r)
	rules := findings(&r)
	syntax := slices.ContainsFunc(rules, func(f schema.Finding) bool { return f.Rule == validate.RuleSyntax })
	rowsOf := func(name string, rows iter.Seq2[generated, error], n int) {
		i := 0
		for x, err := range rows {
			var bad *jsonio.RowError
			if errors.As(err, &bad) && bad.Row != i {
				found = append(found, broken("%s count row %d as %d", name, i, bad.Row)...)
			}
			if !slices.Equal(ofError(err), rules) {
				found = append(found, broken("%s say %v", name, err)...)
			}
			if at := differ(read(reflect.ValueOf(want).Elem(), rec), read(reflect.ValueOf(x).Elem(), rec)); at != "" {
				found = append(found, broken("%s: another value at %s", name, at)...)
			}
			i++
		}
		if i != n {
			found = append(found, broken("%s have %d rows of %d", name, i, n)...)
		}
	}
	rowsOf("lines", s.lines(row.JSON+"\n"+row.JSON), 2)
	inArray := 2
	if syntax {
		inArray = 1 // it ends there
	}
	rowsOf("arrays", s.array("["+row.JSON+",\n"+row.JSON+"]"), inArray)
	return found
}
