//go:build amd64 && !purego && (linux || darwin)

package jsonio

import (
	"strings"
	"syscall"
	"testing"

	"github.com/typedml/typedml/validate/internal/cpu"
)

// TestPlainKernelAtAPage reads texts that end where memory does, and that begin where it does.
func TestPlainKernelAtAPage(t *testing.T) {
	if !cpu.Bits {
		t.Skip("this processor has no AVX2, BMI2 or LZCNT")
	}
	page := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, 3*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Munmap(memory) }()
	for _, guard := range [][]byte{memory[:page], memory[2*page:]} {
		if err := syscall.Mprotect(guard, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	middle := memory[page : 2*page]
	list := strings.Repeat("-0.123456789012345678,1.5, 0.1234567890123456,", 10)
	for n := range list {
		for _, place := range [][]byte{middle[:n], middle[page-n:]} {
			copy(place, list)
			dst := make([]float64, 40)
			count, _ := plain(dst, place)
			if want, _ := plainGo(make([]float64, 40), []byte(list[:n])); count != want {
				t.Fatalf("%d bytes: %d numbers, want %d", n, count, want)
			}
		}
	}
}
