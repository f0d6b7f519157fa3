package gosource

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

// tag writes a field's struct tag.
func (w *writer) tag(owner, path string, f *schema.Field) (string, error) {
	option, err := presence(path, f)
	if err != nil {
		return "", err
	}
	rules, err := w.rules(owner+f.Name, path, &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints})
	if err != nil {
		return "", err
	}
	if f.Unit != "" {
		rules.check = strings.TrimSuffix("unit="+escape(f.Unit)+","+rules.check, ",")
	}
	tag := pair("json", f.Key+option) + pair("validate", rules.validate) + pair("check", rules.check)
	if f.Default != nil {
		switch f.Default.Kind {
		case schema.Null, schema.Time:
			return "", unsayable(path, "a default of kind %s", f.Default.Kind)
		}
		// An empty text is a default, too: the tag stands there with nothing in it.
		tag += fmt.Sprintf(" default:%q", f.Default.String())
	}
	messages, err := Messages(path, f)
	if err != nil {
		return "", err
	}
	tag += pair("feature", feature(f)) + pair("mlflow", mlflow(f)) + pair("msg", messages)
	return strings.TrimPrefix(tag, " "), nil
}

func pair(key, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf(" %s:%q", key, value)
}

func feature(f *schema.Field) string {
	var words []string
	switch {
	case f.Positive != nil:
		words = append(words, "label="+f.Positive.String())
	case f.Role != schema.RoleFeature:
		words = append(words, string(f.Role))
	}
	if f.Categorical {
		words = append(words, "categorical")
	}
	if f.Sensitive {
		words = append(words, "sensitive")
	}
	if f.Was != "" {
		words = append(words, "was="+f.Was)
	}
	return strings.Join(words, ",")
}

func mlflow(f *schema.Field) string {
	if f.MLflow == schema.TargetArtifact {
		return "artifact=" + f.Artifact
	}
	return string(f.MLflow)
}

// skip is the tag of what is not validated, and the word of the rule that says so.
const skip = "-"

// tags are the words of the two tags with rules.
type tags struct{ validate, check string }

// rules writes the rules of a value and of what it holds.
func (w *writer) rules(name, path string, e *schema.Element) (tags, error) {
	var validate, check []string
	for _, c := range e.Constraints {
		switch {
		case c.Kind == schema.Omit && c.Rule == skip:
			return tags{validate: skip}, nil
		case c.Kind == schema.Digits:
			check = append(check, c.Rule+"="+c.Param)
			continue
		case c.Implicit, c.Kind == schema.Interval && c.Rule == "simplex": // the sum before it says both
			continue
		}
		word, own, err := w.word(name, path, c)
		switch {
		case err != nil:
			return tags{}, err
		case own:
			check = append(check, word)
		case len(check) > 0 && w.style.Import == nil:
			return tags{}, unsayable(path, "the rule %s behind one of the tag check", word)
		default:
			validate = append(validate, word)
		}
	}
	below, err := w.below(name, path, e.Type)
	if err != nil {
		return tags{}, err
	}
	return tags{dived(validate, below.validate), dived(check, below.check)}, nil
}

func dived(words []string, below string) string {
	if below != "" {
		words = append(words, "dive", below)
	}
	return strings.Join(words, ",")
}

// below writes what follows dive.
func (w *writer) below(name, path string, t schema.Type) (tags, error) {
	if t.Elem == nil {
		return tags{}, nil
	}
	out, err := w.rules(name+"Item", path+"[]", t.Elem)
	if err != nil || t.Key == nil {
		return out, err
	}
	keys, err := w.rules(name+"KeyItem", path+"[key]", t.Key)
	return tags{keyed(keys.validate, out.validate), keyed(keys.check, out.check)}, err
}

func keyed(keys, elem string) string {
	if keys == "" {
		return elem
	}
	return strings.TrimSuffix("keys,"+keys+",endkeys,"+elem, ",")
}

// Says reports whether a tag says a rule of its own, whatever record it stands in: nil, or what cannot be said, such as "the
// alternative it's".
func Says(c schema.Constraint) error {
	_, err := Word(c)
	return err
}

// Word returns what a tag says of a rule, as the loader names it: without escapes. The error is that of [Says].
func Word(c schema.Constraint) (string, error) {
	w := &writer{style: Style{Import: &Import{}}, names: map[string]bool{}, rec: &schema.Record{}}
	word, _, err := w.word("", "", c)
	var cannot *Unsayable
	if errors.As(err, &cannot) {
		return "", errors.New(cannot.What)
	}
	return strings.NewReplacer("0x2C", ",", "0x7C", "|").Replace(word), err
}

// word writes one rule. Own says that it is one of the tag check.
func (w *writer) word(name, path string, c schema.Constraint) (word string, own bool, err error) {
	param := ""
	switch {
	case c.When != nil && len(c.When.Tests) > 0:
		param, err := w.condition(path, c.When)
		return c.Rule + "=" + escape(param), false, err
	case c.Path != "":
		return c.Rule + "=" + w.selector(c.Path), false, nil
	}
	if word, own, err := w.ownWord(path, c); own {
		return word, true, err
	}
	if ranged(c) {
		return c.Rule, false, nil
	}
	switch c.Kind {
	case schema.NotZero, schema.Omit, schema.Zero:
		return c.Rule, false, nil
	case schema.Clock:
		return c.Rule, false, nil
	case schema.Unique:
		return w.parameterized(c.Rule, c.Param), false, nil
	case schema.Format:
		f, _ := format.Lookup(c.Text)
		return w.parameterized(c.Rule, c.Argument), f.Own, nil
	case schema.Contains, schema.ContainsAny, schema.HasPrefix, schema.HasSuffix:
		param, err = limit(path, schema.Literal{Kind: schema.String, Text: c.Text})
	case schema.AnyOf:
		return w.anyOf(name, path, c)
	case schema.User: // whose function, or the type's method, stands in the package
		if c.Rule == "validateFn" {
			return w.parameterized(c.Rule, c.Param), false, nil
		}
		return w.parameterized(c.Rule, c.Argument), true, nil
	case schema.Finite:
		return c.Rule, true, nil
	case schema.Length:
		return c.Rule + "=" + countOf(c), false, nil
	case schema.Decimals:
		return c.Rule + "=" + countOf(c), true, nil
	case schema.Pattern:
		return c.Rule + "=" + w.pattern(name, c.Text), true, nil
	case schema.Range:
		param, err = limitOf(path, c)
	case schema.OneOf:
		if strings.HasSuffix(c.Rule, "_ignore_case") {
			param, err = limit(path, c.Limits[0])
		} else {
			param, err = listedOf(path, c)
		}
	case schema.Norm, schema.Sum:
		own = true
		param, err = intervalOf(path, c)
	default:
		err = unsayable(path, "no word means %s", c.Kind)
	}
	return c.Rule + "=" + escape(param), own, err
}

// anyOf writes alternatives of one rule each, or the word of validator/v10 that stands for them. Own says that the last is of the tag check.
func (w *writer) anyOf(name, path string, c schema.Constraint) (words string, own bool, err error) {
	for _, alternative := range c.Any {
		if len(alternative) != 1 {
			return "", false, unsayable(path, "an alternative of %d constraints", len(alternative))
		}
	}
	all := make([]string, len(c.Any))
	for i, alternative := range fromRule(c) {
		if all[i], own, err = w.word(name, path, alternative); err != nil {
			return "", false, err
		}
	}
	words = strings.Join(all, "|")
	return cmp.Or(alias(c, words), words), own, nil
}

// pattern writes a pattern as it is, or as a constant where a tag cannot hold it.
func (w *writer) pattern(name, text string) string {
	quoted := w.style.Import != nil && strings.ContainsAny(text, "\\\"`")
	if text != "" && !quoted && !strings.ContainsAny(text, ",|@") && !strings.Contains(text, "0x") {
		return text
	}
	return "@" + w.constant(name, text)
}

func (w *writer) parameterized(rule, param string) string {
	if param == "" {
		return rule
	}
	return rule + "=" + escape(param)
}

// selector is the path of another field as Go names it.
func (w *writer) selector(path string) string {
	var names []string
	for _, f := range w.rec.Resolve(path) {
		names = append(names, f.Name)
	}
	return strings.Join(names, ".")
}

// condition writes the parameter of required_if and its like.
func (w *writer) condition(path string, when *schema.Condition) (string, error) {
	var words []string
	for _, t := range when.Tests {
		words = append(words, w.selector(t.Path))
		value := schema.Literal{Kind: schema.String}
		switch t.Is.Kind {
		case schema.NotZero:
			continue
		case schema.Zero:
			value.Text = "nil"
		case schema.Length:
			value.Text = strconv.FormatInt(t.Is.Count, 10)
		default:
			if value = *t.Is.Limit; value.Kind == schema.Duration {
				value = schema.Literal{Kind: schema.Int64, Int: value.Int}
			}
		}
		word, err := alternatives(path, []schema.Literal{value})
		if err != nil {
			return "", err
		}
		words = append(words, word)
	}
	return strings.Join(words, " "), nil
}

// constant declares a text.
func (w *writer) constant(name, text string) string {
	if w.style.Import != nil {
		name = w.unique("pattern" + name)
	} else {
		name = w.unique("text" + name)
	}
	fmt.Fprintf(&w.decls, "\nconst %s = %q\n", name, text)
	return name
}

func escape(param string) string { return strings.NewReplacer(",", "0x2C", "|", "0x7C").Replace(param) }

func limit(path string, l schema.Literal) (string, error) {
	switch text := l.String(); {
	case text == "":
		return "", unsayable(path, "a limit that is an empty text")
	case strings.Contains(text, "0x2C") || strings.Contains(text, "0x7C"):
		return "", unsayable(path, "a limit that holds an escape, %s", text)
	case math.IsInf(l.Float, 0) || math.IsNaN(l.Float):
		return "", unsayable(path, "the limit %s", text)
	case l.Float == 0 && math.Signbit(l.Float):
		return "", unsayable(path, "the limit -0: it is 0")
	default:
		return text, nil
	}
}

func alternatives(path string, all []schema.Literal) (string, error) {
	words := make([]string, len(all))
	for i, l := range all {
		text := l.String()
		switch {
		case strings.Contains(text, "'"):
			return "", unsayable(path, "the alternative %s: apostrophes stand around texts there; constants of an enum may have them", text)
		case strings.Contains(text, "0x2C") || strings.Contains(text, "0x7C"):
			return "", unsayable(path, "the alternative %s, which holds an escape", text)
		case text == "" || strings.ContainsAny(text, " \t\r\n\v\f"):
			text = "'" + text + "'"
		}
		words[i] = text
	}
	return strings.Join(words, " "), nil
}

func interval(path string, limits []schema.Literal) (string, error) {
	low, err := limit(path, limits[0])
	if err != nil {
		return "", err
	}
	high, err := limit(path, limits[1])
	return low + ".." + high, err
}
