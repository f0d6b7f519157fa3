package pydantic

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/validate"
)

//go:embed testdata/errors.py
var errorsOf string

const goodReading = `{"name":"abc","code":"ab","value":1,"count":1,"on":true,"kind":"air","at":"2024-02-29T12:00:00Z",` +
	`"tags":["ab"],"limits":{"a":1},"probes":[{"depth":1}],"ratio":0.5}`

// pydanticError is an entry of errors() as both sides print it; msg has other words.
type pydanticError struct {
	Type  string
	Loc   []any
	Input json.RawMessage
	Ctx   map[string]any
}

// TestErrors compares Error.Pydantic with what Pydantic's errors() says of the same texts: type, loc, the input where we
// hold it and the context that we give.
func TestErrors(t *testing.T) {
	texts := []string{goodReading}
	for _, change := range [][2]string{
		{`"name":"abc"`, `"name":"a"`},
		{`"name":"abc"`, `"name":"äöüßx"`},
		{`"name":"abc"`, `"name":7`},
		{`"name":"abc",`, ``},
		{`"name":"abc"`, `"name":"abc","nmae":[1]`},
		{`"code":"ab"`, `"code":"A1"`},
		{`"value":1`, `"value":-0.5`},
		{`"value":1`, `"value":10.25`},
		{`"value":1`, `"value":"1"`},
		{`"count":1`, `"count":0`},
		{`"count":1`, `"count":1.5`},
		{`"count":1`, `"count":4294967296`},
		{`"count":1`, `"count":[1]`},
		{`"on":true`, `"on":1`},
		{`"kind":"air"`, `"kind":"fire"`},
		{`"at":"2024-02-29T12:00:00Z"`, `"at":"noon"`},
		{`"at":"2024-02-29T12:00:00Z"`, `"at":true`},
		{`"tags":["ab"]`, `"tags":[]`},
		{`"tags":["ab"]`, `"tags":["ab","ab","ab","ab"]`},
		{`"tags":["ab"]`, `"tags":["ab","b","c"]`},
		{`"tags":["ab"]`, `"tags":{}`},
		{`"limits":{"a":1}`, `"limits":{"a":1,"b":0}`},
		{`"limits":{"a":1}`, `"limits":[]`},
		{`"limits":{"a":1}`, `"limits":{"abcd":1}`},
		{`"probes":[{"depth":1}]`, `"probes":[{"depth":1},{"depth":100},{"depth":-129},{}]`},
		{`"probes":[{"depth":1}]`, `"probes":[7]`},
	} {
		changed := strings.Replace(goodReading, change[0], change[1], 1)
		require.NotEqual(t, goodReading, changed, "%s is not in the text", change[0])
		texts = append(texts, changed)
	}
	var theirs [][]pydanticError
	interop.RunJSON(t, interop.Python(t, "pydantic"), errorsOf, map[string]any{"texts": texts}, &theirs)
	require.Len(t, theirs, len(texts))
	for i, text := range texts {
		ours := errorsIn(t, text)
		slices.SortFunc(ours, byPlace) // what does not decode is reported first
		slices.SortFunc(theirs[i], byPlace)
		if !assert.Len(t, ours, len(theirs[i]), "%s\npydantic: %v\ntypedml: %v", text, theirs[i], ours) {
			continue
		}
		for j, want := range theirs[i] {
			assert.Equal(t, want.Type, ours[j].Type, text)
			if last := len(want.Loc) - 1; want.Loc[last] == "[key]" { // of a map: a violation has the place of its entry
				want.Loc = want.Loc[:last]
			}
			assert.Equal(t, want.Loc, ours[j].Loc, text)
			if held(want) {
				assert.JSONEq(t, string(want.Input), string(ours[j].Input), text)
			} else {
				assert.Empty(t, ours[j].Input, text)
			}
			for _, key := range []string{"error", "field_type", "class_name"} { // its own words
				delete(want.Ctx, key)
			}
			for _, ctx := range []map[string]any{want.Ctx, ours[j].Ctx} {
				if ctx["expected"] != nil { // a list in words
					ctx["expected"] = "listed"
				}
			}
			if len(want.Ctx) == 0 {
				want.Ctx = nil
			}
			assert.Equal(t, want.Ctx, ours[j].Ctx, text)
		}
	}
}

// held reports whether a violation holds the input that Pydantic tells: none of a missing or unknown key, and of a list or
// map none where its length is wrong.
func held(want pydanticError) bool {
	return want.Type != "missing" && want.Type != "extra_forbidden" && want.Type != "too_short" && want.Type != "too_long"
}

func byPlace(a, b pydanticError) int { return cmp.Compare(fmt.Sprint(a.Loc), fmt.Sprint(b.Loc)) }

func errorsIn(t *testing.T, text string) (out []pydanticError) {
	t.Helper()
	var x Reading
	var broken *validate.Error
	if !errors.As(x.UnmarshalJSON([]byte(text)), &broken) {
		return nil
	}
	body, err := json.Marshal(broken.Pydantic(nil))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &out))
	return out
}
