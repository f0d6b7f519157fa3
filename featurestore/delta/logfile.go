package delta

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"

	"github.com/google/uuid"
)

// tempPrefix begins the names of files that are being written; every engine passes over names with a dot.
const tempPrefix = ".tmp-"

// putIfAbsent creates a file with the content, atomically: it appears whole or not at all, and an existing one stays as
// it is (an error that wraps fs.ErrExist). An error means that the file is not there by this call. The content is
// durable, its name once the caller has synced dir. It writes a temporary file and links it to the name; where the file
// system has no hard links it creates the file exclusively, which is as safe against another writer but lets a reader
// see it while it grows.
func putIfAbsent(dir, name string, data []byte) error {
	tmp, err := writeTemp(dir, data)
	if err != nil {
		return err
	}
	defer os.Remove(tmp)
	final := filepath.Join(dir, name)
	err = os.Link(tmp, final)
	if err == nil || linked(tmp, final) {
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w", final, fs.ErrExist)
	}
	return putExclusive(final, data)
}

// linked reports whether two names are one file: over a network, a link may be made and its answer lost.
func linked(a, b string) bool {
	x, err := os.Lstat(a)
	if err != nil {
		return false
	}
	y, err := os.Lstat(b)
	return err == nil && os.SameFile(x, y)
}

// putExclusive is putIfAbsent without hard links. Once the content is whole others may build on it: it then stays,
// whatever becomes of its sync.
func putExclusive(final string, data []byte) error {
	f, err := os.OpenFile(final, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err != nil {
		return errors.Join(err, f.Close(), os.Remove(final))
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		slog.Warn("delta: a commit may not survive a power failure: its file could not be synced", "file", final, "error", err)
	}
	return nil
}

// replaceFile puts the content under the name, whatever was there, atomically.
func replaceFile(dir, name string, data []byte) error {
	tmp, err := writeTemp(dir, data)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(dir, name)); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return syncDir(dir)
}

// writeTemp writes a synced file whose name no reader looks at.
func writeTemp(dir string, data []byte) (string, error) {
	name := filepath.Join(dir, tempPrefix+uuid.NewString())
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(name))
	}
	return name, nil
}

// syncDir makes the names in a folder durable. Windows has no such call and needs none.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
