package main

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
)

// harnessPairs compares two spellings of the same loop: how far its ratio is from 1 is the noise of this machine now.
func harnessPairs() []pair {
	data := bytes.Repeat([]byte("typedml."), 512)
	return []pair{{
		name: "harness/noise/self",
		check: func() error {
			if !slices.Contains(data, '.') || slices.Contains(data, '!') {
				return errors.New("the scanned text is not what it should be")
			}
			return nil
		},
		ours: scan(data), peer: scan(data),
	}}
}

func scan(data []byte) func(n int) {
	return func(n int) {
		found := 0
		for range n {
			found += bytes.IndexByte(data, '!')
		}
		runtime.KeepAlive(found)
	}
}
