//go:build darwin || linux

package train

import (
	"fmt"
	"runtime"

	"github.com/ebitengine/purego"
)

// openLibrary loads a shared library; its symbols stay private to it, so that engines with names in common can live
// in one process.
func openLibrary(path string) (uintptr, error) {
	runtime.LockOSThread() // the reason of a failure is asked for by a second call, and kept per thread
	defer runtime.UnlockOSThread()
	return purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
}

// bind sets the function that fn points to, to the library's function name.
func bind(library uintptr, name string, fn any) error {
	symbol, err := purego.Dlsym(library, name)
	if err != nil {
		return fmt.Errorf("it has no function %s: %w", name, err)
	}
	purego.RegisterFunc(fn, symbol)
	return nil
}
