package load

import (
	"fmt"

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

// tooManyFeatures refuses more features than schema.MaxFeatures, before any of them gets a name.
func (l *loader) tooManyFeatures(d *definition) bool {
	left := schema.MaxFeatures
	for i := range d.record.Fields {
		f := &d.record.Fields[i]
		n := listFeatures(f)
		if n == 0 {
			n = len((&schema.Record{Fields: d.record.Fields[i : i+1]}).Features())
		}
		if left -= n; left < 0 {
			l.found.Errorf(l.fset.Position(d.at[i]), diag.UnsupportedType,
				`take it out of the features with feature:"-", or limit its length by max=… instead of fixing it`,
				"with field %s, %s has more than %d features, each a named input of a model", f.Name, d.record.Type, schema.MaxFeatures)
			return true
		}
	}
	return false
}

// listFeatures is how many features a list of fixed length gives, more than any record may have when it is beyond counting; 0 for
// other fields.
func listFeatures(f *schema.Field) int {
	if f.Type.Kind != schema.List || f.FixedLen() <= schema.MaxFeatures {
		return 0
	}
	few := *f
	few.Type.Len = 1
	if len((&schema.Record{Fields: []schema.Field{few}}).Features()) == 0 {
		return 0 // of texts, or with another role
	}
	return schema.MaxFeatures + 1
}

func withinFloat32(f *schema.Field) bool {
	low, high := bounds(f.Type, f.Constraints, schema.Range)
	return low.value >= -exactFloat32 && high.value <= exactFloat32
}

// lostRole refuses a record inside of the field that has a label, a looked-up or a derived field: requests leave fields
// of the record itself out, and would have to send these. A field with a role of its own decides for all that it holds.
func (l *loader) lostRole(s *source, f *schema.Field) {
	if f.Role != schema.RoleFeature {
		return
	}
	rec := f.Type.Innermost().Record
	if rec == nil {
		return
	}
	for i := range rec.Fields {
		if inner := &rec.Fields[i]; !inner.Role.Sent() {
			remedy := fmt.Sprintf(`move %s here, or tag this field feature:"-"`, inner.Name)
			if f.Type.Kind == schema.Struct {
				remedy = "embed " + rec.Type + ", " + remedy
			}
			l.errorf(s, diag.BadRole, remedy,
				"the role %s of field %s of %s counts for nothing inside of field %s: requests would have to send it", inner.Role, inner.Name, rec.Type, s.v.Name())
		}
	}
}
