package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// lock takes the lock file at path, which holds the owner's process id, and returns what releases it. Where a living
// process has it, lock says so once and waits; a dead one's is taken over.
func lock(ctx context.Context, out io.Writer, path string) (release func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	for told := false; ; {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = fmt.Fprintln(f, os.Getpid())
			return func() { os.Remove(path) }, errors.Join(err, f.Close())
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		owner, alive := ownerOf(path)
		if !alive {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			continue
		}
		if !told {
			fmt.Fprintf(out, "process %d is installing here; waiting for it (%s)\n", owner, path)
			told = true
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// ownerOf returns the process that holds the lock, and whether it lives. A lock without a readable owner, as a writer
// leaves it for an instant, counts as held until it is a minute old.
func ownerOf(path string) (pid int, alive bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		info, err := os.Stat(path)
		return 0, err == nil && time.Since(info.ModTime()) < time.Minute
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return pid, false // Windows: no such process
	}
	if runtime.GOOS == "windows" {
		return pid, true
	}
	err = p.Signal(syscall.Signal(0))
	return pid, err == nil || errors.Is(err, syscall.EPERM)
}
