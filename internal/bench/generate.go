package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/internal/neighbour"
)

// generatePairs compares typedml generate with go build of the same package, both as commands, with a warm build cache: what
// a user waits for behind a change of the definitions. Unchanged means that both find nothing to do.
func generatePairs() []pair {
	return []pair{
		generatePair("generate/200_structs/go_build", 200, (*generated).all, (*generated).rebuild),
		generatePair("generate/unchanged_200/go_build", 200, (*generated).generate, (*generated).build),
		generatePair("generate/unchanged_1/go_build", 1, (*generated).generate, (*generated).build),
	}
}

func generatePair(name string, structs int, ours, peer func(*generated) error) pair {
	var m *generated
	repeated := func(f func(*generated) error) func(int) {
		return func(n int) {
			for range n {
				if err := f(m); err != nil {
					panic(err) // it went well a moment ago
				}
			}
		}
	}
	return pair{
		name: name, rounds: 3,
		start: func() (stop func(), err error) {
			m, err = newGenerated(structs)
			return func() { m.remove() }, err
		},
		check: func() error { return m.check() },
		ours:  repeated(ours), peer: repeated(peer),
	}
}

// generated is a module with structs, and the tool that generates their code.
type generated struct {
	dir, tool string
	env       []string
	edits     int
}

// newGenerated makes the module beside this one: the same requirements, nothing to download.
func newGenerated(structs int) (_ *generated, err error) {
	dir, err := os.MkdirTemp("", "typedml-bench-*")
	if err != nil {
		return nil, err
	}
	m := &generated{dir: dir, tool: filepath.Join(dir, "typedml.exe")}
	defer func() {
		if err != nil {
			m.remove()
		}
	}()
	m.env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod", "TYPEDML_CACHE="+filepath.Join(dir, "cache"))
	err = errors.Join(neighbour.Write(dir, "example.com/house"), os.Mkdir(filepath.Join(dir, "defs"), 0o700), m.write(structs))
	if err != nil {
		return nil, err
	}
	return m, m.run("go", "build", "-o", m.tool, "github.com/typedml/typedml/cmd/typedml")
}

func (m *generated) remove() { os.RemoveAll(m.dir) }

// write declares the structs, ten a file.
func (m *generated) write(structs int) error {
	for first := 0; first < structs; first += 10 {
		var b strings.Builder
		b.WriteString("package defs\n\nimport \"time\"\n")
		for i := first; i < min(first+10, structs); i++ {
			fmt.Fprintf(&b, definition, i)
		}
		if err := os.WriteFile(m.source(first/10), []byte(b.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (m *generated) source(i int) string {
	return filepath.Join(m.dir, "defs", fmt.Sprintf("defs%d.go", i))
}

// definition is a feature vector with a bit of everything.
const definition = `
// Features%[1]d are those of one customer.
//
//typedml:schema name=bench.features%[1]d version=1.0.0
//typedml:check average "the average must not exceed the total" average <= total
type Features%[1]d struct {
	ID      string    ` + "`json:\"id\" validate:\"required,max=64\" feature:\"key\"`" + `
	At      time.Time ` + "`json:\"at\" feature:\"timestamp\"`" + `
	Amount  float64   ` + "`json:\"amount\" validate:\"gte=0,lte=1%[1]d\" check:\"decimals=2\"`" + `
	Count   int       ` + "`json:\"count\" validate:\"gte=0,lte=10000\"`" + `
	Days    *int      ` + "`json:\"days\" validate:\"omitempty,gte=0\"`" + `
	Kind    string    ` + "`json:\"kind\" validate:\"oneof=red green blue\"`" + `
	Vector  []float64 ` + "`json:\"vector\" validate:\"len=64\" check:\"norm=0.99..1.01\"`" + `
	Tags    []string  ` + "`json:\"tags\" validate:\"max=8,dive,required,max=32\"`" + `
	Total   float64   ` + "`json:\"total\" validate:\"gte=0\"`" + `
	Average float64   ` + "`json:\"average\" validate:\"gte=0\" default:\"0\"`" + `
}
`

// check generates and compiles everything, and demands that a second run have nothing to do.
func (m *generated) check() error {
	if err := m.all(); err != nil {
		return err
	}
	if err := m.generate(); err != nil {
		return err
	}
	return m.build()
}

// all generates everything, as if nothing had been generated before.
func (m *generated) all() error {
	old, err := filepath.Glob(filepath.Join(m.dir, "defs", "*_typedml.go"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(m.dir, "cache")); err != nil {
		return err
	}
	if err := m.run(m.tool, "generate", "./defs"); err != nil {
		return err
	}
	_, err = os.Stat(strings.TrimSuffix(m.source(0), ".go") + "_typedml.go")
	return err
}

// generate demands that there be nothing to do.
func (m *generated) generate() error {
	cmd := m.command(m.tool, "generate", "./defs")
	out, err := cmd.CombinedOutput()
	if err != nil || len(out) > 0 {
		return fmt.Errorf("typedml generate of an unchanged package: %w\n%s", err, out)
	}
	return nil
}

func (m *generated) build() error { return m.run("go", "build", "./defs") }

// rebuild compiles the package behind a change.
func (m *generated) rebuild() error {
	m.edits++
	f, err := os.OpenFile(m.source(0), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "\n// Edit %d of %s.\n", m.edits, m.dir)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return m.build()
}

func (m *generated) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = m.dir, m.env
	return cmd
}

func (m *generated) run(name string, args ...string) error {
	if out, err := m.command(name, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, bytes.TrimSpace(out))
	}
	return nil
}
