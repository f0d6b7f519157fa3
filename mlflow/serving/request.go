package serving

import (
	"strconv"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// The inputs of MLflow's scoring protocol: a request has exactly one.
const (
	inputSplit     = "dataframe_split"
	inputRecords   = "dataframe_records"
	inputInstances = "instances"
	inputColumns   = "inputs"
)

const oneInput = "a request is a JSON object with exactly one of dataframe_split, dataframe_records, instances, inputs"

// place is one part of a request: what it is called in violations and what it must be.
func place(path, want string) *jsonio.Field {
	f := jsonio.NewField(path, "", want)
	return &f
}

// request reads the rows of a request.
type request struct {
	d jsonio.Decoder
	// lax passes over keys beside the input, and takes inputs of one value per column for one row, as MLflow does.
	lax bool
	// rows are JSON objects: parts of the body, or put together from its columns.
	rows [][]byte
}

// parse reads a body into rows, one JSON object each, and reports what keeps it from being rows at all. What the objects
// hold is left to whoever takes them.
func parse(body []byte, lax bool, r *validate.Report) [][]byte {
	q := &request{lax: lax, d: jsonio.NewDecoder(body, r)}
	inputs := q.inputs()
	wellFormed := q.d.End(r)
	if wellFormed && inputs != 1 && r.Len() == 0 {
		r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: oneInput}, validate.None())
	}
	if r.Len() > 0 {
		return nil
	}
	return q.rows
}

// inputs reads the object and returns how many of the protocol's inputs it has.
func (q *request) inputs() int {
	seen := map[string]bool{}
	n := 0
	for ok := q.d.Object(place("", "request: "+oneInput)); ok && q.d.NextKey(); {
		key := string(q.d.Key())
		if seen[key] {
			q.d.Duplicate(place(key, ""))
			continue
		}
		seen[key] = true
		switch key {
		case inputRecords, inputInstances:
			q.records(key)
		case inputSplit:
			q.split()
		case inputColumns:
			q.columns()
		default:
			if q.lax {
				q.d.Skip()
			} else {
				q.d.Unknown()
			}
			continue
		}
		n++
	}
	return n
}

// records reads a list of objects.
func (q *request) records(key string) {
	list, row := place(key, "list of records"), place("", "record: an object of the features by name")
	for ok, i := q.d.Array(list), 0; ok && q.d.NextElem(); i++ {
		if q.d.Peek() != '{' {
			mark := q.d.Mark()
			q.d.Object(row)
			q.d.NestAt(mark, key, i)
			continue
		}
		q.rows = append(q.rows, q.d.Raw())
	}
}

// split reads {"columns": […], "data": [[…], …]}; an index is passed over, as nothing is answered by it.
func (q *request) split() {
	var (
		names, cells [][]byte
		data         [][][]byte
		have         = map[string]bool{}
	)
	for ok := q.d.Object(place(inputSplit, "record of columns and data")); ok && q.d.NextKey(); {
		key := string(q.d.Key())
		switch path := inputSplit + "." + key; {
		case have[key]:
			q.d.Duplicate(place(path, ""))
		case key == "columns":
			names = q.list(path, "list of column names")
		case key == "data":
			list := place(path, "list of rows")
			for ok, i := q.d.Array(list), 0; ok && q.d.NextElem(); i++ {
				cells = q.list(path+"["+strconv.Itoa(i)+"]", "list of cells")
				data = append(data, cells)
			}
		case key == "index":
			q.d.Skip()
		default:
			mark := q.d.Mark()
			q.d.Unknown()
			q.d.Nest(mark, inputSplit)
		}
		have[key] = true
	}
	for _, key := range []string{"columns", "data"} {
		if !have[key] && !q.d.Failed() && q.d.Mark() == 0 {
			q.d.Missing(place(inputSplit+"."+key, ""))
		}
	}
	for i, row := range data {
		if len(row) != len(names) {
			want := "list of " + strconv.Itoa(len(names)) + " cells, one for each column"
			q.d.Length(len(row), len(names), place(inputSplit+".data["+strconv.Itoa(i)+"]", want))
			continue
		}
		q.rows = append(q.rows, object(names, func(c int) []byte { return row[c] }))
	}
}

// columns reads {"name": [value, …], …}, or a list of records as instances has it.
func (q *request) columns() {
	if q.d.Peek() == '[' {
		q.records(inputColumns)
		return
	}
	var (
		names  [][]byte
		values [][][]byte
	)
	for ok := q.d.Object(place(inputColumns, "record of lists, a list per column")); ok && q.d.NextKey(); {
		path := inputColumns + "." + string(q.d.Key())
		name, _ := jsonio.AppendString(nil, string(q.d.Key()))
		names = append(names, name)
		if q.lax && q.d.Peek() != '[' {
			values = append(values, [][]byte{q.d.Raw()})
			continue
		}
		values = append(values, q.list(path, "list with a value per row"))
	}
	for i := range names {
		if len(values[i]) != len(values[0]) {
			want := "list of " + strconv.Itoa(len(values[0])) + " values, as " + string(names[0]) + " is"
			q.d.Length(len(values[i]), len(values[0]), place(inputColumns+"["+string(names[i])+"]", want))
		}
	}
	if q.d.Mark() > 0 || len(names) == 0 {
		return
	}
	for row := range values[0] {
		q.rows = append(q.rows, object(names, func(c int) []byte { return values[c][row] }))
	}
}

// list reads a list and returns the text of its elements.
func (q *request) list(path, want string) (elems [][]byte) {
	for ok := q.d.Array(place(path, want)); ok && q.d.NextElem(); {
		elems = append(elems, q.d.Raw())
	}
	return elems
}

// object puts a JSON object together.
func object(names [][]byte, value func(int) []byte) []byte {
	b := []byte{'{'}
	for i, name := range names {
		b = append(jsonio.AppendComma(b), name...)
		b = append(append(b, ':'), value(i)...)
	}
	return append(b, '}')
}
