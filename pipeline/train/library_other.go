//go:build !darwin && !linux && !windows

package train

import (
	"fmt"
	"runtime"
)

func openLibrary(string) (uintptr, error) {
	return 0, fmt.Errorf("training engines cannot be loaded on %s/%s", runtime.GOOS, runtime.GOARCH)
}

func bind(uintptr, string, any) error { return nil }
