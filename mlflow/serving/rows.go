package serving

import (
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// rows are the rows of a request, each a JSON object. One is put together when it is asked for: however many rows, and
// however long the names of their columns, a request takes little more memory than its body.
type rows struct {
	n    int
	next func() []byte // of the next row; valid until the one after it
	// names are the columns, as JSON, of rows that have them beside the values: they are known without a row.
	names [][]byte
}

// records are the n objects of a list.
func records(n int, list []byte) rows {
	all := elementsOf(list)
	return rows{n: n, next: all.next}
}

// table are the n rows of a list of lists. Cells of a column without a name are left out.
func table(n int, names [][]byte, data []byte) rows {
	all := elementsOf(data)
	var buf []byte
	return rows{n: n, names: names, next: func() []byte {
		cells := elementsOf(all.next())
		buf = append(buf[:0], '{')
		for _, name := range names {
			cell := cells.next()
			if name != nil {
				buf = appendMember(buf, name, cell)
			}
		}
		buf = append(buf, '}')
		return buf
	}}
}

// columns are the n rows of columns of n values each.
func columns(n int, names, values [][]byte) rows {
	all := make([]elements, len(values))
	for i, list := range values {
		all[i] = elementsOf(list)
	}
	var buf []byte
	return rows{n: n, names: names, next: func() []byte {
		buf = append(buf[:0], '{')
		for i, name := range names {
			buf = appendMember(buf, name, all[i].next())
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

func elementsOf(list []byte) elements {
	e := elements{d: jsonio.NewDecoder(list, new(validate.Report))}
	e.d.Array(place("", "list"))
	return e
}

// next returns the text of the next element, nil after the last one.
func (e *elements) next() []byte {
	if !e.d.NextElem() {
		return nil
	}
	return e.d.Raw()
}
