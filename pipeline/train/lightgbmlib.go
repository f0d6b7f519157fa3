package train

import (
	"errors"
	"fmt"
	"unsafe"
)

// lightgbmLibrary is the part of LightGBM's C API (LightGBM/c_api.h, 4.7) that training needs. Every function returns 0,
// or -1 with a message in lastError, which is kept per operating-system thread.
type lightgbmLibrary struct {
	lastError func() string

	datasetFromMatrix func(data *float32, dataType, rows, columns, rowMajor int32, params string, reference handle, out *handle) int32
	datasetSetField   func(d handle, field string, data *float32, n, dataType int32) int32
	datasetSetNames   func(d handle, names **byte, n int32) int32
	datasetFree       func(d handle) int32
	boosterCreate     func(train handle, params string, out *handle) int32
	boosterAddValid   func(b, valid handle) int32
	boosterUpdate     func(b handle, finished *int32) int32
	boosterEval       func(b handle, data int32, n *int32, out *float64) int32
	boosterSave       func(b handle, start, count, importance int32, size int64, n *int64, out *byte) int32
	boosterFree       func(b handle) int32
}

// float32s is C_API_DTYPE_FLOAT32.
const float32s = 0

func loadLightGBM(path string) (*lightgbmLibrary, error) {
	library, err := openLibrary(path)
	if err != nil {
		return nil, err
	}
	l := &lightgbmLibrary{}
	var errs []error
	for _, f := range []struct {
		name string
		fn   any
	}{
		{"LGBM_GetLastError", &l.lastError},
		{"LGBM_DatasetCreateFromMat", &l.datasetFromMatrix},
		{"LGBM_DatasetSetField", &l.datasetSetField},
		{"LGBM_DatasetSetFeatureNames", &l.datasetSetNames},
		{"LGBM_DatasetFree", &l.datasetFree},
		{"LGBM_BoosterCreate", &l.boosterCreate},
		{"LGBM_BoosterAddValidData", &l.boosterAddValid},
		{"LGBM_BoosterUpdateOneIter", &l.boosterUpdate},
		{"LGBM_BoosterGetEval", &l.boosterEval},
		{"LGBM_BoosterSaveModelToString", &l.boosterSave},
		{"LGBM_BoosterFree", &l.boosterFree},
	} {
		errs = append(errs, bind(library, f.name, f.fn))
	}
	return l, errors.Join(errs...)
}

// check turns a return code into an error. The caller must be on the thread of the call.
func (l *lightgbmLibrary) check(code int32) error {
	if code == 0 {
		return nil
	}
	return errors.New(l.lastError())
}

// save returns the first rounds of a booster as text.
func (l *lightgbmLibrary) save(b handle, rounds int) ([]byte, error) {
	buffer := make([]byte, 1<<16)
	for {
		var n int64 // with the NUL at the end
		code := l.boosterSave(b, 0, int32(rounds), gainImportance, int64(len(buffer)), &n, unsafe.SliceData(buffer))
		if err := l.check(code); err != nil {
			return nil, err
		}
		switch {
		case n < 1:
			return nil, fmt.Errorf("the model has %d bytes", n)
		case n <= int64(len(buffer)):
			return buffer[:n-1], nil
		}
		buffer = make([]byte, n)
	}
}

// gainImportance is C_API_FEATURE_IMPORTANCE_GAIN, which the text lists behind the trees.
const gainImportance = 1
