package pydantic

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/validate"
)

const goodNamed = `{"kind":"air","choice":"a","number":1,"small":2,"single":0.5,"double":1,"money":1.25,"raw":"YWI=","exact":"YWI=","text":"ab",` +
	`"tags":["a","b"],"code":"a","id":"57b73598-8764-4ad0-a76a-679bb6640eb1","id4":"57b73598-8764-4ad0-a76a-679bb6640eb1","ip":"::1","ip4":"10.0.0.1",` +
	`"ip6":"::1","net":"10.0.0.0/8","net6":"::1/128","mail":"a@b.co","until":"2200-01-01T00:00:00Z","since":"1990-01-01T00:00:00Z","vector":[1,2],"needed":"a","least":1,"names":["a"]}`

// ownNames are the types of errors that the package and Error.Pydantic name differently, as docs/schemas.md lists them: the key,
// the type of the package and that of Go.
var ownNames = map[[3]string]bool{
	{"kind", "literal_error", "enum"}:          true, // the model has a Literal, and no class of enums
	{"needed", "string_too_short", "required"}: true, // it has min_length=1
	{"raw", "min", "too_short"}:                true, // None breaks a rule that demands a value
	{"exact", "len", "too_short"}:              true,
	{"names", "min", "too_short"}:              true,
	{"least", "gte", "greater_than_equal"}:     true,
}

// The types of a package's errors are those of Error.Pydantic, but for the ones that are listed; so is the context where the type is
// Pydantic's. The package's has the rule's word, too.
func TestExportedErrorsAreNamedAsInGo(t *testing.T) {
	var texts [][]byte
	for _, change := range [][]string{
		{`"kind":"air"`, `"fire"`, `7`, `null`},
		{`"choice":"a"`, `"c"`, `7`},
		{`"number":1`, `-4`, `4`, `127`, `128`, `-129`, `1e60`, `-1e60`, `1.5`, `"1"`, `true`, `null`},
		{`"small":2`, `1`, `9`, `-1`, `256`},
		{`"single":0.5`, `0.25`, `1e39`, `-1e400`, `"1"`},
		{`"double":1`, `0.5`, `3`, `1e400`},
		{`"money":1.25`, `1.255`, `1000`, `1e60`, `"a"`, `[]`, `null`},
		{`"raw":"YWI="`, `"YQ=="`, `"YWJjZA=="`, `"YWI"`, `7`, `null`},
		{`"exact":"YWI="`, `"YQ=="`, `"YWJj"`, `null`},
		{`"text":"ab"`, `"a"`, `"abcd"`, `7`},
		{`"tags":["a","b"]`, `["a"]`, `["a","b","c"]`, `{}`},
		{`"code":"a"`, `"A"`},
		{`"id":"57b73598-8764-4ad0-a76a-679bb6640eb1"`, `"x"`},
		{`"id4":"57b73598-8764-4ad0-a76a-679bb6640eb1"`, `"57b73598-8764-5ad0-a76a-679bb6640eb1"`},
		{`"ip":"::1"`, `"x"`},
		{`"ip4":"10.0.0.1"`, `"::1"`},
		{`"ip6":"::1"`, `"10.0.0.1"`},
		{`"net":"10.0.0.0/8"`, `"10.0.0.0"`},
		{`"net6":"::1/128"`, `"10.0.0.0/8"`},
		{`"mail":"a@b.co"`, `"a"`},
		{`"until":"2200-01-01T00:00:00Z"`, `"1990-01-01T00:00:00Z"`, `"noon"`, `7`, `null`},
		{`"since":"1990-01-01T00:00:00Z"`, `"2200-01-01T00:00:00Z"`},
		{`"vector":[1,2]`, `[1,"a"]`, `{}`, `[1]`, `[1,null]`, `null`},
		{`"needed":"a"`, `""`},
		{`"least":1`, `0`, `128`, `null`},
		{`"names":["a"]`, `[]`, `null`},
	} {
		key, _, _ := strings.Cut(change[0], ":")
		for _, value := range change[1:] {
			changed := strings.Replace(goodNamed, change[0], key+":"+value, 1)
			require.NotEqual(t, goodNamed, changed, "%s is not in the text", change[0])
			texts = append(texts, []byte(changed))
		}
		texts = append(texts, []byte(strings.Replace(goodNamed, change[0], `"other":1`, 1)))
	}
	files, models := pydantic.Of((*Named)(nil).TypedMLSchema())
	dir := t.TempDir()
	writePackage(t, filepath.Join(dir, "named"), files)
	var verdicts [][]exportedVerdict
	request := map[string]any{"package": "named", "model": models[0].Name, "texts": texts}
	interop.RunJSON(t, interop.Python(t, "pydantic"), exported, map[string]any{"dir": dir, "now": vectors.Now, "cases": []any{request}}, &verdicts)
	differ := map[[3]string]bool{}
	for i, text := range texts {
		theirs := verdicts[0][i].Errors
		ours := namedErrors(t, text)
		slices.SortFunc(ours, byPlace)
		slices.SortFunc(theirs, func(a, b pydanticFinding) int { return cmp.Compare(fmt.Sprint(a.loc), fmt.Sprint(b.loc)) })
		if !assert.Len(t, theirs, len(ours), "%s\npackage: %v\nGo: %v", text, theirs, ours) {
			continue
		}
		for j, want := range ours {
			got := theirs[j]
			assert.Equal(t, want.Loc, got.loc, "%s", text)
			if want.Type == "null" { // None is of another type
				assert.True(t, got.none, "%s: %s", text, got.typ)
				assert.Regexp(t, `_type$|^is_instance_of$|^literal_error$`, got.typ, "%s", text)
				continue
			}
			if name := [3]string{fmt.Sprint(want.Loc[0]), got.typ, want.Type}; ownNames[name] {
				differ[name] = true
				continue
			}
			assert.Equal(t, want.Type, got.typ, "%s", text)
			assert.Equal(t, pydanticContext(want.Ctx), contextOf(t, got), "%s", text)
		}
	}
	assert.Equal(t, ownNames, differ)
}

// What is wrong with the whole text has no place in the package; in Go a key that stands twice has one. Of an array with another
// length the package looks at no element.
func TestExportedErrorsElsewhere(t *testing.T) {
	texts := [][]byte{
		[]byte(strings.Replace(goodNamed, `"kind":"air"`, `"kind":"air","kind":"air"`, 1)),
		[]byte(strings.Replace(goodNamed, `"code":"a"`, "\"code\":\"\xff\"", 1)),
		[]byte(goodNamed[1:]),
		[]byte(strings.Replace(goodNamed, `"vector":[1,2]`, `"vector":["a"]`, 1)),
		[]byte(strings.Replace(goodNamed, `"vector":[1,2]`, `"vector":[1,"a",2]`, 1)),
	}
	files, models := pydantic.Of((*Named)(nil).TypedMLSchema())
	dir := t.TempDir()
	writePackage(t, filepath.Join(dir, "named"), files)
	var verdicts [][]exportedVerdict
	request := map[string]any{"package": "named", "model": models[0].Name, "texts": texts}
	interop.RunJSON(t, interop.Python(t, "pydantic"), exported, map[string]any{"dir": dir, "now": vectors.Now, "cases": []any{request}}, &verdicts)
	var said []string
	for i, text := range texts {
		require.Len(t, verdicts[0][i].Errors, 1)
		theirs := verdicts[0][i].Errors[0]
		told := fmt.Sprintf("%s %v", theirs.typ, theirs.loc)
		for _, ours := range namedErrors(t, text) {
			told += fmt.Sprintf(", %s %v", ours.Type, ours.Loc)
		}
		said = append(said, told)
	}
	assert.Equal(t, []string{
		"duplicate [], duplicate [kind]", "json_invalid [], string_unicode [code]", "json_invalid [], json_invalid [], model_type []",
		"list_type [vector], float_type [vector 0], list_type [vector]", "list_type [vector], float_type [vector 1], list_type [vector]",
	}, said)
}

func namedErrors(t *testing.T, text []byte) (out []pydanticError) {
	t.Helper()
	var x Named
	var broken *validate.Error
	require.True(t, errors.As(x.UnmarshalJSON(text), &broken), "%s", text)
	body, err := json.Marshal(broken.Pydantic(nil))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(body, &out))
	return out
}

// contextOf is the context of an error of a package, without what only one side has.
func contextOf(t *testing.T, f pydanticFinding) map[string]any {
	t.Helper()
	var ctx map[string]any
	if len(f.ctx) > 0 {
		require.NoError(t, json.Unmarshal(f.ctx, &ctx))
	}
	return pydanticContext(ctx)
}

func pydanticContext(ctx map[string]any) map[string]any {
	out := map[string]any{}
	for key, value := range ctx {
		switch key {
		case "rule", "limit", "error", "field_type", "class_name", "field_name":
		case "expected", "pattern": // in the words and the spelling of the language
			out[key] = "there"
		default:
			out[key] = value
		}
	}
	return out
}
