package tag

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/schema"
)

func TestSplit(t *testing.T) {
	assert.Equal(t, []Word{
		{Name: "gte", Param: "0", HasParam: true, Length: 5},
		{Name: "ne", Param: "a,b|c", HasParam: true, Offset: 6, Length: 14},
		{Name: " required", Offset: 21, Length: 9},
		{Name: "", Offset: 31},
	}, Check("validate").Split("gte=0,ne=a0x2Cb0x7Cc, required,"))
	assert.Empty(t, Check("validate").Split(""))
	assert.Empty(t, Check("validate").Split("-"))
}

// Every word of upstream's is compiled, or refused with the reason.
func TestVocabularyIsWhole(t *testing.T) {
	for _, word := range validatorWords() {
		assert.True(t, Validate("validate").Knows(word), word)
	}
}

func targets() []Target {
	element := &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	types := []schema.Type{
		{Kind: schema.Bool},
		{Kind: schema.Int8},
		{Kind: schema.Uint64},
		{Kind: schema.Float32},
		{Kind: schema.Float64},
		{Kind: schema.String},
		{Kind: schema.Bytes},
		{Kind: schema.Time},
		{Kind: schema.Duration},
		{Kind: schema.List, Elem: element},
		{Kind: schema.List, Elem: element, Len: 3},
		{Kind: schema.Map, Key: &schema.Element{Type: schema.Type{Kind: schema.String}}, Elem: element},
		{Kind: schema.Enum, Base: schema.String},
		{Kind: schema.Struct, Record: &schema.Record{}},
	}
	var out []Target
	for _, typ := range types {
		out = append(out, Target{Field: "field A", Type: typ}, Target{Field: "field A", Type: typ, Optional: true})
	}
	return out
}

// An alias is what it stands for, word by word, as upstream has it: in aliases and alternatives, too.
func TestAliases(t *testing.T) {
	table := Validate("validate").With(map[string]string{
		"sku": "required,max=5", "loud": "sku,uppercase", "brief": "max=5", "either": "len=1|len=3", "parts": "min=1,dive,sku", "self": "self,alpha",
	})
	text := Target{Field: "field A", Type: schema.Type{Kind: schema.String}}
	for tag, want := range map[string]string{
		"sku":              "sku(required)  sku(max)=5",
		"omitempty,loud":   "omitempty  sku(required)  sku(max)=5  loud(uppercase)",
		"either":           "either(len=1|len=3)=3",
		"brief|email":      "max=5|email",
		"email|either":     "email|len=1|len=3=3",
		"self":             `! unknown rule "self" in the tag validate (of the alias self: self,alpha)`,
		"email|sku":        "! the alias sku (required,max=5) has several rules, and is no alternative in email|sku of field A",
		"brief|brief=3,ne": `! rule "brief" of field A takes no parameter`,
	} {
		assert.Equal(t, want, ruled(table.Lower(Env{}, text, table.Split(tag))), tag)
	}
	list := Target{Field: "field A", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: text.Type}}}
	r := table.Lower(Env{}, list, table.Split("parts"))
	assert.Equal(t, "parts(min)=1", ruled(r))
	assert.Equal(t, "sku(required)  sku(max)=5", ruled(table.Lower(Env{}, text, r.Dive.Elem)))
}

// ruled is what a result demands, or its first problem.
func ruled(r Result) string {
	for _, p := range r.Problems {
		return "! " + p.Message
	}
	var out []string
	for _, c := range r.Constraints {
		one := c.Rule
		if c.Actual != "" {
			one += "(" + c.Actual + ")"
		}
		if c.Param != "" {
			one += "=" + c.Param
		}
		out = append(out, one)
	}
	return strings.Join(out, "  ")
}

// FuzzLower holds the lowering of any text on any type: every word is a constraint, the word dive, or a problem at its
// place; a limit is finite.
func FuzzLower(f *testing.F) {
	for _, table := range []Table{Validate("validate"), Check("validate")} {
		for _, w := range table.Words() {
			f.Add(w)
			f.Add(w + "=1")
			f.Add("dive," + w + "=0.5")
		}
	}
	for _, seed := range []string{"norm=0..1", "oneof='a b' c", "dive,keys,min=1,endkeys,max=2", "gte=1e400", "lte=-0", "regex=@a", "a|b"} {
		f.Add(seed)
	}
	env := Env{Const: func(name string) (string, bool) { return "^" + name, name != "" }}
	f.Fuzz(func(t *testing.T, text string) {
		for _, table := range []Table{Validate("validate"), Check("validate")} {
			for _, target := range targets() {
				words := table.Split(text)
				r := table.Lower(env, target, words)
				for _, p := range r.Problems {
					if p.Offset < 0 || p.Offset > len(text) || p.Code == "" || p.Message == "" {
						t.Fatalf("%q on %s: %+v", text, target.Type, p)
					}
				}
				for _, c := range r.Constraints {
					if c.Rule == "" || c.Limit != nil && c.Limit.Kind.Float() && !finiteNumber(c.Limit.Float) {
						t.Fatalf("%q on %s: %+v", text, target.Type, c)
					}
				}
				if !strings.Contains(text, "dive") && r.Unit == "" && len(r.Problems)+len(r.Constraints) < len(words) {
					t.Fatalf("%q on %s: a word is neither a constraint nor a problem", text, target.Type)
				}
			}
		}
	})
}
