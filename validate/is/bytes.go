package is

import "unsafe"

// JSONBytes is [JSON] for a byte string (json).
func JSONBytes(b []byte) bool { return JSON(unsafe.String(unsafe.SliceData(b), len(b))) }
