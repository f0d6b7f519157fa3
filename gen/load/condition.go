package load

import (
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// conditions warns of rules such as required_if that ask whether another field has a value which that field's rules refuse.
func (l *loader) conditions(s *source, f *schema.Field) {
	for _, c := range f.Constraints {
		if c.When == nil {
			continue
		}
		for _, t := range c.When.Tests {
			on := s.def.record.Resolve(t.Path)
			if on == nil || t.Is.Kind != schema.Range || t.Is.Op != schema.Eq {
				continue
			}
			other := on[len(on)-1]
			e := &schema.Element{Type: other.Type, Optional: other.Optional, Constraints: other.Constraints}
			broken := new(schema.Evaluator).EvaluateElement(e, t.Is.Limit.Any())
			if len(broken) == 0 {
				continue
			}
			text := strings.TrimSuffix(c.Rule+"="+c.Param, "=")
			l.tagWarnf(s, s.def.opts.tag, text, diag.UnreachableRule, "name a value that "+other.Name+" can have",
				"%s of field %s asks for a value of %s that its rule %s refuses: %s", text, s.v.Name(), other.Name, broken[0].Rule, t.Is.Limit)
		}
	}
}
