package emit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// stances are where generated Go stands on the vectors: Validate and the JSON decoder alike.
func stances() []vectors.Stance {
	return []vectors.Stance{}
}

// program is a main package in the making that validates and decodes values and prints what is reported.
type program struct {
	*vectorSource
	rows, inputs strings.Builder
}

func (p *program) value(name, typ string, value map[string]any) {
	fmt.Fprintf(&p.rows, "{%q, func(r *validate.Report) { x := %s; x.ValidateInto(r); decide(&x) }},\n", name, p.record(typ, value))
}

func (p *program) input(name, typ, text string) {
	fmt.Fprintf(&p.inputs, "{%q, func(r *validate.Report) { var x %s; x.DecodeJSON([]byte(%q), r) }},\n", name, typ, text)
}

func (p *program) main() string {
	return `package main

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"os"
	"time"

	"github.com/typedml/typedml/validate"
)

` + vectors.Rules + p.decls.String() + `
type row struct {
	name string
	run  func(*validate.Report)
}

var rows = []row{
` + p.rows.String() + `}

var inputs = []row{
` + p.inputs.String() + `}

// decide holds KeepsRules, which has no report, against ValidateInto at the present.
func decide(x interface { KeepsRules() bool; ValidateInto(*validate.Report) }) {
	var r validate.Report
	if x.ValidateInto(&r); x.KeepsRules() != (r.Len() == 0) {
		panic("KeepsRules and ValidateInto disagree")
	}
}

func ptr[T any](v T) *T { return &v }

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t
}

func decimal(s string) validate.Decimal {
	d, err := validate.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func date(s string) validate.Date {
	d, err := validate.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func raw(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

type finding struct{ Path, Rule string }

func run(rows []row) map[string][]finding {
	out := map[string][]finding{}
	for _, row := range rows {
		r := validate.Report{Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
		row.run(&r)
		out[row.name] = []finding{}
		for v := range r.All() {
			out[row.name] = append(out[row.name], finding{v.Path(), v.Rule()})
		}
	}
	return out
}

func main() {
	_, _, _ = math.NaN, base64.StdEncoding, time.Now
	if err := json.NewEncoder(os.Stdout).Encode([]map[string][]finding{run(rows), run(inputs)}); err != nil {
		panic(err)
	}
}
`
}

// run generates, builds and runs the program, and returns what it reports of the values and of the inputs.
func (p *program) run(t *testing.T, env ...string) (values, inputs map[string][]schema.Finding) {
	t.Helper()
	generated, err := Source(&unit.File{Package: "main", Path: "vectors", Output: "main_typedml.go", Structs: p.structs})
	require.NoError(t, err)
	dir := moduleDir(t, map[string][]byte{"main.go": []byte(p.main()), "main_typedml.go": generated})
	build := exec.Command("go", "build", "-o", "vectors", ".")
	build.Dir, build.Env = dir, append(append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off"), env...)
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	run := exec.Command(filepath.Join(dir, "vectors"))
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	if err := run.Run(); err != nil && strings.Contains(stderr.String(), "microarchitecture") {
		t.Skip("this CPU does not run GOAMD64=v3")
	}
	require.NoError(t, err, "%s", stderr.String())
	var reported [2]map[string][]schema.Finding
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &reported), "%s%s", stdout.String(), stderr.String())
	return reported[0], reported[1]
}

// moduleDir is a module outside of this one, with the files.
func moduleDir(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "vectors"))
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	return dir
}

// Generated Validate methods and decoders report what the vectors say.
func TestVectors(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	p := &program{vectorSource: &vectorSource{done: map[string]bool{}}}
	n := 0
	for _, f := range files {
		for _, c := range f.Cases {
			n++
			p.form = []unit.Form{unit.Pointer, unit.Opt}[n%2]
			typ := "C" + strconv.Itoa(n)
			p.declare(typ, c.Record)
			for _, r := range c.Rows {
				if r.Go {
					p.value(r.Name, typ, r.Value)
				}
				if r.JSON != "" {
					p.input(r.Name, typ, r.JSON)
				}
			}
		}
	}
	for _, env := range environments() {
		t.Run(env, func(t *testing.T) {
			values, inputs := p.run(t, env)
			assert.Empty(t, vectors.Disagreements(files, stances(), func(_ vectors.Case, r vectors.Row) (got, want []schema.Finding, ok bool) {
				got, ok = values[r.Name]
				return got, r.Broken, ok
			}), "Validate")
			assert.Empty(t, vectors.Disagreements(files, stances(), func(_ vectors.Case, r vectors.Row) (got, want []schema.Finding, ok bool) {
				got, ok = inputs[r.Name]
				return got, r.Decoded, ok
			}), "DecodeJSON")
		})
	}
}

// environments are the instruction sets to compile for: with v3, as on arm64, the compiler fuses x*y + z where it may.
func environments() []string { return []string{"GOAMD64=v1", "GOAMD64=v3"} }

// Random checks over random values mean in generated Go what they mean to cel-go and to the reference evaluator, errors
// included, also where the compiler may fuse multiplications and additions.
func TestRandomChecks(t *testing.T) {
	const checks, values = 250, 480
	random, rec := vectors.NewRandom(2), vectors.CheckRecord()
	for len(rec.Checks) < checks {
		source := random.Check()
		if expr, problems := check.Compile(rec, source); len(problems) == 0 {
			name := "c" + strconv.Itoa(len(rec.Checks))
			rec.Checks = append(rec.Checks, schema.Check{Name: name, Message: name, Source: source, Expr: expr})
		}
	}
	p := &program{vectorSource: &vectorSource{
		done: map[string]bool{}, form: unit.Opt, named: []string{"score", "rounds", "count", "name", "flag", "loss"},
	}}
	p.declare("Checked", rec)
	drawn := make([]map[string]any, values)
	for i := range drawn {
		drawn[i] = random.Value()
		p.value(strconv.Itoa(i), "Checked", drawn[i])
	}
	oracle, wanted := newOracle(t, rec), make([][]schema.Finding, values)
	for i, v := range drawn {
		wanted[i] = oracle.broken(t, v)
	}
	t.Logf("cel-go: %d comparisons, %d of them errors; %d checks do not apply", oracle.compared, oracle.errors, oracle.inapplicable)
	require.GreaterOrEqual(t, oracle.compared, 100_000)
	require.Greater(t, oracle.errors, 1000)
	for _, env := range environments() {
		t.Run(env, func(t *testing.T) {
			got, _ := p.run(t, env)
			evaluator, broken := &schema.Evaluator{}, 0
			for i, v := range drawn {
				want := evaluator.Evaluate(rec, v)
				require.Empty(t, differences(rec, wanted[i], got[strconv.Itoa(i)]), "cel-go: %#v", v)
				broken += len(want)
				require.Empty(t, differences(rec, want, got[strconv.Itoa(i)]), "%#v", v)
			}
			assert.Greater(t, broken, checks*values/10)
		})
	}
}

// differences is the first finding in which two lists differ.
func differences(rec *schema.Record, want, got []schema.Finding) []string {
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			return []string{fmt.Sprintf("finding %d: want %v, got %v", i, named(rec, want[min(i, len(want)):]), named(rec, got[min(i, len(got)):]))}
		}
	}
	return nil
}

// named is the first finding with the source of its check.
func named(rec *schema.Record, findings []schema.Finding) string {
	if len(findings) == 0 {
		return "none"
	}
	for _, c := range rec.Checks {
		if c.Name == findings[0].Rule {
			return c.Name + " " + c.Source
		}
	}
	return findings[0].Rule
}
