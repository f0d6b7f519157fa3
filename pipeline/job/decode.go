package job

import (
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// Reference is what stands for the parameter in a task of a Databricks job. Databricks leaves the text as it is when
// the job has no such parameter.
func Reference(name string) string {
	if strings.ContainsAny(name, ".-") {
		return "{{job.parameters.`" + name + "`}}"
	}
	return "{{job.parameters." + name + "}}"
}

// Decode fills config from parameters: a field that has none is as in a JSON document without its key. A nested record
// may also be one parameter, as JSON. The error is a
// *validate.Error with every violation: what does not decode, what is unknown, missing, or given twice, and the rules.
// config changes only when there is no error.
func Decode[T any, P Config[T]](params []Parameter, config P) error {
	var (
		r    validate.Report
		root object
		x    T
	)
	record := config.TypedMLSchema()
	for _, p := range params {
		if p.Value == Reference(p.Name) {
			r.Add(unfilled(p.Name), validate.None())
			continue
		}
		root.put(record, p.Name, p.Value)
	}
	if err := r.Err(); err != nil {
		return err
	}
	root.complete(record)
	P(&x).DecodeJSON(root.appendJSON(nil), &r)
	r.Displace(0)
	if err := r.Err(); err != nil {
		return err
	}
	*config = x
	return nil
}

func unfilled(name string) *validate.Rule {
	return &validate.Rule{
		Path:    name,
		Name:    validate.RuleMissing,
		Message: fmt.Sprintf("was not filled in: the job has no parameter of this name; add it to the job, or take %s out of the task", Reference(name)),
	}
}

// object is a JSON object under construction. Keys may stand twice, which its decoder reports.
type object struct{ members []*member }

type member struct {
	key   string
	value []byte
	child *object // instead of value
}

// put adds the parameter to the object of its record. A name that the record does not have is put at the innermost
// record that it leads to, whose decoder reports it.
func (o *object) put(r *schema.Record, name, value string) {
	if f := r.Field(name); f != nil {
		o.members = append(o.members, &member{key: name, value: jsonOf(f, value)})
		return
	}
	key, rest, _ := strings.Cut(name, ".")
	if f := r.Field(key); f != nil && nested(f) && rest != "" {
		o.child(key).put(f.Type.Record, rest, value)
		return
	}
	o.members = append(o.members, &member{key: name, value: quote(value)})
}

func (o *object) child(key string) *object {
	for _, m := range o.members {
		if m.key == key && m.child != nil {
			return m.child
		}
	}
	m := &member{key: key, child: new(object)}
	o.members = append(o.members, m)
	return m.child
}

// complete adds the nested records that no parameter names, so that their fields are missing or have their defaults.
func (o *object) complete(r *schema.Record) {
	for i := range r.Fields {
		if f := &r.Fields[i]; nested(f) && !o.whole(f.Key) {
			o.child(f.Key).complete(f.Type.Record)
		}
	}
}

// whole reports whether a parameter is the member itself, as JSON.
func (o *object) whole(key string) bool {
	return slices.ContainsFunc(o.members, func(m *member) bool { return m.key == key && m.child == nil })
}

func (o *object) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for _, m := range o.members {
		b = append(append(jsonio.AppendComma(b), quote(m.key)...), ':')
		if m.child != nil {
			b = m.child.appendJSON(b)
			continue
		}
		b = append(b, m.value...)
	}
	return append(b, '}')
}
