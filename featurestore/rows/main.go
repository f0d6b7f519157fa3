package rows

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/commandline"
)

// Row is what a generated type has.
type Row[T any] = featurestore.CSVRow[T]

// command is the command line of [Main].
type command struct {
	Files []string `arg:"" name:"file" help:"Files of rows: .json (one object or an array), .jsonl or .ndjson, .csv with a header; - is stdin."`
	As    string   `enum:"auto,json,jsonl,csv" default:"auto" help:"What the files are: json, jsonl or csv; auto goes by their names, and takes stdin for json."`
	JSON  bool     `name:"json" help:"Print each violation as a line of JSON."`
	Max   int      `default:"20" placeholder:"N" help:"Print no more than so many violations of a file; 0 prints all. All of them count."`
}

// Main validates files as a command: it parses the arguments, prints every violation with its file and row on stdout, and a
// summary on stderr. It returns the exit code: 0 all rows are valid, 1 some are not or a file cannot be read, 2 wrong usage.
// JSON lines and arrays are read row by row, a CSV file as a whole.
func Main[T any, P Row[T]](args []string) int {
	return run[T, P](args, os.Stdin, os.Stdout, os.Stderr)
}

func run[T any, P Row[T]](args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c command
	_, code, ended := commandline.Parse(&c, "validate", args, stdout, stderr,
		kong.Description("Validates rows of "+P(nil).TypedMLSchema().Name+"."))
	switch {
	case ended:
		return code
	case c.Max < 0:
		fmt.Fprintln(stderr, "validate: --max is a number of violations, and cannot be negative")
		return 2
	}
	for _, name := range c.Files {
		found := findings{name: name, out: stdout, json: c.JSON, most: c.Max}
		if name == "-" {
			found.name = "stdin"
		}
		err := c.file(name, stdin, func(kind string, in io.Reader) error {
			switch kind {
			case "csv":
				return readCSV[T, P](in, &found)
			case "jsonl":
				return readLines[T, P](in, &found)
			}
			return readJSON[T, P](in, &found)
		})
		fmt.Fprintln(stderr, found.summary())
		if err != nil {
			fmt.Fprintf(stderr, "validate: %v\n", err)
		}
		if err != nil || found.broken > 0 {
			code = 1
		}
	}
	return max(code, 0)
}

// file opens a file, and says what it holds.
func (c command) file(name string, stdin io.Reader, read func(kind string, in io.Reader) error) (err error) {
	kind := c.As
	if kind == "auto" {
		kind = map[string]string{".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}[filepath.Ext(name)]
	}
	if name == "-" {
		return read(kind, stdin)
	}
	if kind == "" {
		return fmt.Errorf("%s: its name does not tell what it holds: say --as json, jsonl or csv", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return read(kind, f)
}
