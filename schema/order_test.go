package schema_test

import "github.com/typedml/typedml/schema"

// order is a record with a bit of everything, as the generator writes it. Each call returns a new one.
func order() *schema.Record {
	price := schema.Record{
		Name: "shop.price", Type: "Price",
		Fields: []schema.Field{
			{Name: "Amount", Key: "amount", Unit: "EUR", Type: schema.Type{Kind: schema.Float64}, Constraints: []schema.Constraint{
				{Kind: schema.Decimals, Rule: "decimals", Param: "2", Count: 2},
			}},
			{Name: "Discount", Key: "discount", Type: schema.Type{Kind: schema.Float32}, Optional: true},
		},
	}
	return &schema.Record{
		Name: "shop.order", Type: "Order", Version: "1.2.0", Doc: "Order is what a customer ordered.",
		Fields: []schema.Field{
			{Name: "ID", Key: "id", Type: schema.Type{Kind: schema.String}, Role: schema.RoleKey, Sensitive: true, Constraints: []schema.Constraint{
				{Kind: schema.NotZero, Rule: "required"},
			}},
			{Name: "At", Key: "at", Type: schema.Type{Kind: schema.Time}, Role: schema.RoleTimestamp},
			{Name: "Items", Key: "items", Doc: "Items ordered.", Type: schema.Type{Kind: schema.Int16}, Default: &schema.Literal{Kind: schema.Int16, Int: 1}, MayBeAbsent: true, Constraints: []schema.Constraint{
				{Kind: schema.Range, Rule: "gte", Param: "1", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Int16, Int: 1}},
				{Kind: schema.Range, Rule: "lte", Param: "99", Op: schema.Lte, Limit: &schema.Literal{Kind: schema.Int16, Int: 99}},
			}},
			{Name: "Channel", Key: "channel", Categorical: true, Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{
				{Kind: schema.String, Text: "50% off"}, {Kind: schema.String, Text: "a<b"}, {Kind: schema.String, Text: "web[shop]"},
			}}},
			{Name: "Vector", Key: "vector", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}, Constraints: []schema.Constraint{
				{Kind: schema.Length, Rule: "len", Param: "3", Op: schema.Eq, Count: 3},
				{Kind: schema.Norm, Rule: "norm", Param: "0.99..1.01", Limits: []schema.Literal{{Kind: schema.Float64, Float: 0.99}, {Kind: schema.Float64, Float: 1.01}}},
			}},
			{Name: "Flags", Key: "flags", Type: schema.Type{Kind: schema.List, Len: 2, Elem: &schema.Element{Type: schema.Type{Kind: schema.Bool}}}},
			{Name: "Codes", Key: "codes", Type: schema.Type{
				Kind: schema.Map,
				Key:  &schema.Element{Type: schema.Type{Kind: schema.String}},
				Elem: &schema.Element{Type: schema.Type{Kind: schema.Uint8}, Constraints: []schema.Constraint{
					{Kind: schema.OneOf, Rule: "oneof", Param: "1 2", Limits: []schema.Literal{{Kind: schema.Uint8, Uint: 1}, {Kind: schema.Uint8, Uint: 2}}},
				}},
			}},
			{Name: "Note", Key: "note", Type: schema.Type{Kind: schema.String}, Optional: true, Was: "remark", Constraints: []schema.Constraint{
				{Kind: schema.Omit, Rule: "omitempty", Text: "empty"},
				{Kind: schema.Pattern, Rule: "regex", Param: "^a,b$", Text: "^a,b$", Message: "must be a,b"},
			}},
			{Name: "Price", Key: "price", Type: schema.Type{Kind: schema.Struct, Record: &price}},
			{Name: "Score", Key: "score", Type: schema.Type{Kind: schema.Int64}, Optional: true, Role: schema.RoleLookup},
			{Name: "Margin", Key: "margin", Type: schema.Type{Kind: schema.Float64}, Role: schema.RoleDerived},
			{Name: "Weight", Key: "weight", Unit: "kg", Type: schema.Type{Kind: schema.Float64}, Role: schema.RoleNone, MLflow: schema.TargetArtifact, Artifact: "weight.json"},
			{Name: "Returned", Key: "returned", Type: schema.Type{Kind: schema.Bool}, Role: schema.RoleLabel},
		},
		Checks: []schema.Check{
			check("cheap", "items cost little", "price.amount < double(items)", "price.amount", "items"),
			check("honest", "returned orders have a note", "!returned || has(note)", "returned", "note"),
		},
	}
}

// check returns a check whose expression reads the paths.
func check(name, message, source string, paths ...string) schema.Check {
	e := &schema.Expr{Op: schema.OpAnd, Type: schema.Bool}
	for _, p := range paths {
		e.Args = append(e.Args, &schema.Expr{Op: schema.OpField, Type: schema.Bool, Path: p})
	}
	return schema.Check{Name: name, Message: message, Source: source, Expr: e}
}
