package rows

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/validate"
)

// decode runs one row through its decoder.
func decode[T any, P Row[T]](data []byte, place string, report *validate.Report, found *findings) {
	var row T
	report.Reset()
	P(&row).DecodeJSON(data, report)
	found.row(place, report)
}

// readLines reads one object a line; blank lines are no rows.
func readLines[T any, P Row[T]](in io.Reader, found *findings) error {
	var report validate.Report
	for r, line := bufio.NewReader(in), 1; ; line++ {
		data, err := r.ReadBytes('\n')
		if data = bytes.TrimSpace(data); len(data) > 0 {
			decode[T, P](data, fmt.Sprintf(":%d", line), &report, found)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", found.name, err)
		}
	}
}

// readJSON reads one object, or an array of them a row at a time. What is no JSON ends it.
func readJSON[T any, P Row[T]](in io.Reader, found *findings) error {
	var report validate.Report
	buffered := bufio.NewReader(in)
	first, err := firstByte(buffered)
	if err != nil {
		return fmt.Errorf("%s: it is empty, and no JSON", found.name)
	}
	if first != '[' {
		data, err := io.ReadAll(buffered)
		if err == nil {
			decode[T, P](data, "", &report, found)
		}
		return err
	}
	d := json.NewDecoder(buffered)
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("%s: %w", found.name, err)
	}
	for i := 0; d.More(); i++ {
		var data json.RawMessage
		if err := d.Decode(&data); err != nil {
			return fmt.Errorf("%s: element %d of the array, at byte %d: %w", found.name, i, d.InputOffset(), err)
		}
		decode[T, P](data, fmt.Sprintf(", row %d", i), &report, found)
	}
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("%s: the end of the array, at byte %d: %w", found.name, d.InputOffset(), err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: there is more behind the array, at byte %d: write one object a line into a .jsonl file", found.name, d.InputOffset())
	}
	return nil
}

// firstByte is the first one that is no blank; it stays unread.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		if !unicode.IsSpace(rune(b)) {
			return b, r.UnreadByte()
		}
	}
}

// readCSV reads a file with a header. Columns that do not fit end it.
func readCSV[T any, P Row[T]](in io.Reader, found *findings) error {
	all, err := featurestore.ReadCSV[T, P](found.name, in)
	var bad *featurestore.CSVError
	var violations *validate.Error
	if !errors.As(err, &bad) || !errors.As(bad.Err, &violations) {
		found.rows += len(all)
		return err
	}
	found.rows += len(bad.Lines)
	found.broken += len(violations.Rows())
	for i := range violations.Violations {
		v := &violations.Violations[i]
		found.violation(fmt.Sprintf(":%d", bad.Lines[v.Row()]), v)
	}
	return nil
}
