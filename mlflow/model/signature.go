package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// DataType is MLflow's type of a column.
type DataType string

// The types of columns. Array, Map, Object and TensorType have further parts in [Column].
const (
	Boolean    DataType = "boolean"
	Integer    DataType = "integer" // 32 bits
	Long       DataType = "long"    // 64 bits
	Float      DataType = "float"   // 32 bits
	Double     DataType = "double"  // 64 bits
	String     DataType = "string"
	Binary     DataType = "binary"
	Datetime   DataType = "datetime"
	Any        DataType = "any"
	Array      DataType = "array"
	Map        DataType = "map"
	Object     DataType = "object"
	TensorType DataType = "tensor"
)

var dataTypes = []DataType{Boolean, Integer, Long, Float, Double, String, Binary, Datetime, Any, Array, Map, Object, TensorType}

// Column is one column of a signature, or a type inside of one.
type Column struct {
	Name       string // "" for the only column of an unnamed schema, and for types inside
	Type       DataType
	Optional   bool
	Items      *Column           // of an Array
	Values     *Column           // of a Map
	Properties map[string]Column // of an Object
	Tensor     *Tensor           // of a TensorType
}

// Tensor is the element type and shape of a tensor; -1 is any size.
type Tensor struct {
	DType string `json:"dtype"` // numpy's name, such as float32
	Shape []int  `json:"shape"`
}

// Param is one parameter that a caller may pass along with the rows.
type Param struct {
	Name    string   `json:"name"`
	Type    DataType `json:"type"`
	Default any      `json:"default"`
	Shape   []int    `json:"shape"` // nil for a scalar
}

// Signature describes what a model takes and returns.
type Signature struct {
	Inputs  []Column
	Outputs []Column
	Params  []Param
}

// IsZero reports whether nothing is described.
func (s Signature) IsZero() bool { return len(s.Inputs)+len(s.Outputs)+len(s.Params) == 0 }

// TensorColumn returns an unnamed tensor, such as the output of a booster.
func TensorColumn(dtype string, shape ...int) Column {
	return Column{Type: TensorType, Tensor: &Tensor{DType: dtype, Shape: shape}}
}

// InputNames returns the names of the inputs in order.
func (s Signature) InputNames() []string {
	names := make([]string, len(s.Inputs))
	for i, c := range s.Inputs {
		names[i] = c.Name
	}
	return names
}

// Check returns an error unless MLflow can read the signature: known types with their parts, and columns that have
// unique names, or a single one without.
func (s Signature) Check() error {
	return errors.Join(checkColumns("inputs", s.Inputs), checkColumns("outputs", s.Outputs))
}

func checkColumns(what string, cs []Column) error {
	var errs []error
	seen := map[string]bool{}
	for i, c := range cs {
		if err := c.check(); err != nil {
			errs = append(errs, fmt.Errorf("%s[%d] %q: %w", what, i, c.Name, err))
		}
		switch {
		case c.Name == "" && len(cs) > 1:
			errs = append(errs, fmt.Errorf("%s[%d] has no name", what, i))
		case seen[c.Name]:
			errs = append(errs, fmt.Errorf("%s: the name %q stands twice", what, c.Name))
		case (c.Type == TensorType) != (cs[0].Type == TensorType):
			errs = append(errs, fmt.Errorf("%s mix columns and tensors", what))
		}
		seen[c.Name] = true
	}
	return errors.Join(errs...)
}

func (c Column) check() error {
	if !slices.Contains(dataTypes, c.Type) {
		return fmt.Errorf("type %q is not one of %q", c.Type, dataTypes)
	}
	if (c.Type == Array) != (c.Items != nil) || (c.Type == Map) != (c.Values != nil) ||
		(c.Type == Object) != (len(c.Properties) > 0) || (c.Type == TensorType) != (c.Tensor != nil) {
		return fmt.Errorf("the type %s and the parts that are set do not fit", c.Type)
	}
	for _, in := range []*Column{c.Items, c.Values} {
		if in != nil {
			if err := in.check(); err != nil {
				return err
			}
		}
	}
	for name, p := range c.Properties {
		if err := p.check(); err != nil {
			return fmt.Errorf("property %q: %w", name, err)
		}
	}
	if c.Tensor != nil && c.Tensor.DType == "" {
		return errors.New("the tensor has no dtype")
	}
	return nil
}

// wireColumn is a column in MLflow's JSON.
type wireColumn struct {
	Type       DataType              `json:"type"`
	Name       string                `json:"name,omitempty"`
	Required   *bool                 `json:"required,omitempty"`
	Items      *wireColumn           `json:"items,omitempty"`
	Values     *wireColumn           `json:"values,omitempty"`
	Properties map[string]wireColumn `json:"properties,omitempty"`
	Tensor     *Tensor               `json:"tensor-spec,omitempty"`
}

func (c Column) wire(required bool) wireColumn {
	w := wireColumn{Type: c.Type, Name: c.Name, Tensor: c.Tensor}
	if required && c.Type != TensorType {
		r := !c.Optional
		w.Required = &r
	}
	if c.Items != nil {
		i := c.Items.wire(false)
		w.Items = &i
	}
	if c.Values != nil {
		v := c.Values.wire(false)
		w.Values = &v
	}
	for name, p := range c.Properties {
		if w.Properties == nil {
			w.Properties = map[string]wireColumn{}
		}
		w.Properties[name] = p.wire(true)
	}
	return w
}

func (w wireColumn) column() Column {
	c := Column{Type: w.Type, Name: w.Name, Optional: w.Required != nil && !*w.Required, Tensor: w.Tensor}
	if w.Items != nil {
		i := w.Items.column()
		c.Items = &i
	}
	if w.Values != nil {
		v := w.Values.column()
		c.Values = &v
	}
	for name, p := range w.Properties {
		if c.Properties == nil {
			c.Properties = map[string]Column{}
		}
		c.Properties[name] = p.column()
	}
	return c
}

// MarshalColumns returns the JSON text that an MLmodel file holds as a string; "" for no columns.
func MarshalColumns(cs []Column) (string, error) {
	if len(cs) == 0 {
		return "", nil
	}
	ws := make([]wireColumn, len(cs))
	for i, c := range cs {
		ws[i] = c.wire(true)
	}
	return marshal(ws)
}

// UnmarshalColumns reads the JSON text of an MLmodel file; "" is no columns.
func UnmarshalColumns(s string) ([]Column, error) {
	if s == "" {
		return nil, nil
	}
	var ws []wireColumn
	if err := json.Unmarshal([]byte(s), &ws); err != nil {
		return nil, fmt.Errorf("the schema is no JSON list of columns: %w", err)
	}
	cs := make([]Column, len(ws))
	for i, w := range ws {
		cs[i] = w.column()
	}
	return cs, checkColumns("columns", cs)
}
