package random

import (
	"math/rand/v2"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// Source draws records and values. It is not for concurrent use.
type Source struct {
	rng       *rand.Rand
	evaluator schema.Evaluator
	// patience is how often a value that breaks its rules is drawn anew.
	patience int
	// narrow has records of one field or two.
	narrow bool
}

// New returns a source with the seed.
func New(seed uint64) *Source {
	return &Source{rng: rand.New(rand.NewPCG(seed, 0)), evaluator: schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}}
}

func pick[T any](s *Source, from ...T) T { return from[s.rng.IntN(len(from))] }

func (s *Source) oneIn(n int) bool { return s.rng.IntN(n) == 0 }
