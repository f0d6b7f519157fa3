package train

import (
	"errors"
	"fmt"
	"unsafe"
)

// handle is an object of the library's (DMatrixHandle, BoosterHandle).
type handle uintptr

// xgboostLibrary is the part of XGBoost's C API (xgboost/c_api.h, 3.2) that training needs. Every function returns 0,
// or -1 with a message in lastError, which is kept per operating-system thread.
type xgboostLibrary struct {
	version   func(major, minor, patch *int32)
	lastError func() string

	matrixFromDense     func(array, config string, out *handle) int32
	matrixSetInfo       func(m handle, field, array string) int32
	matrixSetNames      func(m handle, field string, names **byte, n uint64) int32
	matrixFree          func(m handle) int32
	boosterCreate       func(cache *handle, n uint64, out *handle) int32
	boosterFree         func(b handle) int32
	boosterSetParam     func(b handle, name, value string) int32
	boosterUpdate       func(b handle, iteration int32, m handle) int32
	boosterEval         func(b handle, iteration int32, ms *handle, names **byte, n uint64, out *unsafe.Pointer) int32
	boosterSlice        func(b handle, begin, end, step int32, out *handle) int32
	boosterSetAttribute func(b handle, key, value string) int32
	boosterSetNames     func(b handle, field string, names **byte, n uint64) int32
	boosterSave         func(b handle, config string, n *uint64, out *unsafe.Pointer) int32
}

func loadXGBoost(path string) (*xgboostLibrary, error) {
	library, err := openLibrary(path)
	if err != nil {
		return nil, err
	}
	x := &xgboostLibrary{}
	var errs []error
	for _, f := range []struct {
		name string
		fn   any
	}{
		{"XGBoostVersion", &x.version},
		{"XGBGetLastError", &x.lastError},
		{"XGDMatrixCreateFromDense", &x.matrixFromDense},
		{"XGDMatrixSetInfoFromInterface", &x.matrixSetInfo},
		{"XGDMatrixSetStrFeatureInfo", &x.matrixSetNames},
		{"XGDMatrixFree", &x.matrixFree},
		{"XGBoosterCreate", &x.boosterCreate},
		{"XGBoosterFree", &x.boosterFree},
		{"XGBoosterSetParam", &x.boosterSetParam},
		{"XGBoosterUpdateOneIter", &x.boosterUpdate},
		{"XGBoosterEvalOneIter", &x.boosterEval},
		{"XGBoosterSlice", &x.boosterSlice},
		{"XGBoosterSetAttr", &x.boosterSetAttribute},
		{"XGBoosterSetStrFeatureInfo", &x.boosterSetNames},
		{"XGBoosterSaveModelToBuffer", &x.boosterSave},
	} {
		errs = append(errs, bind(library, f.name, f.fn))
	}
	return x, errors.Join(errs...)
}

func (x *xgboostLibrary) versionString() string {
	var major, minor, patch int32
	x.version(&major, &minor, &patch)
	return fmt.Sprintf("%d.%d.%d", major, minor, patch)
}

// check turns a return code into an error. The caller must be on the thread of the call.
func (x *xgboostLibrary) check(code int32) error {
	if code == 0 {
		return nil
	}
	return errors.New(firstLine(x.lastError()))
}
