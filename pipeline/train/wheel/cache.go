package wheel

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// FetchCommand is what a user runs to get the engines' libraries for this system; with the name of an engine behind it,
// that one alone. Errors name it as their remedy.
const FetchCommand = "go run github.com/typedml/typedml/pipeline/train/fetch"

// CacheDir returns the folder that downloads are kept in: $TYPEDML_CACHE, else typedml under $XDG_CACHE_HOME, else
// under ~/.cache (on Windows under %LocalAppData%). The folder may not exist yet.
func CacheDir() (string, error) {
	if dir := os.Getenv("TYPEDML_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	if dir := os.Getenv("XDG_CACHE_HOME"); dir != "" {
		return filepath.Abs(filepath.Join(dir, "typedml"))
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "typedml"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("wheel: no cache folder: %w; set TYPEDML_CACHE to a folder that may be written", err)
	}
	return filepath.Join(home, ".cache", "typedml"), nil
}

// Path returns where w's shared library lies once the wheel is unpacked under the cache folder.
func (w Wheel) Path(cache string) string {
	return filepath.Join(w.dir(cache), filepath.FromSlash(w.Library))
}

func (w Wheel) dir(cache string) string {
	return filepath.Join(cache, "wheels", strings.TrimSuffix(w.Name(), ".whl"))
}

// Locate returns the path of an engine's shared library for the system of this program: the file that
// $TYPEDML_XGBOOST_LIB or $TYPEDML_LIGHTGBM_LIB names, else the unpacked wheel in the cache folder. Its errors are an
// *[UnavailableError] where no wheel exists, a *[NotFetchedError] where it has not been downloaded, and a *[DamagedError].
func Locate(engine string) (string, error) {
	variable := "TYPEDML_" + strings.ToUpper(engine) + "_LIB"
	if path := os.Getenv(variable); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("wheel: %s: %w", variable, err)
		}
		return path, nil
	}
	w, err := Find(engine, Host())
	if err != nil {
		return "", err
	}
	cache, err := CacheDir()
	if err != nil {
		return "", err
	}
	if err := w.Check(cache); err != nil {
		return "", err
	}
	return w.Path(cache), nil
}

// NotFetchedError says that an engine's library is not in the cache folder yet.
type NotFetchedError struct {
	Wheel Wheel
	Path  string // where it would lie
}

// Error names the missing file and the command that fetches it.
func (e *NotFetchedError) Error() string {
	return fmt.Sprintf("wheel: the %s %s library is not in the cache folder (%s); fetch it once (%s) with: %s %s",
		e.Wheel.Engine, e.Wheel.Version, e.Path, megabytes(e.Wheel.Size), FetchCommand, e.Wheel.Engine)
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
