package job

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// Parameter is one parameter of a job. Schedulers know texts only.
//
// Texts, times, durations and enums of texts stand as they are, everything else as JSON; null is None, as in MLflow.
//
//typedml:schema name=typedml.parameter version=1.0.0
type Parameter struct {
	// Name is the path of the field, such as training_config.learning_rate, in the letters that Databricks takes.
	Name string `json:"name" validate:"required" check:"regex=^[A-Za-z0-9_.-]+$"`
	// Value is the field's value as text.
	Value string `json:"value"`
}

// null is the text of a null.
const null = "None"

// Config is a configuration struct with generated methods; P is inferred from T.
type Config[T any] interface {
	*T
	Validate() error
	AppendJSON(b []byte) ([]byte, error)
	DecodeJSON(data []byte, r *validate.Report)
	TypedMLSchema() *schema.Record
}

// Parameters returns the parameters of a configuration, one a field, those of nested records by their paths, in the order
// of the struct. The configuration must be valid. A sensitive field is refused, because whoever sees a job sees its
// parameters; so is an optional text that reads None.
func Parameters[T any, P Config[T]](config P) ([]Parameter, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	return parameters(config, false)
}

func parameters[T any, P Config[T]](config P, sensitive bool) ([]Parameter, error) {
	data, err := config.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	f := flattening{sensitive: sensitive}
	err = f.record(config.TypedMLSchema(), "", data)
	return f.out, err
}

// flattening turns a record's JSON into parameters.
type flattening struct {
	out       []Parameter
	sensitive bool
}

func (f *flattening) record(r *schema.Record, prefix string, data []byte) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(data, &values); err != nil {
		return err
	}
	for i := range r.Fields {
		if err := f.field(&r.Fields[i], prefix, values[r.Fields[i].Key]); err != nil {
			return err
		}
	}
	return nil
}

func (f *flattening) field(field *schema.Field, prefix string, value json.RawMessage) error {
	name := prefix + field.Key
	switch {
	case field.Sensitive && !f.sensitive:
		return fmt.Errorf("%s is sensitive and cannot be a job's parameter, which everybody sees who sees the job; "+
			"take it out of the configuration and read it from a secret scope or the environment", name)
	case strings.Contains(field.Key, ".") || !validName(name):
		return fmt.Errorf("%s cannot be a job's parameter: its name may have letters, digits, - and _; change the key in its json tag", name)
	case nested(field):
		return f.record(field.Type.Record, name+".", value)
	case value == nil && !nullable(field): // omitempty
		return nil
	}
	text, err := textOf(field, value)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f.out = append(f.out, Parameter{name, text})
	return nil
}

// textOf is the parameter's value of a field's JSON.
func textOf(field *schema.Field, value json.RawMessage) (string, error) {
	if value == nil || string(value) == "null" {
		return null, nil
	}
	if !textual(field.Type) {
		return string(value), nil
	}
	var s string
	if err := json.Unmarshal(value, &s); err != nil {
		return "", err
	}
	if s == null && field.Optional {
		return "", fmt.Errorf("the text %s would be read as null", null)
	}
	return s, nil
}

// jsonOf is the JSON that a field's decoder reads for the parameter's value: what is no JSON becomes a JSON text, which
// the decoder of anything but a text refuses with the words for it.
func jsonOf(field *schema.Field, text string) []byte {
	switch {
	case text == null && nullable(field):
		return []byte("null")
	case !textual(field.Type) && json.Valid([]byte(text)):
		return []byte(text)
	}
	return quote(text)
}

func quote(text string) []byte {
	b, err := jsonio.AppendString(nil, text)
	if err != nil { // the decoder reports what is not UTF-8
		return append(append([]byte{'"'}, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)...), '"')
	}
	return b
}

// nested fields are parameters of their own, one for each of their fields.
func nested(f *schema.Field) bool { return f.Type.Kind == schema.Struct && !f.Optional }

func nullable(f *schema.Field) bool {
	return f.Optional || f.Type.Kind == schema.Map || f.Type.Kind == schema.List && f.Type.Len == 0
}

// textual types are texts in JSON.
func textual(t schema.Type) bool {
	switch t.Scalar() {
	case schema.String, schema.Bytes, schema.Time, schema.Duration:
		return true
	}
	return false
}

func validName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") == ""
}
