package diag

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/internal/nearest"
)

// Entry is what typedml explain says of a code.
type Entry struct {
	Code Code
	// Kind is "error", "warning" or "error or warning".
	Kind string
	// Title is a few words: "a rule that does not exist".
	Title string
	// Means says what the code reports, Why what would come of it, Remedy what to do. All three are Markdown.
	Means, Why, Remedy string
	// Bad are Go files that show the finding, Good the same files mended, by slash path.
	Bad, Good []File
}

// File is a file of an example.
type File struct{ Name, Text string }

// codes holds a file for each code: its first line is KIND: TITLE, then come the paragraphs Means, Why and Remedy, and the
// example's files below bad/ and good/.
//
//go:embed codes/*.txtar
var codes embed.FS

// Entries returns the table of codes, sorted by code. The slice is shared: it is not to be changed.
var Entries = sync.OnceValue(func() []Entry {
	files, err := codes.ReadDir("codes")
	if err != nil {
		return nil // an embedded folder is always there
	}
	out := make([]Entry, 0, len(files))
	for _, f := range files {
		data, _ := codes.ReadFile("codes/" + f.Name())
		e, err := entry(Code(strings.TrimSuffix(f.Name(), ".txtar")), data)
		if err == nil { // TestEntries holds every file to its form
			out = append(out, e)
		}
	}
	return out
})

// entry reads the file of a code.
func entry(code Code, data []byte) (Entry, error) {
	a := txtar.Parse(data)
	parts := strings.Split(strings.TrimSpace(string(a.Comment)), "\n\n")
	kind, title, ok := strings.Cut(parts[0], ": ")
	if !ok || len(parts) != 4 {
		return Entry{}, fmt.Errorf("%s is no title and three paragraphs", code)
	}
	e := Entry{Code: code, Kind: kind, Title: title, Means: parts[1], Why: parts[2], Remedy: parts[3]}
	for _, f := range a.Files {
		dir, name, _ := strings.Cut(path.Clean(f.Name), "/")
		file := File{Name: name, Text: strings.TrimSpace(string(f.Data)) + "\n"}
		switch dir {
		case "bad":
			e.Bad = append(e.Bad, file)
		case "good":
			e.Good = append(e.Good, file)
		default:
			return Entry{}, fmt.Errorf("%s: the file %s is neither below bad nor below good", code, f.Name)
		}
	}
	if len(e.Bad) == 0 || len(e.Good) == 0 {
		return Entry{}, fmt.Errorf("%s has no example, or no mended one", code)
	}
	return e, nil
}

// Explain returns the entry of a code, in whatever case it is written and with or without its TML. An unknown code is an
// error that names the nearest one.
func Explain(code string) (Entry, error) {
	want := strings.ToUpper(strings.TrimSpace(code))
	if strings.Trim(want, "0123456789") == "" {
		want = "TML" + want
	}
	all := Entries()
	if i := Code(want).index(); i >= 0 {
		return all[i], nil
	}
	numbers := make([]string, len(all)) // the letters tell nothing apart
	for i, e := range all {
		numbers[i] = string(e.Code[len("TML"):])
	}
	if near := nearest.Within(want[min(len("TML"), len(want)):], numbers, 1); near != "" {
		return Entry{}, fmt.Errorf("there is no code %q; did you mean TML%s?", code, near)
	}
	return Entry{}, fmt.Errorf("there is no code %q; typedml explain alone lists them all", code)
}

// title is the title of a code, "" for one without an entry.
func (c Code) title() string {
	if i := c.index(); i >= 0 {
		return Entries()[i].Title
	}
	return ""
}

// index is where the code stands in the table, -1 for one without an entry.
func (c Code) index() int {
	return slices.IndexFunc(Entries(), func(e Entry) bool { return e.Code == c })
}
