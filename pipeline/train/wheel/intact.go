package wheel

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// DamagedError says that a file of an unpacked wheel is not as the wheel had it, as a full disk or a cache that was copied
// in part leaves it. Loading such a library would end the process.
type DamagedError struct {
	Wheel Wheel
	Dir   string // where the wheel is unpacked
	What  string // "xgboost/lib/libxgboost.so has 300 bytes, not 17135761"
}

// Error names the file and the command that fetches the wheel again.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("wheel: the %s %s library in %s is damaged: %s; fetch it again (%s) with: %s %s",
		e.Wheel.Engine, e.Wheel.Version, e.Dir, e.What, megabytes(e.Wheel.Size), FetchCommand, e.Wheel.Engine)
}

// Check holds the unpacked wheel in a cache folder against its RECORD, the list of its files and their sizes (PyPA,
// "Recording installed projects"). The error is a *[NotFetchedError] or a *[DamagedError]. It costs one stat a file.
func (w Wheel) Check(cache string) error {
	dir := w.dir(cache)
	switch _, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return &NotFetchedError{Wheel: w, Path: w.Path(cache)}
	case err != nil:
		return fmt.Errorf("wheel: %w", err)
	}
	what, err := w.damage(dir)
	if err != nil {
		return fmt.Errorf("wheel: %w", err)
	}
	if what != "" {
		return &DamagedError{Wheel: w, Dir: dir, What: what}
	}
	return nil
}

// damage says which file is not as it should be; "" when all are.
func (w Wheel) damage(dir string) (string, error) {
	name := fmt.Sprintf("%s-%s.dist-info/RECORD", w.Project, w.Version)
	record, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return name + " is gone", nil
	}
	if err != nil {
		return "", err
	}
	lines, err := csv.NewReader(bytes.NewReader(record)).ReadAll()
	if err != nil || len(lines) == 0 {
		return name + " is no list of files", nil
	}
	listed := false
	for _, line := range lines {
		if len(line) != 3 || line[2] == "" { // RECORD itself has no size
			continue
		}
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(line[0])))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return line[0] + " is gone", nil
		case err != nil:
			return "", err
		case strconv.FormatInt(info.Size(), 10) != line[2]:
			return fmt.Sprintf("%s has %d bytes, not %s", line[0], info.Size(), line[2]), nil
		}
		listed = listed || line[0] == w.Library
	}
	if !listed {
		return name + " does not list " + w.Library, nil
	}
	return "", nil
}
