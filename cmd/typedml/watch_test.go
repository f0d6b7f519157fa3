package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWatch edits files of a folder: sources start a run, one for all edits of a moment; what the run writes does not, nor do
// files of tests' data; the end of the context ends it.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	put("a.go", "package a")
	ctx, stop := context.WithCancel(t.Context())
	var runs atomic.Int32
	w := watcher{root: dir, pause: 5 * time.Millisecond, run: func(context.Context) {
		put("a_typedml.go", "package a // "+time.Now().String())
		runs.Add(1)
	}}
	ended := make(chan error, 1)
	go func() { ended <- w.watch(ctx) }()
	reach := func(n int32) {
		t.Helper()
		require.Eventually(t, func() bool { return runs.Load() == n }, 20*time.Second, time.Millisecond)
		time.Sleep(60 * time.Millisecond)
		require.Equal(t, n, runs.Load())
	}
	reach(1)
	put("a.go", "package a // changed")
	put("sub/b.go", "package b")
	put("testdata/c.go", "package c")
	reach(2)
	put("testdata/c.go", "package c // changed")
	put(".git/d.go", "package d")
	put("notes.txt", "text")
	reach(2)
	require.NoError(t, os.Remove(filepath.Join(dir, "a_typedml.go")))
	reach(3)
	stop()
	require.NoError(t, <-ended)
	w.root = filepath.Join(dir, "none")
	assert.Error(t, w.watch(t.Context()))
}

// TestReport waits for a progress that is told, and one that ends before.
func TestReport(t *testing.T) {
	var long, short bytes.Buffer
	done := report(&long, "digging", 0, time.Hour)
	time.Sleep(50 * time.Millisecond)
	done()
	done()
	assert.Equal(t, "\rdigging … 0 s\r\x1b[K", long.String())
	report(&short, "digging", time.Hour, time.Hour)()
	assert.Empty(t, short.String())
	streams{&long, &short}.progress("digging")() // a buffer is no terminal
	assert.Empty(t, short.String())
}
