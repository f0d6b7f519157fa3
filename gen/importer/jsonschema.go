package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// JSONSchema reads a JSON Schema of an object, such as typedml schema or Pydantic's model_json_schema writes: draft
// 2020-12, and what earlier drafts and OpenAPI 3.0 spell alike.
func JSONSchema(data []byte, o Options) (Result, error) {
	v, err := parse(o.File, data)
	if err != nil {
		return Result{}, err
	}
	root, ok := v.(jsonschema.Object)
	if !ok {
		return Result{}, positioned(o.File, data, 0, errors.New("a schema is a JSON object"))
	}
	r := &reader{
		root: root, enums: map[string]string{}, records: map[string]*schema.Record{}, checked: map[*schema.Record][]schema.Check{},
		left: map[*schema.Record][]string{}, exact: map[*schema.Element]bool{},
	}
	r.root = r.composed(root, nil)
	rec, err := r.whole(o.Type)
	if err != nil {
		return Result{}, positioned(o.File, data, 0, err)
	}
	if r.fault != nil {
		return Result{}, positioned(o.File, data, offset(data, r.fault.pointer), r.fault.err)
	}
	for rec, checks := range r.checked {
		rec.Checks = checks
	}
	return o.write(reading{rec: rec, enums: r.enums, left: r.left, notes: r.notes})
}

// reader reads one document.
type reader struct {
	root  jsonschema.Object
	notes []Note
	// enums are the names of enums by the path of the value; records what was read, by the pointer of its schema.
	enums   map[string]string
	records map[string]*schema.Record
	// checked are the checks of records, which get them at the end: only compiled ones are evaluated.
	checked map[*schema.Record][]schema.Check
	// left are the properties that records were not given, and why.
	left map[*schema.Record][]string
	// exact are the values whose rules were carried in their order: nothing is made up beside them.
	exact map[*schema.Element]bool
	// fault is the first keyword that is none.
	fault *fault
	// told is what the schema of the field that is being read says that it leaves out.
	told []string
	// nulls are the keys of the record that is being read that take null although its schema does not.
	nulls []string
	// own says that the record that is being read was exported by typedml, which tells omitempty.
	own bool
	// compositions are how many objects were made of others.
	compositions int
	// reading are the pointers of the records that are being read, and of references that are being followed.
	reading []string
}

func (r *reader) note(pointer, format string, args ...any) {
	n := Note{Path: pointer, What: fmt.Sprintf(format, args...)}
	if !slices.Contains(r.notes, n) {
		r.notes = append(r.notes, n)
	}
}

// place is where a schema stands: its pointer, and the path of its values.
type place struct{ pointer, path string }

func (p place) below(key ...string) place {
	for _, k := range key {
		p.pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(k)
	}
	return p
}

// holder is the pointer of the schema that carries what stands there.
func (p place) holder() string {
	return p.pointer[:max(strings.LastIndex(p.pointer, "/x-typedml-"), 0)]
}

func (p place) at(path string) place {
	p.path = path
	return p
}

// whole reads the document: an object, or a reference to one.
func (r *reader) whole(name string) (*schema.Record, error) {
	o, at := r.root, place{pointer: "#"}
	for range deepest {
		ref, ok := o.Get("$ref").(string)
		if !ok {
			break
		}
		target, pointer, why := r.resolve(ref)
		if why != "" {
			return nil, fmt.Errorf("the reference %q %s", ref, why)
		}
		o, at = target, place{pointer: pointer}
		if name == "" {
			name = pointer[strings.LastIndexByte(pointer, '/')+1:]
		}
	}
	if defs := r.definitions(); !isRecord(o) && !o.Has("type") && len(defs) > 0 { // it is no schema of a value, but holds some
		named := slices.IndexFunc(defs, func(pointer string) bool { return gosource.Exported(lastKey(pointer)) == gosource.Exported(name) })
		if named < 0 && len(defs) == 1 {
			named = 0
		}
		if named >= 0 {
			o, at.pointer, _ = r.resolve(defs[named])
			name = lastKey(at.pointer)
		}
	}
	if !isRecord(o) {
		remedy := ""
		if defs := r.definitions(); len(defs) > 0 {
			if remedy = ": it defines " + strings.Join(defs, ", "); o.Has("type") {
				remedy += `; a document {"$ref": "NAME", …} names one`
			} else {
				remedy += "; --type NAME takes one"
			}
		}
		return nil, errors.New("the schema is of no object with properties" + remedy)
	}
	if null, is := r.isStruct(o); null || !is {
		r.note(at.pointer, "its type takes more than objects, which a struct does not")
	}
	return r.record(o, at, name), nil
}

// definitions are the pointers of the document's objects.
func (r *reader) definitions() []string {
	var out []string
	for _, way := range [][]string{{"$defs"}, {"definitions"}, {"components", "schemas"}} {
		o, ok := any(r.root), true
		for _, key := range way {
			held, isObject := o.(jsonschema.Object)
			ok = ok && isObject
			o = held.Get(key)
		}
		defs, _ := o.(jsonschema.Object)
		for _, m := range defs {
			if def, isObject := m.Value.(jsonschema.Object); ok && isObject && isRecord(def) {
				out = append(out, "#/"+strings.Join(way, "/")+"/"+m.Key)
			}
		}
	}
	return out
}

func isRecord(o jsonschema.Object) bool {
	_, has := o.Get("properties").(jsonschema.Object)
	return has
}

// isStruct reports whether a schema is of objects with properties and nothing else, but null where it says so.
func (r *reader) isStruct(o jsonschema.Object) (null, is bool) {
	if !isRecord(o) {
		return false, false
	}
	word, null, why := r.typeWord(&view{Object: o})
	return null, why == "" && word == "object"
}

// resolve follows a reference inside the document; why says what is wrong with it.
func (r *reader) resolve(ref string) (o jsonschema.Object, pointer, why string) {
	fragment, local := strings.CutPrefix(ref, "#")
	if !local {
		return nil, "", "leaves the document: put what it names into $defs"
	}
	fragment, err := url.PathUnescape(fragment)
	if err != nil || fragment != "" && fragment[0] != '/' {
		return nil, "", "is no JSON pointer"
	}
	var v any = r.root
	for _, key := range strings.Split(fragment, "/")[1:] {
		key = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
		switch held := v.(type) {
		case jsonschema.Object:
			if v = held.Get(key); !held.Has(key) {
				return nil, "", "names nothing"
			}
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(held) {
				return nil, "", "names nothing"
			}
			v = held[i]
		default:
			return nil, "", "names nothing"
		}
	}
	if fragment == "" {
		return r.root, "#", ""
	}
	o, ok := v.(jsonschema.Object)
	if !ok {
		return nil, "", "names no schema"
	}
	return o, "#" + fragment, ""
}

// record reads an object's schema.
func (r *reader) record(o jsonschema.Object, at place, name string) *schema.Record {
	if rec := r.records[at.pointer]; rec != nil {
		return rec
	}
	r.reading = append(r.reading, at.pointer)
	defer func() { r.reading = r.reading[:len(r.reading)-1] }()
	r.wellFormed(o, at)
	s := view{Object: o}
	rec := &schema.Record{Name: s.word("x-typedml-name"), Doc: comment(s.text("description")), Type: gosource.Exported(name)}
	if title := s.text("title"); title != "" && (name == "" || len(r.reading) > 1) {
		rec.Type = gosource.Exported(title)
	}
	if version := s.word("x-typedml-version"); versionForm.MatchString(version) {
		rec.Version = version
	}
	s.take("type", "nullable", "$schema", "$id", "$defs", "definitions", "components")
	properties, _ := s.get("properties").(jsonschema.Object)
	required, _ := s.get("required").([]any)
	needed := map[string]bool{}
	for _, key := range required {
		if text, ok := key.(string); ok {
			needed[text] = true
		}
	}
	if n, isNumber := s.Get("minProperties").(json.Number); isNumber && number64(n) <= float64(len(needed)) {
		s.take("minProperties") // the required keys are as many
	}
	r.properties(rec, properties, needed, at)
	for _, key := range required {
		if text, ok := key.(string); ok && !properties.Has(text) {
			r.note(at.pointer, "the required key %q is no property", text)
		}
	}
	switch extra := s.get("additionalProperties").(type) {
	case bool:
		if rec.IgnoreUnknown = extra || len(rec.Fields) < len(properties); rec.IgnoreUnknown != extra {
			r.note(at.pointer, "other keys are passed over, too, since a property is left out")
		}
	case nil:
		rec.IgnoreUnknown = true
	default:
		rec.IgnoreUnknown = true
		r.note(at.pointer, "the values of further keys are passed over, and not kept")
	}
	told := len(r.told)
	r.tell(&s, at)
	r.leave(rec, "", told)
	r.checks(rec, &s, at)
	r.unused(&s, at)
	r.related(rec, at)
	r.records[at.pointer] = rec
	return rec
}

// properties reads the fields of a record, and tells which it lacks.
func (r *reader) properties(rec *schema.Record, properties jsonschema.Object, needed map[string]bool, at place) {
	taken, outer, outerOwn := reserved(), r.nulls, r.own
	r.nulls, r.own = nil, rec.Name != ""
	for _, m := range properties {
		inner := at.below("properties", m.Key).at(join(at.path, m.Key))
		noted, told := len(r.notes), len(r.told)
		if f, ok := r.field(m, needed[m.Key], inner); ok {
			f.Name = unused(gosource.Exported(m.Key), taken)
			rec.Fields = append(rec.Fields, f)
		} else {
			r.left[rec] = append(r.left[rec], left(m.Key, r.notes[noted:]))
			r.told = r.told[:told]
		}
		r.leave(rec, m.Key+": ", told)
	}
	if len(r.nulls) > 0 {
		r.note(at.pointer, "null is taken for an absent key, too: %s", strings.Join(r.nulls, ", "))
	}
	r.nulls, r.own = outer, outerOwn
}

// leave makes comments at the end of a record's struct of what was told from a place on.
func (r *reader) leave(rec *schema.Record, whose string, from int) {
	for _, text := range r.told[from:] {
		r.left[rec] = append(r.left[rec], comment(strings.ReplaceAll(whose+text, "\n", " ")))
	}
	r.told = r.told[:from]
}

// left says in a comment why a property is left out.
func left(key string, why []Note) string {
	words := []string{comment(key)}
	for _, n := range why {
		words = append(words, n.What)
	}
	return comment(strings.ReplaceAll(strings.Join(words, ": "), "\n", " "))
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// checks reads the carried checks.
func (r *reader) checks(rec *schema.Record, s *view, at place) {
	list, _ := s.get("x-typedml-checks").([]any)
	for i, item := range list {
		o, _ := item.(jsonschema.Object)
		name, _ := o.Get("name").(string)
		message, _ := o.Get("message").(string)
		cel, _ := o.Get("cel").(string)
		if !checkName.MatchString(name) || cel == "" || strings.ContainsAny(cel+message, "\r\n") {
			r.note(at.below("x-typedml-checks", strconv.Itoa(i)).pointer, "it is no check on one line")
			continue
		}
		r.checked[rec] = append(r.checked[rec], schema.Check{Name: name, Message: message, Source: cel})
	}
}

// related leaves out the rules that read fields which the record lacks.
func (r *reader) related(rec *schema.Record, at place) {
	lacking(rec, func(f *schema.Field, c schema.Constraint) {
		r.note(at.below("properties", f.Key).pointer, "the rule %s reads a field that is not here", c.Rule)
	})
}

// lacking leaves out the rules that read fields which the record lacks, and tells of each.
func lacking(rec *schema.Record, tell func(*schema.Field, schema.Constraint)) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		of := func(cs []schema.Constraint) []schema.Constraint {
			return slices.DeleteFunc(cs, func(c schema.Constraint) bool {
				lacks := slices.ContainsFunc(c.Operands(), func(path string) bool { return rec.Resolve(path) == nil })
				if lacks {
					tell(f, c)
				}
				return lacks
			})
		}
		f.Constraints = of(f.Constraints)
		for t := &f.Type; t != nil && t.Elem != nil; t = &t.Elem.Type {
			t.Elem.Constraints = of(t.Elem.Constraints)
			if t.Key != nil {
				t.Key.Constraints = of(t.Key.Constraints)
			}
		}
	}
}

// view is a schema with the keywords that were read.
type view struct {
	jsonschema.Object
	taken map[string]bool
}

func (s *view) take(keys ...string) {
	if s.taken == nil {
		s.taken = map[string]bool{}
	}
	for _, k := range keys {
		s.taken[k] = true
	}
}

func (s *view) get(key string) any {
	s.take(key)
	return s.Get(key)
}

func (s *view) text(key string) string {
	v, _ := s.get(key).(string)
	return v
}

// word is a text that may stand in a directive: without blanks and control characters.
func (s *view) word(key string) string {
	v := s.text(key)
	if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\u00a0' }) {
		return ""
	}
	return v
}

func (s *view) number(key string) (json.Number, bool) {
	n, ok := s.get(key).(json.Number)
	return n, ok
}

// notes are keywords that say nothing of values.
var annotations = []string{"title", "description", "$schema", "$id", "$comment", "$anchor", "examples", "example", "deprecated", "readOnly", "writeOnly", "default", "$defs", "definitions", "discriminator", "xml", "externalDocs"}

// unused notes the keywords that were not read.
func (r *reader) unused(s *view, at place) {
	for _, m := range s.Object {
		if !s.taken[m.Key] && !slices.Contains(annotations, m.Key) && !strings.HasPrefix(m.Key, "x-") {
			r.note(at.pointer, "the keyword %s is not imported", m.Key)
		}
	}
}
