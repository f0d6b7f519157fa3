// Package delivery puts imported source where the flags of an import command say.
package delivery

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/gen/importer"
)

// Flags are those of every import command; kong reads them.
type Flags struct {
	Package string `short:"p" placeholder:"NAME" help:"Name of the Go package (default: that of the output's folder, or features)."`
	Type    string `short:"t" placeholder:"NAME" help:"Name of the Go type (default: that of the source)."`
	Output  string `short:"o" placeholder:"FILE" help:"Write to the file instead of standard output; one that exists is left alone."`
	Force   bool   `help:"Overwrite the file of --output."`
}

// Options are those of an importer that reads source.
func (f Flags) Options(source string) importer.Options {
	return importer.Options{File: source, Package: f.pkg(), Type: f.Type}
}

// pkg is the package's name: given, or that of the folder that the output goes to.
func (f Flags) pkg() string {
	if f.Package != "" || f.Output == "" {
		return f.Package
	}
	dir, err := filepath.Abs(filepath.Dir(f.Output))
	if err != nil {
		return ""
	}
	return importer.PackageName(filepath.Base(dir))
}

// Deliver prints or writes what was imported, and lists on notes what it does not say of its origin. The source is complete by
// then: an error leaves no part of it.
func (f Flags) Deliver(source string, res importer.Result, out, notes io.Writer) error {
	for _, n := range res.Notes {
		fmt.Fprintf(notes, "%s: %s\n", source, n)
	}
	if f.Output == "" {
		_, err := out.Write(res.Source)
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.Output), 0o755); err != nil {
		return err
	}
	if f.Force {
		return os.WriteFile(f.Output, res.Source, 0o644)
	}
	err := Create(f.Output, res.Source)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists: add --force to overwrite it", f.Output)
	}
	return err
}

// Create writes a file that must be new: the error of one that is there is fs.ErrExist.
func Create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}
