package serving

import (
	"slices"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// rows are the rows of a request, each a JSON object. One is put together when it is asked for: however many rows, and
// however long the names of their columns, a request takes little more memory than its body.
type rows struct {
	n    int
	next func() []byte // of the next row; valid until the one after it
	// has tells which keys the rows have; nil where each row has its own.
	has func(key int) bool
}

// records are the n objects of a list.
func records(n int, list []byte) rows {
	all := elementsOf(list, place("", "list"))
	return rows{n: n, next: all.next}
}

// framed are the n objects of a list as a data frame has them: a key that any has is a column of all.
func framed(n int, k *keys, list []byte) rows {
	out := records(n, list)
	var present []bool // by key
	out.has = func(key int) bool {
		if present == nil {
			present = k.anywhere(list)
		}
		return present[key]
	}
	return out
}

// anywhere says of each key whether any of the objects in a list has it.
func (k *keys) anywhere(list []byte) []bool {
	present := make([]bool, len(k.list))
	record := place("", "record")
	for all := elementsOf(list, record); all.d.NextElem(); {
		for ok := all.d.Object(record); ok && all.d.NextKey(); {
			if key, known := k.at[string(all.d.Key())]; known {
				present[key] = true
			}
			all.d.Skip()
		}
	}
	return present
}

// table are the n rows of a list of lists, whose cells belong to the named keys; those of a column that is named -1 are left out.
func table(n int, k *keys, named []int32, data []byte) rows {
	list := place("", "list")
	all := elementsOf(data, list)
	var buf []byte
	return rows{n: n, has: func(key int) bool { return slices.Contains(named, int32(key)) }, next: func() []byte {
		cells := elementsOf(all.next(), list)
		buf = append(buf[:0], '{')
		for _, key := range named {
			cell := cells.next()
			if key >= 0 {
				buf = appendMember(buf, k.text[key], cell)
			}
		}
		buf = append(buf, '}')
		return buf
	}}
}

// columns are the n rows of columns of n values each, by key; nil for one that is absent.
func columns(n int, k *keys, values [][]byte) rows {
	all, list := make([]elements, len(values)), place("", "list")
	for i, text := range values {
		if text != nil {
			all[i] = elementsOf(text, list)
		}
	}
	var buf []byte
	return rows{n: n, has: func(key int) bool { return values[key] != nil }, next: func() []byte {
		buf = append(buf[:0], '{')
		for i := range values {
			if values[i] != nil {
				buf = appendMember(buf, k.text[i], all[i].next())
			}
		}
		buf = append(buf, '}')
		return buf
	}}
}

func appendMember(b, name, value []byte) []byte {
	b = append(append(jsonio.AppendComma(b), name...), ':')
	return append(b, value...)
}

// elements are those of a list that is known to be well-formed.
type elements struct{ d jsonio.Decoder }

func elementsOf(text []byte, list *jsonio.Field) elements {
	e := elements{d: jsonio.NewDecoder(text, new(validate.Report))}
	e.d.Array(list)
	return e
}

// next returns the text of the next element, nil after the last one.
func (e *elements) next() []byte {
	if !e.d.NextElem() {
		return nil
	}
	return e.d.Raw()
}
