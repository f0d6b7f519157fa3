package wheel

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// maxUnpacked bounds what one wheel may unpack to; the largest in the table has 19 MB.
const maxUnpacked = 256 << 20

// unpack writes a wheel's files under dir, in the wheel's own layout.
func unpack(file, dir string) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer z.Close()
	var total uint64
	for _, entry := range z.File {
		if total += entry.UncompressedSize64; total > maxUnpacked {
			return fmt.Errorf("the wheel unpacks to more than %d bytes", int64(maxUnpacked))
		}
		if entry.FileInfo().IsDir() {
			continue
		}
		if !filepath.IsLocal(filepath.FromSlash(entry.Name)) {
			return fmt.Errorf("the wheel holds the path %q, which leaves its folder", entry.Name)
		}
		if err := unpackEntry(entry, filepath.Join(dir, filepath.FromSlash(entry.Name))); err != nil {
			return err
		}
	}
	return nil
}

func unpackEntry(entry *zip.File, path string) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	r, err := entry.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	// The zip reader stops at UncompressedSize64 and checks the CRC, so the copy is bounded.
	_, err = io.Copy(f, r)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}
