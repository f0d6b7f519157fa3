package agreement

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	seed   = flag.Uint64("agreement.seed", 1, "seed of the structs and values")
	values = flag.Int("agreement.values", 400, "values of each struct")
)

// structs writes a batch: inner structs, larger ones that hold them, and small ones with wild tags.
func structs(seed uint64) []structure {
	rng := rand.New(rand.NewPCG(seed, 0))
	tame, wild := writer{rng: rng}, writer{rng: rng, wild: true}
	var out []structure
	var inner []string
	for i := range 8 {
		s := tame.structure(fmt.Sprintf("Inner%d", i), 2, nil)
		inner = append(inner, s.name)
		out = append(out, s)
	}
	for i := range 24 {
		out = append(out, tame.structure(fmt.Sprintf("Outer%d", i), 6, inner))
	}
	for i := range 60 {
		out = append(out, wild.structure(fmt.Sprintf("Wild%d", i), 1, nil))
	}
	return append(append(out, declared()...), grouped()...)
}

func TestGeneratedCodeAgreesWithUpstream(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	p := newProgram(t)
	all := structs(*seed)
	accepted, refused := p.generate(t, all)
	var others []structure
	for _, s := range all {
		if _, ok := refused[s.name]; ok {
			others = append(others, s)
		}
	}
	results := p.run(t, *seed, *values, all, accepted, others)
	require.Len(t, results, len(accepted)+len(others))
	judgeAccepted(t, accepted, results)
	judgeGroups(t, accepted, results)
	judgeRefused(t, others, refused, results)
}
