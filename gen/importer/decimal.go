package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// decimal reads the type of an exact decimal, nil when it is another. Its limits are among the constraints that the schema
// carries along: those of the keywords are doubles.
func decimal(s *view) *schema.Element {
	text, _ := s.Get("x-typedml-type").(string)
	size, ok := strings.CutPrefix(text, "decimal(")
	if list, _ := s.Get("type").([]any); !ok || !slices.Equal(list, []any{"number", "string"}) {
		return nil
	}
	param := strings.Replace(strings.TrimSuffix(size, ")"), ",", ".", 1)
	precision, scale, err := tag.Digits(param)
	if err != nil || text != fmt.Sprintf("decimal(%d,%d)", precision, scale) {
		return nil
	}
	s.take("x-typedml-type", "type", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
	if s.Get("pattern") == jsonschema.DecimalPattern {
		s.take("pattern")
	}
	return &schema.Element{
		Type: schema.Type{Kind: schema.Decimal, Precision: precision, Scale: scale},
		Constraints: []schema.Constraint{
			{Kind: schema.Digits, Rule: "decimal", Param: param, Implicit: true},
		},
	}
}
