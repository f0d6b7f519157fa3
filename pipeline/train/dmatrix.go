package train

import (
	"fmt"
	"runtime"
	"strings"
	"unsafe"
)

// matrix copies a dataset into a DMatrix of the library's.
func (s *session) matrix(d Dataset) (m handle, err error) {
	var pin runtime.Pinner // the library is told addresses in JSON, which the garbage collector does not see
	defer pin.Unpin()
	config := fmt.Sprintf(`{"missing":NaN,"nthread":%d}`, s.threads)
	if err := s.lib.check(s.lib.matrixFromDense(d.Features.array(&pin), config, &m)); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			s.lib.matrixFree(m)
			m = 0
		}
	}()
	labels := array(&pin, "<f4", &d.Labels[0], len(d.Labels))
	if err := s.lib.check(s.lib.matrixSetInfo(m, "label", labels)); err != nil {
		return m, err
	}
	names := d.Features.Names()
	return m, s.lib.check(s.lib.matrixSetNames(m, "feature_name", cStrings(&pin, names), uint64(len(names))))
}

// array describes the matrix in NumPy's array interface, version 3, which XGBoost reads memory by.
func (m Matrix) array(pin *runtime.Pinner) string {
	if m.values64 != nil {
		return array(pin, "<f8", &m.values64[0], m.Rows(), len(m.names))
	}
	return array(pin, "<f4", &m.values[0], m.Rows(), len(m.names))
}

func array[F float32 | float64](pin *runtime.Pinner, typestr string, first *F, shape ...int) string {
	pin.Pin(first)
	dims := strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", ",")
	return fmt.Sprintf(`{"data":[%d,true],"shape":[%s],"typestr":%q,"version":3}`,
		uintptr(unsafe.Pointer(first)), dims, typestr)
}

// cStrings returns a C array of C strings that lives until pin is released.
func cStrings(pin *runtime.Pinner, texts []string) **byte {
	pointers := make([]*byte, len(texts))
	for i, t := range texts {
		b := append([]byte(t), 0)
		pin.Pin(&b[0])
		pointers[i] = &b[0]
	}
	pin.Pin(&pointers[0])
	return &pointers[0]
}

// goString copies a C string.
func goString(at unsafe.Pointer) string {
	if at == nil {
		return ""
	}
	n := 0
	for *(*byte)(unsafe.Add(at, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(at), n))
}

// firstLine cuts the stack trace off an error of XGBoost's.
func firstLine(message string) string {
	message, _, _ = strings.Cut(message, "\nStack trace:")
	return strings.TrimSpace(message)
}
