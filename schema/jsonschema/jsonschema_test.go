package jsonschema_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

var update = flag.Bool("update", false, "write testdata")

func load(t *testing.T) *schema.Record {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "order.record.json"))
	if err != nil {
		t.Fatal(err)
	}
	rec := new(schema.Record)
	if err := json.Unmarshal(data, rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

// The schema and the losses of a record with something of everything, as people read them.
func TestGolden(t *testing.T) {
	text, losses := jsonschema.Of(load(t))
	var said strings.Builder
	for _, l := range losses {
		said.WriteString(l.String() + "\n")
	}
	for file, got := range map[string][]byte{"order.schema.json": text, "order.losses.txt": []byte(said.String())} {
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v\n%s", file, err, got)
		}
	}
	if again, _ := jsonschema.Of(load(t)); !bytes.Equal(text, again) {
		t.Error("the bytes depend on the run")
	}
}

// A rule of a kind that the package does not know is lost in words, and carried.
func TestUnknownKindIsLost(t *testing.T) {
	rec := &schema.Record{Fields: []schema.Field{{Key: "v", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{{Kind: "odd_one", Rule: "odd"}}}}}
	text, losses := jsonschema.Of(rec)
	if len(losses) != 1 || losses[0].String() != "v: odd: no keyword means odd one" || !strings.Contains(string(text), `{"kind":"odd_one","rule":"odd"}`) {
		t.Errorf("%v\n%s", losses, text)
	}
}

// Patterns in canonical form match what they did; where they do not look around, Go reads them.
func TestPatterns(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`^\d{2,}-[a-f]?$`, `^[0-9]{2,}-[a-f]?$`},
		{`(?i)k|x.`, `(?:[Kk` + "\u212a" + `]|[Xx][^\n])`},
		{`(?s)a.*\x{1d11e}`, `a[\s\S]*` + "\U0001d11e"},
		{`\pL`, ""},
		{`[^a-z\]]`, ""},
		{`(ab)+|\$|/`, `(?:(?:ab)+|[$/])`},
		{`\bx`, `(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))x`},
	} {
		rec := &schema.Record{Fields: []schema.Field{{Key: "v", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{{Kind: schema.Pattern, Rule: "regex", Text: c.text}}}}}
		doc, losses := jsonschema.Document(rec)
		v := doc.Get("properties").(jsonschema.Object).Get("v").(jsonschema.Object)
		got, plain := v.Get("pattern").(string)
		if !plain {
			got = v.Get("allOf").([]any)[0].(jsonschema.Object).Get("pattern").(string)
		} else if _, err := regexp.Compile(got); err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if len(losses) > 0 || c.want != "" && got != c.want {
			t.Errorf("%s: got %s, want %s; %v", c.text, got, c.want, losses)
		}
	}
}
