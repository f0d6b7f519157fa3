package wheel

import (
	"fmt"
	"runtime"
	"strings"
)

// XGBoostVersion is the one version of XGBoost that models are trained with, in Go and in the Python environments
// beside it: two versions train different models from the same input.
const XGBoostVersion = "3.2.0"

// LightGBMVersion is that of LightGBM.
const LightGBMVersion = "4.7.0"

// The engines, by the names that MLflow's flavors have.
const (
	XGBoost  = "xgboost"
	LightGBM = "lightgbm"
)

// Engines returns the names of all engines.
func Engines() []string { return []string{XGBoost, LightGBM} }

// System is an operating system and an architecture, in Go's words ("linux", "arm64").
type System struct {
	OS, Arch string
}

// Host returns the system that this program was built for.
func Host() System { return System{runtime.GOOS, runtime.GOARCH} }

// ParseSystem reads "os/arch", such as "linux/arm64".
func ParseSystem(s string) (System, error) {
	goos, arch, ok := strings.Cut(s, "/")
	if !ok || goos == "" || arch == "" {
		return System{}, fmt.Errorf("wheel: system %q is not of the form os/arch, such as linux/arm64", s)
	}
	return System{goos, arch}, nil
}

// String returns "os/arch".
func (s System) String() string { return s.OS + "/" + s.Arch }

// Wheel is one row of the table: a published wheel and what it holds.
type Wheel struct {
	Engine   string // XGBoost or LightGBM
	Version  string // the engine's version
	System   System
	Project  string // the name that pip installs it by
	Platform string // the wheel's platform tag, or several of them with dots between
	Size     int64  // bytes of the wheel
	SHA256   string // of the wheel, lower-case hexadecimal
	Library  string // slash-separated path of the shared library inside the wheel
	Needs    string // what the library wants from the system besides, or ""
}

// Name is the wheel's file name.
func (w Wheel) Name() string {
	return fmt.Sprintf("%s-%s-py3-none-%s.whl", w.Project, w.Version, w.Platform)
}

// tag is one platform tag, by which pip finds the wheel.
func (w Wheel) tag() string { return w.Platform[strings.LastIndexByte(w.Platform, '.')+1:] }

// Wheels returns the table, one row per engine and system.
func Wheels() []Wheel { return append(xgboostWheels(), lightgbmWheels()...) }

// xgboostWheels are of two projects: under xgboost's own name the Linux and Windows wheels carry CUDA kernels (over
// 100 MB), so xgboost_cpu is taken where it is published.
func xgboostWheels() []Wheel {
	const so, dylib, dll = "xgboost/lib/libxgboost.so", "xgboost/lib/libxgboost.dylib", "xgboost/lib/xgboost.dll"
	row := func(goos, arch, project, platform, library, needs string, size int64, sum string) Wheel {
		return Wheel{XGBoost, XGBoostVersion, System{goos, arch}, project, platform, size, sum, library, needs}
	}
	return []Wheel{
		row("linux", "amd64", "xgboost_cpu", "manylinux_2_28_x86_64", so, "glibc 2.28 or later",
			5595924, "9c10b1653e1a689bf4094a328144cf3633c9be0e5217a76fbdc2fde6abcb2950"),
		row("linux", "arm64", "xgboost_cpu", "manylinux_2_28_aarch64", so, "glibc 2.28 or later",
			5213428, "896b9e2bc52ec0921edf92ddd1cebedf47032e94992b7aca0293524d380ce6e9"),
		row("darwin", "arm64", "xgboost", "macosx_12_0_arm64", dylib, libomp,
			2328527, "eabbd40d474b8dbf6cb3536325f9150b9e6f0db32d18de9914fb3227d0bef5b7"),
		row("darwin", "amd64", "xgboost", "macosx_10_15_x86_64", dylib, libomp,
			2507014, "2f661966d3e322536d9c448090a870fcba1e32ee5760c10b7c46bac7a342079a"),
		row("windows", "amd64", "xgboost_cpu", "win_amd64", dll, vcomp,
			2149094, "bfe72e42f73d2c6870a1a8b75324d56ae86ddad9abd4dccefeb36f2c3196dd48"),
	}
}

// lightgbmWheels bring no OpenMP run time on any system, unlike XGBoost's for Linux.
func lightgbmWheels() []Wheel {
	const so, dylib, dll = "lightgbm/lib/lib_lightgbm.so", "lightgbm/lib/lib_lightgbm.dylib", "lightgbm/bin/lib_lightgbm.dll"
	row := func(goos, arch, platform, library, needs string, size int64, sum string) Wheel {
		return Wheel{LightGBM, LightGBMVersion, System{goos, arch}, "lightgbm", platform, size, sum, library, needs}
	}
	return []Wheel{
		row("linux", "amd64", "manylinux_2_27_x86_64.manylinux_2_28_x86_64", so, libgomp,
			3476028, "d23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7"),
		row("linux", "arm64", "manylinux2014_aarch64.manylinux_2_17_aarch64", so, libgomp,
			3349492, "d4529acec5c6fefe4768302a529707d0ead90f6a6f42df694b856212e09695b8"),
		row("darwin", "arm64", "macosx_12_0_arm64", dylib, libomp,
			1498914, "129535462686f274df179133643118c5c5c5667167fe6c3a28d955f0b3c8e868"),
		row("darwin", "amd64", "macosx_10_15_x86_64", dylib, libomp,
			1877851, "dfc1cfe8e760387be1e7ba7a214688be21fdff96e4ed9749188f83e1877c2477"),
		row("windows", "amd64", "win_amd64", dll, vcomp,
			1360833, "f42d1e5b32b6f170e606d7c689c6165671da98d7bf37f1addec2623efc8740c9"),
	}
}

// What libraries want from the system besides themselves.
const (
	libgomp = "glibc 2.27 or later and the OpenMP run time libgomp.so.1 (Debian, Ubuntu: apt-get install libgomp1; Fedora: dnf install libgomp)"
	libomp  = "OpenMP (brew install libomp)"
	vcomp   = "the Microsoft Visual C++ redistributable (vcomp140.dll)"
)

// Find returns the row for an engine on a system, or an *[UnavailableError].
func Find(engine string, sys System) (Wheel, error) {
	for _, w := range Wheels() {
		if w.Engine == engine && w.System == sys {
			return w, nil
		}
	}
	return Wheel{}, &UnavailableError{Engine: engine, System: sys}
}

// UnavailableError says that no wheel of an engine is published for a system.
type UnavailableError struct {
	Engine string
	System System
}

// Error says what is missing, what works without it and where training would work.
func (e *UnavailableError) Error() string {
	var have []string
	var version string
	for _, w := range Wheels() {
		if w.Engine == e.Engine {
			have, version = append(have, w.System.String()), w.Version
		}
	}
	if have == nil {
		return fmt.Sprintf("wheel: no engine %q is known here; there are %s", e.Engine, strings.Join(Engines(), ", "))
	}
	return fmt.Sprintf("wheel: %s %s is not published for %s, so training with it cannot run on this system; everything "+
		"else can (prediction is pure Go). Train on one of %s, or name a library of your own in TYPEDML_%s_LIB",
		e.Engine, version, e.System, strings.Join(have, ", "), strings.ToUpper(e.Engine))
}
