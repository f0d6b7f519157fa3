package wheel

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// FetchOptions says where a wheel goes and with which Python it is downloaded. The zero value is ready.
type FetchOptions struct {
	Cache  string    // the cache folder; CacheDir's answer when ""
	Python string    // the interpreter whose pip downloads; python3, else python, when ""
	Log    io.Writer // what is downloaded, said before it starts; nothing is said when nil
}

// Fetch makes sure that w is unpacked in the cache folder and returns the path of its shared library. One that is there
// already and intact costs one stat a file; a damaged one is replaced. Otherwise pip downloads it, its size and SHA-256 are compared with the table's, and
// it is unpacked beside its place and renamed into it: an interrupted fetch leaves nothing that a later one would
// take for complete. Fetches of the same wheel may run at the same time, in this process or in others.
func Fetch(ctx context.Context, w Wheel, o FetchOptions) (string, error) {
	if o.Cache == "" {
		cache, err := CacheDir()
		if err != nil {
			return "", err
		}
		o.Cache = cache
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	path := w.Path(o.Cache)
	var damaged *DamagedError
	switch err := w.Check(o.Cache); {
	case err == nil:
		fmt.Fprintf(o.Log, "%s %s: already in %s\n", w.Engine, w.Version, path)
		return path, nil
	case errors.As(err, &damaged):
		fmt.Fprintf(o.Log, "%s %s: %s; it is fetched again\n", w.Engine, w.Version, damaged.What)
		if err := os.RemoveAll(damaged.Dir); err != nil {
			return "", fmt.Errorf("wheel: %w", err)
		}
	}
	if err := fetch(ctx, w, o); err != nil {
		return "", fmt.Errorf("wheel: fetch %s: %w", w.Name(), err)
	}
	return path, nil
}

const partial = "partial-"

func fetch(ctx context.Context, w Wheel, o FetchOptions) (err error) {
	wheels := filepath.Dir(w.dir(o.Cache))
	if err := os.MkdirAll(wheels, 0o755); err != nil {
		return err
	}
	removeAbandoned(wheels, time.Now().Add(-24*time.Hour))
	temp, err := os.MkdirTemp(wheels, partial)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()

	fmt.Fprintf(o.Log, "downloading %s (%s) with pip, into %s\n", w.Name(), megabytes(w.Size), w.dir(o.Cache))
	if err := pipDownload(ctx, w, o.Python, temp); err != nil {
		return err
	}
	file := filepath.Join(temp, w.Name())
	if err := verify(file, w); err != nil {
		return err
	}
	unpacked := filepath.Join(temp, "unpacked")
	if err := unpack(file, unpacked); err != nil {
		return err
	}
	if what, err := w.damage(unpacked); err != nil || what != "" {
		return errors.Join(err, fmt.Errorf("the wheel is not what it lists: %s", what))
	}
	return publish(unpacked, w, o.Cache)
}

// publish moves the unpacked wheel into its place. Losing the race against another fetch of the same wheel is success.
func publish(unpacked string, w Wheel, cache string) error {
	err := os.Rename(unpacked, w.dir(cache))
	if err == nil {
		return nil
	}
	if w.Check(cache) == nil {
		return nil
	}
	return err
}

// removeAbandoned deletes what a killed fetch left behind, unless it is recent and may belong to one that runs.
func removeAbandoned(wheels string, before time.Time) {
	found, _ := filepath.Glob(filepath.Join(wheels, partial+"*"))
	for _, dir := range found {
		if info, err := os.Stat(dir); err == nil && info.ModTime().Before(before) {
			_ = os.RemoveAll(dir)
		}
	}
}

func verify(file string, w Wheel) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return err
	}
	if sum := hex.EncodeToString(h.Sum(nil)); n != w.Size || sum != w.SHA256 {
		return fmt.Errorf("the download is not the published wheel: %d bytes with SHA-256 %s, want %d bytes with %s; "+
			"nothing was installed", n, sum, w.Size, w.SHA256)
	}
	return nil
}
