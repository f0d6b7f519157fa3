package wall

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

// A row is one wall: the packages that match Pkg link the standard library, the packages of this module in Own and the
// third-party modules in Modules, and nothing else.
type row struct {
	Pkg     []string // go list patterns, relative to the module
	Except  []string // packages taken out of Pkg
	Tests   bool     // their tests stand behind the wall, too
	Own     []string // package paths relative to the module; "x/..." is x and all below
	Modules []string // module paths
	Why     string
}

var walls = []row{
	{
		Pkg: []string{"./schema/..."}, Except: []string{"schema/registry/unity"}, Tests: true,
		Own: []string{"schema/..."},
		Why: "users link it into every service; a module that imports only schema and validate gets no indirect requirement",
	},
	{
		Pkg: []string{"./validate/..."}, Except: []string{"validate/playground"}, Tests: true,
		Own: []string{"schema/...", "validate/...", "internal/nearest"},
		Why: "it is the run time of generated code, in every service",
	},
	{
		Pkg: []string{"./internal/nearest"}, Tests: true,
		Own: []string{"internal/nearest"},
		Why: "validate and the generator both suggest words with it, so it stands behind the walls of both",
	},
	{
		Pkg: []string{"./validate/playground"},
		Own: []string{"schema/...", "validate/...", "internal/nearest"},
		Modules: []string{
			"github.com/go-playground/validator/v10", "github.com/go-playground/universal-translator",
			"github.com/go-playground/locales", "github.com/gabriel-vasile/mimetype", "github.com/leodido/go-urn",
			"golang.org/x/crypto", "golang.org/x/sys", "golang.org/x/text", "golang.org/x/net",
		},
		Why: "it is the one leaf of validate with a dependency: the interfaces that it adapts to",
	},
	{
		Pkg: []string{"./featurestore/columns"}, Tests: true,
		Own: []string{"schema/...", "validate/...", "internal/nearest", "featurestore/columns"},
		Why: "generated code fills and reads columns; Arrow itself would add 4 MB to each service",
	},
	{
		Pkg: []string{"./featurestore", "./featurestore/arrow", "./featurestore/delta"},
		Own: []string{
			"schema/...", "validate/...", "internal/nearest", "featurestore", "featurestore/columns", "featurestore/arrow",
			"featurestore/delta", "featurestore/internal/stored",
		},
		Modules: []string{
			"github.com/andybalholm/brotli", "github.com/apache/arrow-go/v18", "github.com/apache/thrift", "github.com/cespare/xxhash/v2",
			"github.com/goccy/go-json", "github.com/golang/snappy", "github.com/google/flatbuffers", "github.com/google/uuid",
			"github.com/klauspost/compress", "github.com/klauspost/cpuid/v2", "github.com/pierrec/lz4/v4", "github.com/zeebo/xxh3",
			"golang.org/x/exp", "golang.org/x/sync", "golang.org/x/sys", "golang.org/x/text", "golang.org/x/xerrors",
			"google.golang.org/genproto/googleapis/rpc", "google.golang.org/grpc", "google.golang.org/protobuf", "golang.org/x/net",
		},
		Why: "a program with a Delta table in a folder does not link Spark's client",
	},
	{
		Pkg:     []string{"./featurestore/rows"},
		Own:     []string{"schema/...", "validate/...", "internal/nearest", "internal/commandline", "featurestore", "featurestore/columns", "featurestore/rows"},
		Modules: []string{"github.com/alecthomas/kong"},
		Why:     "typedml validate compiles it in the user's module, and waits for that",
	},
	{
		Pkg: []string{"./mlflow/tree"}, Tests: true,
		Own: []string{"schema/...", "validate/...", "internal/nearest", "mlflow/tree"},
		Why: "a service that only predicts links neither a client nor a training engine",
	},
	{
		Pkg:     []string{"./pipeline/job", "./pipeline/bundle"},
		Own:     []string{"schema/...", "validate/...", "internal/nearest", "featurestore/columns", "pipeline/config", "pipeline/job", "pipeline/bundle", "internal/quartz", "internal/commandline"},
		Modules: []string{"github.com/alecthomas/kong", "github.com/goccy/go-yaml"},
		Why:     "every job's program links them, and is uploaded with each release: the SDK alone would add 22 MB",
	},
	{
		Pkg:     []string{"./pipeline/engine"},
		Own:     []string{"schema/...", "validate/...", "internal/nearest", "internal/quartz", "internal/wait", "internal/commandline", "featurestore/columns", "pipeline/config", "pipeline/job", "pipeline/engine"},
		Modules: []string{"github.com/alecthomas/kong", "github.com/goccy/go-yaml"},
		Why:     "every pipeline links it; what survives a process, with its database drivers, is the leaf pipeline/engine/dbos",
	},
	{
		Pkg: []string{"./gen/..."},
		Own: []string{"gen/...", "schema/...", "internal/nearest", "validate/is"},
		Modules: []string{
			"cel.dev/cel-go", "cel.dev/expr", "github.com/antlr4-go/antlr/v4", "github.com/dave/jennifer",
			"github.com/goccy/go-yaml", "golang.org/x/exp", "golang.org/x/mod", "golang.org/x/sync", "golang.org/x/text",
			"golang.org/x/tools", "google.golang.org/genproto/googleapis/api", "google.golang.org/protobuf",
			"google.golang.org/genproto/googleapis/rpc", "go.yaml.in/yaml/v3",
		},
		Why: "the generator must compile when the run time does not: a stale struct may stop pipeline, never its repair; " +
			"validate/is has no struct, and decides formats of defaults",
	},
	{
		Pkg: []string{"./cmd/typedml"},
		Own: []string{"cmd/typedml/...", "gen/...", "schema/...", "internal/nearest", "internal/commandline", "validate/is"},
		Modules: []string{
			"cel.dev/cel-go", "cel.dev/expr", "github.com/alecthomas/kong", "github.com/antlr4-go/antlr/v4",
			"github.com/dave/jennifer", "github.com/goccy/go-yaml", "golang.org/x/exp", "golang.org/x/mod",
			"golang.org/x/sync", "golang.org/x/text", "golang.org/x/tools", "google.golang.org/genproto/googleapis/api",
			"google.golang.org/protobuf", "google.golang.org/genproto/googleapis/rpc", "go.yaml.in/yaml/v3",
		},
		Why: "it is built in users' modules: Arrow, SQLite or an SDK in it would cost their first generate a minute and 70 MB",
	},
}

// systems are those whose files the walls are held against: a dependency may be one system's.
var systems = []string{"linux", "darwin", "windows"}

func TestWalls(t *testing.T) {
	readSources(t)
	for _, w := range walls {
		t.Run(w.Pkg[0], func(t *testing.T) {
			pkgs := listPackages(t, w.Pkg, w.Except)
			if len(pkgs) == 0 {
				t.Fatalf("no package matches %v: the wall protects nothing", w.Pkg)
			}
			for _, system := range systems {
				for _, d := range listDeps(t, system, pkgs, w.Tests) {
					if !w.allows(d) {
						t.Errorf("%v links %s on %s, which stands outside its wall.\nWhy the wall: %s\nHow it got in: go mod why, or GOOS=%s go list -deps -test -json %s",
							w.Pkg, d, system, w.Why, system, w.Pkg[0])
					}
				}
			}
		})
	}
}

// sdkMay are the packages that link the Databricks SDK, or what it brings.
var sdkMay = []string{
	"schema/registry/unity", "featurestore/databricks", "featurestore/all", "mlflow/databricks", "mlflow/all", "mlflow/serving/endpoint", "pipeline/databricks", "pipeline/engine/...",
	"internal/databricks", "internal/workspace", "internal/warehouse", "cmd/typedmlctl",
}

// TestSDKStaysInLeaves checks that nobody pays the SDK's 22 MB and 32 modules who does not speak to Databricks.
func TestSDKStaysInLeaves(t *testing.T) {
	readSources(t)
	linked := 0
	for _, p := range goList(t, runtime.GOOS, "-json=ImportPath,Deps", "./...") {
		own, _ := ownPath(p.ImportPath)
		if !slices.ContainsFunc(p.Deps, func(d string) bool { return strings.HasPrefix(d, "github.com/databricks/databricks-sdk-go") }) {
			continue
		}
		linked++
		if !slices.ContainsFunc(sdkMay, func(m string) bool { return under(own, m) }) {
			t.Errorf("%s links the Databricks SDK, which only the leaves %v do", own, sdkMay)
		}
	}
	if linked == 0 {
		t.Fatal("no package links the SDK: the wall protects nothing")
	}
}

// TestNobodyImportsGen checks that the generator is linked by commands alone. Tests under internal and cmd may use it, and
// so may internal/agreement, which is nothing but a test in several packages.
func TestNobodyImportsGen(t *testing.T) {
	readSources(t)
	for _, p := range listAll(t) {
		if under(p.path, "gen/...") || under(p.path, "cmd/...") || under(p.path, "internal/agreement/...") {
			continue
		}
		imports := p.imports
		if !under(p.path, "internal/...") {
			imports = slices.Concat(imports, p.testImports)
		}
		for _, i := range imports {
			if own, ok := ownPath(i); ok && under(own, "gen/...") {
				t.Errorf("%s imports %s: the generator is compile time, only commands link it", p.path, i)
			}
		}
	}
}

// TestDBOSStaysInItsLeaf checks that a program links DBOS, with its drivers for SQLite and Postgres, when it imports the leaf,
// and not otherwise: the examples' demos do.
func TestDBOSStaysInItsLeaf(t *testing.T) {
	readSources(t)
	const dbos = "github.com/dbos-inc/dbos-transact-golang"
	links := func(pkgs []string) bool {
		return slices.ContainsFunc(listDeps(t, runtime.GOOS, pkgs, false), func(d dep) bool { return d.module == dbos })
	}
	if !links([]string{"./pipeline/engine/dbos"}) {
		t.Error("the leaf does not link DBOS: the test protects nothing")
	}
	rest := listPackages(t, []string{"./cmd/...", "./mlflow/...", "./featurestore/...", "./pipeline/..."}, []string{"pipeline/engine/dbos"})
	if links(rest) {
		t.Errorf("a package beside pipeline/engine/dbos links %s: go list -deps", dbos)
	}
}

// TestWallStops proves that the table's judgement can say no.
func TestWallStops(t *testing.T) {
	w := row{Own: []string{"schema/...", "validate/is"}, Modules: []string{"example.com/kept"}}
	for _, c := range []struct {
		dep  dep
		want bool
	}{
		{dep{path: module + "/schema", module: module}, true},
		{dep{path: module + "/schema/sql", module: module}, true},
		{dep{path: module + "/schematic", module: module}, false},
		{dep{path: module + "/validate/is", module: module}, true},
		{dep{path: module + "/validate", module: module}, false},
		{dep{path: "example.com/kept/x", module: "example.com/kept"}, true},
		{dep{path: "example.com/other", module: "example.com/other"}, false},
	} {
		if got := w.allows(c.dep); got != c.want {
			t.Errorf("allows(%s) = %v, want %v", c.dep, got, c.want)
		}
	}
}
