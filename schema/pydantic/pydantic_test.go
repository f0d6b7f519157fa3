package pydantic_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
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

// The package and the losses of a record with something of everything, as people read them.
func TestGolden(t *testing.T) {
	files, models := pydantic.Of(load(t))
	var said strings.Builder
	for _, l := range models[0].Losses {
		said.WriteString(l.String() + "\n")
	}
	files = append(files, pydantic.File{Name: "losses.txt", Text: []byte(said.String())})
	again, _ := pydantic.Of(load(t))
	for i, f := range files {
		if i < len(again) && !bytes.Equal(f.Text, again[i].Text) {
			t.Errorf("%s: the bytes depend on the run", f.Name)
		}
		if strings.HasPrefix(f.Name, "_") && f.Name != "__init__.py" && f.Name != "_formats.py" { // the same for all records
			continue
		}
		path := filepath.Join("testdata", "order", f.Name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.Text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(f.Text, want) {
			t.Errorf("%s: %v\n%s", path, err, f.Text)
		}
	}
}

// A rule of a kind that the package does not know is lost in words.
func TestUnknownKindIsLost(t *testing.T) {
	rec := &schema.Record{Type: "T", Fields: []schema.Field{{Key: "v", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{{Kind: "odd_one", Rule: "odd"}}}}}
	_, models := pydantic.Of(rec)
	if l := models[0].Losses; len(l) != 1 || l[0].String() != "v: odd: Python has no word for odd one" {
		t.Errorf("%v", l)
	}
}

// The user's words are said with what is known; the value of a sensitive field is not.
func TestMessages(t *testing.T) {
	limit := schema.Literal{Kind: schema.Int64, Int: 18}
	rule := schema.Constraint{Kind: schema.Range, Rule: "gte", Param: "18", Op: schema.Gte, Limit: &limit, Message: "{field} must be {limit}, not {value}"}
	field := schema.Field{Key: "age", Type: schema.Type{Kind: schema.Int64}, Constraints: []schema.Constraint{rule}}
	secret := field
	secret.Key, secret.Sensitive = "secret", true
	files, _ := pydantic.Of(&schema.Record{Type: "T", Fields: []schema.Field{field, secret}})
	module := files[slices.IndexFunc(files, func(f pydantic.File) bool { return f.Name == "models.py" })].Text
	for _, want := range []string{`.says("age must be 18, not {value}")`, `.says("secret must be 18, not …")`} {
		if !bytes.Contains(module, []byte(want)) {
			t.Errorf("no %s in\n%s", want, module)
		}
	}
}

// The file of the records is read as the records, whatever stands in their texts.
func TestRecordsReadBack(t *testing.T) {
	want := []*schema.Record{
		{Type: "A", Name: "a.A", Doc: "\"\"\" \\ <&> \u2028 é\n'''", Fields: []schema.Field{{Key: `"`, Type: schema.Type{Kind: schema.Int64}}}},
		{Type: "B", Name: `b"""`, Fields: []schema.Field{}},
	}
	files, _ := pydantic.Of(want...)
	text := files[slices.IndexFunc(files, func(f pydantic.File) bool { return f.Name == pydantic.Records })].Text
	got, err := pydantic.ReadRecords(text)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v of\n%s", got, err, text)
	}
	for _, bad := range []string{"", "RECORDS = r\"\"\"\n", "RECORDS = r\"\"\"\n[{\"x\": 1}]\n\"\"\"\n"} {
		if got, err := pydantic.ReadRecords([]byte(bad)); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

// A default that the attribute's type does not have is one that is validated: else checkers of types refuse the module.
func TestDefaultsOfOtherTypes(t *testing.T) {
	limit := schema.Literal{Kind: schema.Int64, Int: 1}
	rule := schema.Constraint{Kind: schema.Range, Rule: "gte", Param: "1", Op: schema.Gte, Limit: &limit}
	files, _ := pydantic.Of(&schema.Record{Type: "T", Fields: []schema.Field{
		{Key: "n", Type: schema.Type{Kind: schema.Int64}, Optional: true, MayBeAbsent: true, Constraints: []schema.Constraint{rule}},
		{Key: "at", Type: schema.Type{Kind: schema.Time}, MayBeAbsent: true},
		{Key: "plain", Type: schema.Type{Kind: schema.Int64}, MayBeAbsent: true},
	}})
	module := files[slices.IndexFunc(files, func(f pydantic.File) bool { return f.Name == "models.py" })].Text
	module = bytes.Join(bytes.Fields(module), []byte(" "))
	for _, want := range []string{"default=None, validate_default=True", `default="0001-01-01T00:00:00Z", validate_default=True`, "plain: Int64 = 0"} {
		if !bytes.Contains(module, []byte(want)) {
			t.Errorf("no %s in\n%s", want, module)
		}
	}
}
