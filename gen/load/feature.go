package load

import (
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

const exactFloat32 = 1 << 24

// exactFeatures warns of integer features that AppendFeatures, being float32, may round. Only a record with a label is
// one that models are trained on.
func (l *loader) exactFeatures(d *definition) {
	if len(d.record.WithRole(schema.RoleLabel)) == 0 {
		return
	}
	for i := range d.record.Fields {
		f := &d.record.Fields[i]
		if f.Role != schema.RoleFeature || !f.Type.Kind.Integer() || f.Type.Kind.Bits() <= 16 || withinFloat32(f) {
			continue
		}
		l.found.Warnf(l.fset.Position(d.at[i]), diag.InexactFeature,
			`bound it, for example validate:"gte=0,lte=16777216", make it a key or feature:"-", or use AppendFeatures64`,
			"the feature %s of %s is %s, and float32 is exact only up to 2^24", f.Key, d.record.Type, f.Type)
	}
}

func withinFloat32(f *schema.Field) bool {
	low, high := bounds(f.Type, f.Constraints, schema.Range)
	return low.value >= -exactFloat32 && high.value <= exactFloat32
}
