package agreement

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/mutate"
	"github.com/typedml/typedml/internal/agreement/targets"
)

// equivalent are faults that no value can show, by their shape, with the reason.
var equivalent = map[string]string{
	mutate.Guard + ": !(a < V || V != nil)":                                          asked,
	mutate.Guard + ": !(a < V || V)":                                                 asked,
	mutate.Operand + ": a < V in if !(a < V || V != nil) {":                          asked,
	mutate.Operand + ": a < V in if !(a < V || V) {":                                 asked,
	mutate.Operand + ": V != nil in if V != nil && len(V) >= 0 {":                    "nil has no elements",
	mutate.Operand + ": V < 0 in if !(V < 0 && V > 0 && V != 0) {":                   narrow,
	mutate.Operand + ": V > 0 in if !(V < 0 && V > 0 && V != 0) {":                   narrow,
	mutate.Operand + ": V < 0 && V > 0 in if !(V < 0 && V > 0 && V != 0) {":          narrow,
	mutate.Operand + ": V != 0 in if !(V <= 0 && V != 0) {":                          "what is at most 0.1 is not 0.3",
	mutate.Operand + ": V in if V && !(V < 0) {":                                     unset,
	mutate.Operand + ": V in if V == 0 && V == true && V && V == 0 && len(V) == 0 {": unset,
	mutate.Operand + `: V in if !(V && !V()) && V == "" {`:                           unset,
	mutate.Operand + `: V in if V && V != "" && V == "" {`:                           unset,
	mutate.Operand + ": V in if V && !(V(validate.DecimalOf(0, 0, 0)) == 0 || V(validate.DecimalOf(0, 0, 0)) == 0 || V(validate.DecimalOf(0, 0, 0)) == 0) {": unset,
	mutate.Operand + ": V in if !(V && is.Postcode(V, V)) {": unset,
}

// Reasons that several have.
const (
	asked  = "the check reads the operand before it asks whether there is one: it is there, or the check does not apply"
	narrow = "no int8 reaches the limits"
	unset  = "an Opt without a value holds the zero one, which the rest of the condition treats alike"
)

// TestMutants puts faults into ValidateInto, and the scans of KeepsRules, of every vector's struct, in both spellings: the rows notice each of them. All
// faults stand in one program.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	c := newCorpus(t, both, filepath.Join("..", "..", "schema", "testdata", "vectors"))
	name := filepath.Join(c.dir, "records", "records_typedml.go")
	code, err := os.ReadFile(name)
	require.NoError(t, err)
	code, mutants, err := mutate.Source(code)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(name, code, 0o600))
	c.write(t, "main.go", c.mutantsMain())
	killed := map[int]bool{}
	for _, v := range output[targets.Verdict](t, c.program, c.dirs...) {
		killed[v.ID] = killed[v.ID] || v.Killed
	}
	judgeMutants(t, mutants, killed)
}

// judgeMutants demands that every place of an emitter have a fault that was noticed, and prints how many were.
func judgeMutants(t *testing.T, mutants []mutate.Mutant, killed map[int]bool) {
	t.Helper()
	noticed, example := map[string]bool{}, map[string]mutate.Mutant{}
	faults, places := map[string][2]int{}, map[string][2]int{}
	count := func(in map[string][2]int, kind string, killed bool) {
		n := in[kind]
		if n[1]++; killed {
			n[0]++
		}
		in[kind] = n
	}
	for _, m := range mutants {
		shape := m.Shape()
		noticed[shape] = noticed[shape] || killed[m.ID]
		example[shape] = m
		count(faults, m.Kind, killed[m.ID])
	}
	for _, shape := range slices.Sorted(maps.Keys(noticed)) {
		m := example[shape]
		same := equivalent[shape]
		count(places, m.Kind, noticed[shape] || same != "")
		switch {
		case !noticed[shape] && same == "":
			t.Errorf("no row notices this fault of an emitter; add one to schema/testdata/vectors: %s\n%s: %s\n%s", shape, m.Type, m.Text, m.Within)
		case noticed[shape] && same != "":
			t.Errorf("a row notices what is said to change nothing: %s", shape)
		}
	}
	for shape := range equivalent {
		assert.Contains(t, noticed, shape, "no emitter writes this any more")
	}
	var b strings.Builder
	for _, kind := range mutate.Kinds() {
		fmt.Fprintf(&b, "\n%5d of %-5d places %5d of %-5d faults  %s", places[kind][0], places[kind][1], faults[kind][0], faults[kind][1], kind)
		assert.NotZero(t, faults[kind][1], "no fault of this kind: %s", kind)
	}
	t.Log("noticed: " + b.String())
}

// mutantsMain is a program that judges the faults of every struct.
func (c *corpus) mutantsMain() string {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n\t\"os\"\n\n\t%q\n\t%q\n)\n\n", c.path+"/records", "github.com/typedml/typedml/internal/agreement/targets")
	b.WriteString("func main() {\n\tif err := targets.Mutants(os.Stdout, os.Args[1:],\n")
	for i, names := range c.types {
		for _, name := range names {
			fmt.Fprintf(&b, "\t\ttargets.Switched[records.%s](%d),\n", name, i)
		}
	}
	b.WriteString("\t); err != nil {\n\t\tpanic(err)\n\t}\n}\n")
	return b.String()
}
