package train

import (
	"fmt"
	"syscall"

	"github.com/ebitengine/purego"
)

// openLibrary loads a DLL.
func openLibrary(path string) (uintptr, error) {
	handle, err := syscall.LoadLibrary(path)
	return uintptr(handle), err
}

// bind sets the function that fn points to, to the library's function name.
func bind(library uintptr, name string, fn any) error {
	symbol, err := syscall.GetProcAddress(syscall.Handle(library), name)
	if err != nil {
		return fmt.Errorf("it has no function %s: %w", name, err)
	}
	purego.RegisterFunc(fn, symbol)
	return nil
}
