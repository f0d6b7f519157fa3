package model

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func everyColumn() []Column {
	return []Column{
		{Name: "b", Type: Boolean},
		{Name: "i", Type: Integer, Optional: true},
		{Name: "l", Type: Long},
		{Name: "f", Type: Float},
		{Name: "d", Type: Double},
		{Name: "s <&> ü", Type: String},
		{Name: "bin", Type: Binary},
		{Name: "t", Type: Datetime},
		{Name: "arr", Type: Array, Items: &Column{Type: Array, Items: &Column{Type: Double}}},
		{Name: "map", Type: Map, Values: &Column{Type: Long}},
		{Name: "obj", Type: Object, Properties: map[string]Column{
			"x": {Type: Double}, "y": {Type: Array, Items: &Column{Type: String}, Optional: true},
		}},
	}
}

func TestColumns(t *testing.T) {
	s, err := MarshalColumns([]Column{{Name: "a", Type: Double}, {Name: "b", Type: Long, Optional: true}})
	require.NoError(t, err)
	assert.Equal(t, `[{"type":"double","name":"a","required":true},{"type":"long","name":"b","required":false}]`, s)
	s, err = MarshalColumns([]Column{TensorColumn("float32", -1, 3)})
	require.NoError(t, err)
	assert.Equal(t, `[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,3]}}]`, s)

	s, err = MarshalColumns(everyColumn())
	require.NoError(t, err)
	got, err := UnmarshalColumns(s)
	require.NoError(t, err)
	assert.Equal(t, everyColumn(), got)
	assert.Contains(t, s, "<&>")
	got, err = UnmarshalColumns("")
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestSignatureCheck(t *testing.T) {
	for want, cs := range map[string][]Column{
		`type "int" is not one of`: {{Name: "a", Type: "int"}},
		"has no name":              {{Type: Double}, {Name: "b", Type: Double}},
		"stands twice":             {{Name: "a", Type: Double}, {Name: "a", Type: Long}},
		"mix columns and tensors":  {{Name: "a", Type: Double}, {Name: "t", Type: TensorType, Tensor: &Tensor{"float32", []int{-1}}}},
		"do not fit":               {{Name: "a", Type: Array}},
		"no dtype":                 {{Type: TensorType, Tensor: &Tensor{}}},
		`property "p"`:             {{Name: "o", Type: Object, Properties: map[string]Column{"p": {Type: "?"}}}},
	} {
		require.ErrorContains(t, Signature{Inputs: cs}.Check(), want)
	}
	require.ErrorContains(t, Signature{Inputs: []Column{{Name: "m", Type: Map, Items: &Column{Type: Double}}}}.Check(), "do not fit")
	require.NoError(t, Signature{Inputs: []Column{{Type: Double}}}.Check())
}

func FuzzColumns(f *testing.F) {
	s, err := MarshalColumns(everyColumn())
	require.NoError(f, err)
	f.Add(s)
	f.Add(`[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1]}}]`)
	f.Fuzz(func(t *testing.T, s string) {
		cs, err := UnmarshalColumns(s)
		if err != nil || len(cs) == 0 {
			return
		}
		out, err := MarshalColumns(cs)
		require.NoError(t, err)
		again, err := UnmarshalColumns(out)
		require.NoError(t, err)
		require.Equal(t, cs, again)
	})
}
