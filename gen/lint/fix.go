package lint

import (
	"bytes"
	"cmp"
	"fmt"
	"go/format"
	"os"
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/write"
)

// Fix applies the fixes of the findings to their files and returns the names of the files that it changed. Of fixes that
// overlap the first is applied; files that were formatted stay so. An error leaves every file as it was.
func Fix(found []diag.Diagnostic) ([]string, error) {
	byFile := map[string][]diag.Fix{}
	for _, d := range found {
		if d.Fix.Title != "" {
			byFile[d.Pos.Filename] = append(byFile[d.Pos.Filename], d.Fix)
		}
	}
	var files []write.File
	for name, fixes := range byFile {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading a file to mend: %w", err)
		}
		mended, err := apply(data, fixes)
		if err != nil {
			return nil, fmt.Errorf("mending %s: %w", name, err)
		}
		files = append(files, write.File{Path: name, Data: mended})
	}
	slices.SortFunc(files, func(a, b write.File) int { return cmp.Compare(a.Path, b.Path) })
	changes, err := write.Apply(files)
	var names []string
	for _, c := range changes {
		names = append(names, c.Path)
	}
	return names, err
}

// apply makes the fixes in a text.
func apply(data []byte, fixes []diag.Fix) ([]byte, error) {
	slices.SortStableFunc(fixes, func(a, b diag.Fix) int { return cmp.Compare(a.Offset, b.Offset) })
	var out bytes.Buffer
	done := 0
	for _, f := range fixes {
		switch {
		case f.Offset < done: // it overlaps with the one before
			continue
		case f.Offset+f.Length > len(data):
			return nil, fmt.Errorf("the file has changed since it was read: run it again")
		}
		out.Write(data[done:f.Offset])
		out.WriteString(f.Text)
		done = f.Offset + f.Length
	}
	out.Write(data[done:])
	return reformatted(data, out.Bytes()), nil
}

// reformatted formats what became of a text that was formatted.
func reformatted(before, after []byte) []byte {
	if formatted, err := format.Source(before); err != nil || !bytes.Equal(formatted, before) {
		return after
	}
	if formatted, err := format.Source(after); err == nil {
		return formatted
	}
	return after
}
