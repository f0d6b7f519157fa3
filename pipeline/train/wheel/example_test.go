package wheel_test

import (
	"fmt"

	"github.com/typedml/typedml/pipeline/train/wheel"
)

func ExampleFind() {
	w, err := wheel.Find("xgboost", wheel.System{OS: "linux", Arch: "arm64"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(w.Name(), w.Size, w.Library)
	// Output: xgboost_cpu-3.2.0-py3-none-manylinux_2_28_aarch64.whl 5213428 xgboost/lib/libxgboost.so
}
