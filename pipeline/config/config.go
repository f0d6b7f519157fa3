package config

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/validate"
)

// MaxSize is the size in bytes up to which a file is read: the YAML parser's time grows with the square of it.
const MaxSize = 1 << 18

// Record is a struct with generated methods; P is inferred from T.
type Record[T any] interface {
	*T
	DecodeJSON(data []byte, r *validate.Report)
}

// Option changes how a file is read.
type Option func(*validate.Boundary)

// WithMode says what becomes of a file that decodes and breaks rules; the default is [validate.Enforce]. The violations
// are counted in tally, which may be nil. A file with unknown or missing keys, or wrong types, is refused in every mode.
func WithMode(m validate.Mode, tally *validate.Tally) Option {
	return func(b *validate.Boundary) { b.Mode, b.Tally = m, tally }
}

// WithLogger sends the warnings of the mode warn to l instead of slog.Default().
func WithLogger(l *slog.Logger) Option { return func(b *validate.Boundary) { b.Logger = l } }

// Load reads the file at path, whose extension (.yaml, .yml or .json) says what it is. An error is an *[Error] that
// holds every violation (errors.As finds the *validate.Error in it, too), or says why the file cannot be read.
func Load[T any, P Record[T]](path string, opts ...Option) (T, error) {
	var x T
	data, err := read(path)
	if err != nil {
		return x, fmt.Errorf("reading the configuration: %w", err)
	}
	err = Parse(path, data, P(&x), opts...)
	return x, err
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxSize+1))
}

func tooLarge(name string) error {
	return fmt.Errorf("reading the configuration: %s is larger than %d bytes", name, MaxSize)
}

// Parse is Load for text that is in memory; name stands for the file in messages, and its extension says what it is.
// x changes only when there is no error.
func Parse[T any, P Record[T]](name string, data []byte, x P, opts ...Option) error {
	if len(data) > MaxSize {
		return tooLarge(name)
	}
	doc, err := parse(name, data)
	if err != nil {
		return err
	}
	var r validate.Report
	var y T
	P(&y).DecodeJSON(doc.json, &r)
	r.Displace(0) // the file may be YAML; locate knows its places
	if broken, ok := r.Err().(*validate.Error); ok {
		b := validate.Boundary{Name: "configuration " + name}
		for _, opt := range opts {
			opt(&b)
		}
		if b.Judge(context.Background(), broken) != nil {
			return doc.locate(name, broken)
		}
	}
	*x = y
	return nil
}

// document is a file as JSON, and where its values stand.
type document struct {
	json []byte
	root *node // up to the syntax error, where there is one
	// broken is the place of the syntax error.
	broken *place
}

// place is a position in a file, from 1.
type place struct{ line, column int }

func parse(name string, data []byte) (*document, error) {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".json":
		return parseJSON(bytes.TrimPrefix(data, []byte("\ufeff"))), nil // some editors put a byte order mark there
	case ".yaml", ".yml":
		return parseYAML(name, data)
	default:
		return nil, fmt.Errorf("reading the configuration %s: the extension %q says no format; use .yaml, .yml or .json", name, ext)
	}
}
