package memo

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"regexp"
)

// head is how far from its start Go's linker notes the build ID of a program, at most.
const head = 64 << 10

// buildID is one: sums of what the program was built from, and of what came out.
var buildID = regexp.MustCompile(`[\w-]{20}/[\w-]{20}`)

// program sums what tells this program from all others: its build ID, which is a sum of its content, or all of it where it was
// linked without one.
func program() (Sum, error) {
	path, err := os.Executable()
	if err != nil {
		return Sum{}, err
	}
	return programAt(path)
}

func programAt(path string) (sum Sum, err error) {
	f, err := os.Open(path)
	if err != nil {
		return Sum{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	start := make([]byte, head)
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Sum{}, err
	}
	if id := buildID.Find(start[:n]); id != nil {
		return SumOf(start[:n]), nil
	}
	h := sha256.New()
	_, _ = h.Write(start[:n])
	if _, err := io.Copy(h, f); err != nil {
		return Sum{}, err
	}
	return Sum(h.Sum(nil)), nil
}
