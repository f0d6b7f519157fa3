package targets

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"github.com/typedml/typedml/internal/agreement/mutate"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Mutated is a struct whose ValidateInto and KeepsRules hold switches; it stands for the case with its index.
type Mutated struct {
	Case int
	make func() mutated
}

type mutated interface {
	ValidateInto(*validate.Report)
	KeepsRules() bool
}

// Switched makes a Mutated of T.
func Switched[T any, P interface {
	*T
	mutated
}](index int) Mutated {
	return Mutated{index, func() mutated { return P(new(T)) }}
}

// Verdict says of a fault whether the rows of one struct noticed it.
type Verdict struct {
	Type   string
	ID     int
	Killed bool
}

// Mutants puts the rows of the folders' vectors through the structs, once with each fault that they meet, and writes a Verdict
// a line.
func Mutants(out io.Writer, dirs []string, structs ...Mutated) error {
	cases, err := loadCases(dirs)
	if err != nil {
		return err
	}
	e := json.NewEncoder(out)
	for _, s := range structs {
		if err := s.judge(e, cases[s.Case]); err != nil {
			return err
		}
	}
	return nil
}

func (s Mutated) judge(e *json.Encoder, c vectors.Case) error {
	var values []mutated
	var sound []judgement
	mutate.Switch, mutate.Met = 0, map[int]bool{}
	for _, row := range c.Rows {
		if !row.Go {
			continue
		}
		x := s.make()
		if err := fill(reflect.ValueOf(x).Elem(), c.Record, row.Value); err != nil {
			return fmt.Errorf("value %s: %w", row.Name, err)
		}
		is := judge(x)
		if !vectors.Same(is.found, row.Broken) {
			return fmt.Errorf("value %s: without a fault ValidateInto finds %v, not %v", row.Name, is.found, row.Broken)
		}
		values, sound = append(values, x), append(sound, is)
	}
	met := slices.Sorted(maps.Keys(mutate.Met))
	mutate.Met = nil
	name := reflect.TypeOf(s.make()).Elem().Name()
	for _, id := range met {
		mutate.Switch = id
		v := Verdict{Type: name, ID: id}
		for i, x := range values {
			if v.Killed = !judge(x).equal(sound[i]); v.Killed {
				break
			}
		}
		if err := e.Encode(v); err != nil {
			return err
		}
	}
	return nil
}

// judgement is what the two methods say of a value. KeepsRules knows the present only, so that its answer is compared with that of
// the code without a fault; one that panics, or does not end, has findings that none has that is sound.
type judgement struct{ found, keeps []schema.Finding }

func judge(x mutated) judgement {
	return judgement{
		found: guarded(func() []schema.Finding {
			r := validate.Report{Now: vectors.Now}
			x.ValidateInto(&r)
			return findings(&r)
		}),
		keeps: guarded(func() []schema.Finding {
			if x.KeepsRules() {
				return nil
			}
			return broken("the rules")
		}),
	}
}

func (j judgement) equal(other judgement) bool {
	return vectors.Same(j.found, other.found) && vectors.Same(j.keeps, other.keeps)
}
