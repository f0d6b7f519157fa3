package load

import (
	"go/token"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// checks compiles the //typedml:check lines of a definition; unknown directives are refused here, too.
func (l *loader) checks(d *definition) {
	for _, line := range d.spec.lines {
		switch line.verb {
		case "schema":
		case "check":
			if c, ok := l.checkLine(line); ok {
				l.check(d, c)
			}
		default:
			l.directiveError(line, "the directives of a struct are //typedml:schema and //typedml:check", "unknown directive %s%s", prefix, line.verb)
		}
	}
}

func (l *loader) check(d *definition, c checkLine) {
	for _, have := range d.record.Checks {
		if have.Name == c.name {
			l.found.Errorf(l.fset.Position(c.at), diag.BadCheck, "rename one", "two checks of %s are named %s", d.record.Type, c.name)
		}
	}
	expr, problems := check.Compile(d.record, c.source)
	for _, p := range problems {
		at := l.fset.Position(c.at + token.Pos(p.Offset))
		l.found.Errorf(at, diag.BadCheck, p.Remedy, "check %s: %s", c.name, p.Message)
	}
	if expr != nil {
		d.record.Checks = append(d.record.Checks, schema.Check{Name: c.name, Message: c.message, Source: c.source, Expr: expr})
	}
}

// exactFeatures warns of integer features that AppendFeatures, being float32, may round.
func (l *loader) exactFeatures(d *definition) {
	for i := range d.record.Fields {
		f := &d.record.Fields[i]
		if f.Role != schema.RoleFeature || !f.Type.Kind.Integer() || f.Type.Kind.Bits() <= 16 || withinFloat32(f) || !d.hasLabel() {
			continue
		}
		l.found.Warnf(l.fset.Position(d.spec.spec.Name.Pos()), diag.InexactFeature,
			`bound it, for example validate:"gte=0,lte=16777216", make it a key or feature:"-", or use AppendFeatures64`,
			"the feature %s of %s is %s, and float32 is exact only up to 2^24", f.Key, d.record.Type, f.Type)
	}
}

// hasLabel reports whether the record is one that models are trained on.
func (d *definition) hasLabel() bool { return len(d.record.WithRole(schema.RoleLabel)) > 0 }

const exactFloat32 = 1 << 24

func withinFloat32(f *schema.Field) bool {
	low, high := bounds(f.Constraints, schema.Range)
	if f.Type.Kind.Unsigned() {
		low.value = 0
	}
	return low.value >= -exactFloat32 && high.value <= exactFloat32
}
