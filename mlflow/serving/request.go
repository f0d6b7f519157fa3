package serving

import (
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
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

// place is [place] with a value that may be shown: what stands in the wrong place may be a patient's.
func (q *request) place(path, want string) *jsonio.Field {
	f := place(path, want)
	if q.keys.sensitive {
		*f = f.Sensitive()
	}
	return f
}

// request reads what a request asks for.
type request struct {
	d    jsonio.Decoder
	body []byte
	// lax passes over keys and columns that nobody knows, and takes inputs of one value per column for one row, as MLflow does.
	lax  bool
	keys keys

	rows  rows
	split split // what stood under dataframe_split
}

// split is a table: the texts of its columns and rows, nil for what is absent or no list.
type split struct{ columns, data []byte }

// keys are those that a row may have.
type keys struct {
	list []string
	text [][]byte       // each as JSON
	at   map[string]int // its index
	// sensitive says that some value of a row is.
	sensitive bool
}

func newKeys(list []string, record *schema.Record) keys {
	k := keys{list: list, at: map[string]int{}, sensitive: record.HoldsSensitive()}
	for i, key := range list {
		text, _ := jsonio.AppendString(nil, key) // generated code holds it: it is valid UTF-8
		k.text, k.at[key] = append(k.text, text), i
	}
	return k
}

// parse reads a body into rows with the keys, and reports what is wrong outside of their values; false means that there
// are no rows to look at. What the rows hold is left to whoever takes them.
func parse(body []byte, lax bool, of keys, r *validate.Report) (rows, bool) {
	q := &request{d: jsonio.NewDecoder(body, r), body: body, lax: lax, keys: of}
	inputs := q.inputs()
	wellFormed := q.d.End(r)
	if wellFormed && inputs != 1 && r.Len() == 0 {
		r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: oneInput}, validate.None())
	}
	if wellFormed && q.split.columns != nil && q.split.data != nil {
		q.table(r)
	}
	return q.rows, r.Len() == 0 || q.rows.n > 0 && unknownOnly(r)
}

// unknownOnly reports whether nothing is wrong but columns that nobody knows: the rows are looked at all the same.
func unknownOnly(r *validate.Report) bool {
	for v := range r.All() {
		if v.Rule() != validate.RuleUnknown {
			return false
		}
	}
	return true
}

// inputs reads the object and returns how many of the protocol's inputs it has.
func (q *request) inputs() int {
	seen := map[string]bool{}
	n := 0
	for ok := q.d.Object(q.place("", "request: "+oneInput)); ok && q.d.NextKey(); {
		key := string(q.d.Key())
		if seen[key] {
			q.d.Duplicate(q.place(key, ""))
			continue
		}
		switch key {
		case inputRecords, inputInstances:
			q.records(key)
		case inputSplit:
			q.readSplit()
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
		seen[key] = true
		n++
	}
	return n
}

// records reads a list of objects.
func (q *request) records(key string) {
	list, row := q.place(key, "list of records"), q.place("", "record: an object of the features by name")
	if q.d.Peek() != '[' {
		q.d.Array(list)
		return
	}
	start := q.d.Offset()
	n := 0
	for ok := q.d.Array(list); ok && q.d.NextElem(); {
		if q.d.Peek() == '{' {
			q.d.Skip()
		} else {
			mark := q.d.Mark()
			q.d.Object(row)
			q.d.NestAt(mark, key, n)
		}
		n++
	}
	text := q.body[start:q.d.Offset()]
	if q.lax && key == inputRecords && n > 0 {
		q.rows = framed(n, &q.keys, text)
	} else {
		q.rows = records(n, text)
	}
}

// readSplit reads {"columns": […], "data": [[…], …]}; an index is passed over, as nothing is answered by it.
func (q *request) readSplit() {
	have := map[string]bool{}
	for ok := q.d.Object(q.place(inputSplit, "record of columns and data")); ok && q.d.NextKey(); {
		key := string(q.d.Key())
		path := inputSplit + "." + key
		switch {
		case have[key]:
			q.d.Duplicate(q.place(path, ""))
		case key == "columns":
			q.split.columns = q.list(path, "list of column names")
		case key == "data":
			q.split.data = q.list(path, "list of rows")
		case key == "index":
			q.d.Skip()
		default:
			mark := q.d.Mark()
			q.d.Unknown()
			q.d.Nest(mark, inputSplit)
			continue
		}
		have[key] = true
	}
	for _, key := range []string{"columns", "data"} {
		if !have[key] && !q.d.Failed() && q.d.Mark() == 0 {
			q.d.Missing(q.place(inputSplit+"."+key, ""))
		}
	}
}

// table checks the columns and rows of a split.
func (q *request) table(r *validate.Report) {
	named := q.names(r)
	const path = inputSplit + ".data"
	d := jsonio.NewDecoder(q.split.data, r)
	row := q.place("", "list of "+strconv.Itoa(len(named))+" cells, one for each column")
	n := 0
	for ok := d.Array(row); ok && d.NextElem(); {
		mark, cells := d.Mark(), 0
		ok := d.Array(row)
		for ; ok && d.NextElem(); cells++ {
			d.Skip()
		}
		if ok && cells != len(named) {
			d.Length(cells, len(named), row)
		}
		d.NestAt(mark, path, n)
		n++
	}
	d.End(r)
	q.rows = table(n, &q.keys, named, q.split.data)
}

// names reads the names of a split's columns: the index of each among the keys, -1 for one that counts for nothing.
func (q *request) names(r *validate.Report) (named []int32) {
	d := jsonio.NewDecoder(q.split.columns, r)
	column, wrong := q.place("", "column name"), []*validate.Rule(nil)
	seen := make([]bool, len(q.keys.list))
	for ok := d.Array(column); ok && d.NextElem(); {
		mark := d.Mark()
		name := d.String(column)
		i, known := q.keys.at[name]
		switch {
		case d.Mark() > mark, len(wrong) == maxViolations:
			i = -1
		case known && seen[i]:
			i, wrong = -1, append(wrong, &validate.Rule{Path: inputSplit + ".columns[" + strconv.Itoa(len(named)) + "]", Name: validate.RuleDuplicate})
		case known:
			seen[i] = true
		case q.lax:
			i = -1
		default:
			i, wrong = -1, append(wrong, q.keys.unknown(name, len(wrong)))
		}
		d.NestAt(mark, inputSplit+".columns", len(named))
		named = append(named, int32(i))
	}
	d.End(r)
	for _, rule := range wrong {
		r.Add(rule, validate.None())
	}
	return named
}

// maxMeant is how many unknown columns are compared with the known ones, which is slow.
const maxMeant = 20

// unknown is broken by column i of those that the rows do not have.
func (k *keys) unknown(name string, i int) *validate.Rule {
	message := "is unknown: the rows have no such column"
	if i < maxMeant {
		if near := nearest.Of(name, k.list); near != "" {
			message += "; did you mean " + strconv.Quote(near) + "?"
		}
	}
	return &validate.Rule{Path: short(name), Name: validate.RuleUnknown, Message: message}
}

// short is a name as messages have it.
func short(name string) string {
	const most = 64
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "") + "…"
}

// columns reads {"name": [value, …], …}, or a list of records as instances has it.
func (q *request) columns() {
	if q.d.Peek() == '[' {
		q.records(inputColumns)
		return
	}
	values := make([][]byte, len(q.keys.list)) // by key, nil for one that is absent
	first, like := -1, ""                      // length and name of the first column
	whole, ragged := q.d.Mark(), 0
	list := q.place("", "list with a value per row")
	for ok := q.d.Object(q.place(inputColumns, "record of lists, a list per column")); ok && q.d.NextKey(); {
		key := string(q.d.Key())
		i, known := q.keys.at[key]
		switch {
		case !known && !q.lax:
			mark := q.d.Mark()
			q.d.Unknown()
			q.d.Nest(mark, inputColumns)
			continue
		case known && values[i] != nil && !q.lax:
			mark := q.d.Mark()
			q.d.Duplicate(list)
			q.d.Nest(mark, key)
			q.d.Nest(mark, inputColumns)
			continue
		}
		text, n := q.column(key, list)
		switch {
		case text == nil:
			continue
		case first < 0:
			first, like = n, short(key)
		case n != first:
			if ragged++; ragged <= jsonio.MaxReported {
				q.d.Length(n, first, q.place(inputColumns+"."+short(key), "list of "+strconv.Itoa(first)+" values, as "+like+" is"))
			}
		}
		if known {
			values[i] = text
		}
	}
	if !q.d.Failed() && (q.d.Mark() == whole || first >= 0) {
		q.rows = columns(max(first, 0), &q.keys, values)
	}
}

// column reads the values of a column and counts them. It returns nil when they are no list.
func (q *request) column(key string, list *jsonio.Field) (text []byte, n int) {
	if q.d.Peek() != '[' && q.lax {
		return append(append([]byte{'['}, q.d.Raw()...), ']'), 1
	}
	start, mark := q.d.Offset(), q.d.Mark()
	ok := q.d.Array(list)
	for ; ok && q.d.NextElem(); n++ {
		q.d.Skip()
	}
	if !ok {
		q.d.Nest(mark, short(key))
		q.d.Nest(mark, inputColumns)
		return nil, 0
	}
	return q.body[start:q.d.Offset()], n
}

// list returns the text of a list, nil for another value, which is reported.
func (q *request) list(path, want string) []byte {
	if q.d.Peek() != '[' {
		q.d.Array(q.place(path, want))
		return nil
	}
	return q.d.Raw()
}
