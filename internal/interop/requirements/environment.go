package requirements

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

//go:embed *.txt *.lock *.jars
var files embed.FS

// An Environment is one Python virtual environment.
type Environment struct {
	Name  string // "mlflow": its folder is venv-mlflow in the cache, its files here are mlflow.txt and mlflow.lock
	About string // what it is for, in a few words
	Disk  int64  // bytes on disk when installed, about
	// Source is a package that there is no wheel of: it is built from its source archive, which needs no compiler.
	Source string
}

// Environments returns all of them.
func Environments() []Environment {
	return []Environment{
		{Name: "mlflow", About: "the MLflow server and its Python client", Disk: 850e6},
		{Name: "delta", About: "a second reader of Delta tables", Disk: 300e6},
		{Name: "pydantic", About: "Pydantic, a checker of types and a validator of JSON Schema", Disk: 80e6},
		{Name: "msgspec", About: "a JSON decoder that the benchmarks compare with", Disk: 15e6},
		{Name: "duckdb", About: "an embedded engine of SQL", Disk: 75e6},
		{Name: "spark", About: "the Spark Connect server with Delta", Disk: 540e6, Source: "pyspark"},
		{Name: "notebook", About: "Jupyter's client, for the Go notebook", Disk: 50e6},
	}
}

// Find returns the environment of that name.
func Find(name string) (Environment, error) {
	all := Environments()
	if i := slices.IndexFunc(all, func(e Environment) bool { return e.Name == name }); i >= 0 {
		return all[i], nil
	}
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.Name
	}
	return Environment{}, fmt.Errorf("no environment %q: there are %s", name, strings.Join(names, ", "))
}

// Requirements returns the text of NAME.txt, what pip is asked for.
func (e Environment) Requirements() []byte { return e.file(".txt") }

// Constraints returns the text of NAME.lock, the versions that pip may choose.
func (e Environment) Constraints() []byte { return e.file(".lock") }

func (e Environment) file(ext string) []byte {
	b, err := files.ReadFile(e.Name + ext)
	if err != nil {
		return nil // an Environment that Find does not know
	}
	return b
}

// Dir returns the environment's folder in the cache. Its name holds the versions: checkouts with other ones share a
// cache.
func (e Environment) Dir(cache string) string {
	return filepath.Join(cache, "venv-"+e.Name+"-"+e.Stamp()[:8])
}

// Python returns the path of the environment's interpreter.
func (e Environment) Python(cache string) string { return e.Bin(cache, "python") }

// Bin returns the path of a command of the environment.
func (e Environment) Bin(cache, command string) string {
	if runtime.GOOS == "windows" {
		return filepath.Join(e.Dir(cache), "Scripts", command+".exe")
	}
	return filepath.Join(e.Dir(cache), "bin", command)
}

// StampFile returns the path of the file that is written last, when the environment is complete.
func (e Environment) StampFile(cache string) string {
	return filepath.Join(e.Dir(cache), "typedml-stamp")
}

// Stamp returns what the stamp file holds: a hash of the requirements and the constraints. It changes when either does.
func (e Environment) Stamp() string {
	h := sha256.New()
	fmt.Fprintf(h, "%d\n", len(e.Requirements()))
	h.Write(e.Requirements())
	h.Write(e.Constraints())
	h.Write(e.file(".jars"))
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Ready reports whether the environment in the cache is complete, of today's versions, and its interpreter still there.
func (e Environment) Ready(cache string) bool {
	stamp, err := os.ReadFile(e.StampFile(cache))
	if err != nil || strings.TrimSpace(string(stamp)) != e.Stamp() {
		return false
	}
	_, err = os.Stat(e.Python(cache))
	return err == nil
}

// A Package is one line of a lock.
type Package struct {
	Name, Version string
	Bytes         int64 // the size of the download on linux/amd64; elsewhere it differs a little
}

// Packages returns what this system downloads for the environment with pip, largest first.
func (e Environment) Packages() ([]Package, error) { return e.packages(".lock", "==") }

// Jars returns the Java archives that the environment has beside its Python packages, as group:artifact, largest first;
// none for most.
func (e Environment) Jars() ([]Package, error) { return e.packages(".jars", ":") }

// Asked returns the Java archive that the others come with, as group:artifact:version.
func (e Environment) Asked() string {
	for line := range strings.Lines(string(e.file(".jars"))) {
		if spec, _, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(spec, "#") {
			return spec
		}
	}
	return ""
}

// packages reads lines of a name, the last separator, a version, and the download's size in MB with the systems, if not all.
func (e Environment) packages(ext, separator string) ([]Package, error) {
	var list []Package
	for line := range strings.Lines(string(e.file(ext))) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		spec, note, _ := strings.Cut(line, "#")
		spec = strings.TrimSpace(spec)
		at := strings.LastIndex(spec, separator)
		words := strings.Fields(note)
		if at < 0 || len(words) == 0 {
			return nil, fmt.Errorf("%s%s: %q is not name%sversion  # MB [systems]", e.Name, ext, line, separator)
		}
		name, version := spec[:at], spec[at+len(separator):]
		mb, err := strconv.ParseFloat(words[0], 64)
		if err != nil {
			return nil, fmt.Errorf("%s%s: size of %s: %w", e.Name, ext, name, err)
		}
		if systems := words[1:]; len(systems) == 0 || slices.Contains(systems, runtime.GOOS) {
			list = append(list, Package{name, version, int64(mb * 1e6)})
		}
	}
	slices.SortFunc(list, func(a, b Package) int {
		if a.Bytes != b.Bytes {
			return int(b.Bytes - a.Bytes)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, nil
}
