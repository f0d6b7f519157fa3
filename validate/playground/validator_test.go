package playground_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-playground/locales/en"
	ut "github.com/go-playground/universal-translator"
	"github.com/go-playground/validator/v10"
	translations "github.com/go-playground/validator/v10/translations/en"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/playground"
)

// ginValidator and echoValidator are the interfaces of gin's binding.StructValidator and echo's Validator.
type ginValidator interface {
	ValidateStruct(any) error
	Engine() any
}

type echoValidator interface{ Validate(any) error }

var (
	_ ginValidator  = (*playground.Validator)(nil)
	_ echoValidator = (*playground.Validator)(nil)
)

// valid returns an order that breaks no rule.
func valid() Order {
	one := 1
	item := Item{Price: 1, Count: &one, Weight: []float32{0.5}}
	return Order{
		Base: Base{ID: "abc"}, Total: 3, Paid: 2.5, Level: Low, At: time.Unix(1, 0), Wait: time.Second,
		First: item, Items: []Item{item}, Secret: "12345678",
	}
}

// broken returns an order that breaks rules at every kind of place, with one violation a field.
func broken() Order {
	none := 0
	bad := Item{Price: -1, Tags: []string{"ok", "x", "y"}, Count: &none}
	return Order{
		Base: Base{ID: "ab"}, Total: 0, Level: Low, Wait: time.Millisecond, Note: validate.Some("abc"),
		First: Item{Price: 101}, Second: &bad, Items: []Item{{Price: 1, Count: new(int)}, bad},
		ByName: map[string]Item{"k": bad}, Scores: map[string]int{"a.b": 0, "c": 1},
		Matrix: [][]int{{0}, {1, -1}, {1, 2, 3}}, Secret: "hunter2",
	}
}

// engine is upstream's, with what it needs to know of validate.Opt.
func engine(naming bool) *validator.Validate {
	e := validator.New()
	e.RegisterCustomTypeFunc(func(v reflect.Value) any {
		if o := v.Interface().(validate.Opt[string]); o.Valid {
			return o.Value
		}
		return nil
	}, validate.Opt[string]{})
	if naming {
		e.RegisterTagNameFunc(jsonName)
	}
	return e
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// fieldError is all that a validator.FieldError says.
type fieldError struct {
	Tag, ActualTag, Namespace, StructNamespace, Field, StructField, Param, Error string

	Value any
	Kind  reflect.Kind
	Type  reflect.Type
}

func fieldErrors(t *testing.T, err error) map[string]fieldError {
	t.Helper()
	errs, ok := err.(validator.ValidationErrors) // as callers do: without errors.As
	require.True(t, ok, "%T: %v", err, err)
	out := map[string]fieldError{}
	for _, e := range errs {
		out[e.StructNamespace()+" "+e.Tag()] = fieldError{
			e.Tag(), e.ActualTag(), e.Namespace(), e.StructNamespace(), e.Field(), e.StructField(), e.Param(), e.Error(),
			e.Value(), e.Kind(), e.Type(),
		}
	}
	require.Len(t, out, len(errs), "an error stands twice")
	return out
}

func TestFieldErrorsAreUpstreams(t *testing.T) {
	for name, naming := range map[string]bool{"Go names": false, "names of json": true} {
		t.Run(name, func(t *testing.T) {
			options := []playground.Option{playground.FirstTagOnly()}
			if naming {
				options = append(options, playground.TagName(jsonName))
			}
			x := broken()
			want := fieldErrors(t, engine(naming).Struct(&x))
			got := fieldErrors(t, playground.New(engine(false), options...).ValidateStruct(&x))

			secret := want["Order.Secret min"]
			assert.Equal(t, "hunter2", secret.Value)
			secret.Value = "" // what typedml keeps to itself
			want["Order.Secret min"] = secret
			assert.Equal(t, want, got)
		})
	}
}

// A function that names fields is the engine's, whether it is registered before New or behind it.
func TestNamesAreTheEngines(t *testing.T) {
	x := Order{Level: Low, First: Item{Price: 101}}
	e := engine(true)
	want := fieldErrors(t, e.Struct(&x))
	assert.Equal(t, "Order.first.price", want["Order.First.Price lte"].Namespace)
	assert.Equal(t, want, fieldErrors(t, playground.New(e, playground.FirstTagOnly()).ValidateStruct(&x)))
	later := engine(false)
	v := playground.New(later, playground.FirstTagOnly())
	later.RegisterTagNameFunc(jsonName)
	assert.Equal(t, want, fieldErrors(t, v.ValidateStruct(&x)))
}

// TestAliasesAreUpstreams holds what an alias stands for to upstream's, and the words of its translations.
func TestAliasesAreUpstreams(t *testing.T) {
	english := en.New()
	trans, _ := ut.New(english, english).GetTranslator("en")
	e := engine(false)
	e.RegisterAlias("sku", "required,max=5")
	e.RegisterAlias("paint", "sku,iscolor")
	require.NoError(t, translations.RegisterDefaultTranslations(e, trans))
	x := Aliased{Colour: "no", Country: "no", Long: "abcdef", Paint: "abc", Each: []string{"a", "", "abcdef"}}
	want, got := e.Struct(&x), playground.New(e, playground.FirstTagOnly()).ValidateStruct(&x)
	assert.Equal(t, fieldErrors(t, want), fieldErrors(t, got))
	assert.Equal(t, want.(validator.ValidationErrors).Translate(trans), got.(validator.ValidationErrors).Translate(trans))
	assert.Equal(t, "Long must be a maximum of 5 characters in length", got.(validator.ValidationErrors).Translate(trans)["Aliased.Long"])
}

func TestEveryFailedRuleIsReported(t *testing.T) {
	x := valid()
	x.ID, x.Paid, x.Level = "", 9.999, "lwo"
	v := playground.New(nil)
	got := fieldErrors(t, v.ValidateStruct(x))
	assert.Len(t, got, 4)
	assert.Contains(t, got, "Order.Base.ID required")
	assert.Equal(t, "Order.Base.ID", got["Order.Base.ID required"].Namespace)

	decimals := got["Order.Paid decimals"]
	assert.Equal(t, 9.999, decimals.Value)
	assert.Equal(t, "2", decimals.Param)
	assert.Equal(t, reflect.Float64, decimals.Kind)

	paid := got["Order.paid paid"]
	assert.Equal(t, "paid", paid.Field)
	assert.Nil(t, paid.Value)
	assert.Equal(t, reflect.Invalid, paid.Kind)

	enum := got["Order.Level enum"]
	assert.Equal(t, Level("lwo"), enum.Value)
	assert.Equal(t, reflect.TypeFor[Level](), enum.Type)
}

func TestFirstTagOnly(t *testing.T) {
	x := valid()
	x.Items[0].Tags = []string{"a", "b", "c", "d"} // too many, and each too short
	x.Items[0].Price = -1
	all := fieldErrors(t, playground.New(nil).ValidateStruct(x))
	assert.Contains(t, all, "Order.Items[0].Tags max")
	first := fieldErrors(t, playground.New(nil, playground.FirstTagOnly()).ValidateStruct(x))
	assert.Len(t, first, 2)
	assert.Contains(t, first, "Order.Items[0].Tags max")
	assert.Contains(t, first, "Order.Items[0].Price gte")
}

func TestValidAndOddValues(t *testing.T) {
	v := playground.New(nil)
	x := valid()
	var none *Order
	for _, value := range []any{x, &x, []Order{x}, []*Order{&x, nil}, [1]Order{x}, none, nil, 3, "", map[string]Order{}, []int{1}} {
		assert.NoError(t, v.ValidateStruct(value))
		assert.NoError(t, v.Validate(value))
	}
	assert.IsType(t, &validator.Validate{}, v.Engine())
}

func TestElementsOfSlices(t *testing.T) {
	type plain struct {
		Name string `validate:"required"`
	}
	v := playground.New(nil)
	x := valid()
	x.Total = -1
	x.Paid = -2
	got := fieldErrors(t, v.ValidateStruct([]Order{valid(), x}))
	assert.Len(t, got, 1)
	e := got["[1].Order.Total gt"]
	assert.Equal(t, "Total", e.Field)
	assert.Equal(t, "Key: '[1].Order.Total' Error:Field validation for 'Total' failed on the 'gt' tag", e.Error)

	got = fieldErrors(t, v.ValidateStruct([][]plain{{{"a"}}, {{"a"}, {}}}))
	assert.Len(t, got, 1)
	assert.Contains(t, got, "[1][1].plain.Name required")
}

func TestTypesWithoutGeneratedCodeAreUpstreams(t *testing.T) {
	type form struct {
		Name  string `validate:"required"`
		Order Order  `validate:"-"`
	}
	v := playground.New(nil)
	got := fieldErrors(t, v.ValidateStruct(&form{}))
	assert.Len(t, got, 1)
	assert.Contains(t, got, "form.Name required")
	assert.NoError(t, v.ValidateStruct(form{Name: "a"}))
}

// A struct that embeds a generated one inherits its methods, which know nothing of the fields beside it.
func TestPromotedMethodsAreNotTaken(t *testing.T) {
	type Request struct {
		Base
		Token string `validate:"required"`
	}
	type ByPointer struct {
		*Base
		Token string `validate:"required"`
	}
	type Twice struct {
		Request
		Other string `validate:"required"`
	}
	v := playground.New(nil)
	for _, x := range []any{Request{Base: Base{ID: "abc"}}, &ByPointer{Base: &Base{ID: "abc"}}} {
		got := fieldErrors(t, v.ValidateStruct(x))
		assert.Len(t, got, 1)
		for key := range got {
			assert.Contains(t, key, "Token required")
		}
	}
	got := fieldErrors(t, v.ValidateStruct(Twice{Request: Request{Base: Base{ID: "abc"}, Token: "t"}}))
	assert.Contains(t, got, "Twice.Other required")
	assert.NotPanics(t, func() { _ = v.ValidateStruct(&ByPointer{}) })
}

func TestTranslate(t *testing.T) {
	english := en.New()
	trans, _ := ut.New(english, english).GetTranslator("en")
	e := validator.New()
	require.NoError(t, translations.RegisterDefaultTranslations(e, trans))
	x := valid()
	x.Total, x.ID = -1, ""
	err := playground.New(e, playground.FirstTagOnly()).ValidateStruct(&x)
	got := err.(validator.ValidationErrors).Translate(trans)
	assert.Equal(t, validator.ValidationErrorsTranslations{
		"Order.Base.ID": "ID is a required field",
		"Order.Total":   "Total must be greater than 0",
		"Order.paid":    "Key: 'Order.paid' Error:Field validation for 'paid' failed on the 'paid' tag",
	}, got)
}

func TestErrorsOfDecoders(t *testing.T) {
	var x Order
	err := x.UnmarshalJSON([]byte(`{"id":7,"totl":1,"items":[{"price":"x"}],"by_name":{"k":{"price":-1}}}`))
	require.Error(t, err)
	v := playground.New(nil)
	got := fieldErrors(t, v.Errors(err, &x))
	assert.Equal(t, "7", got["Order.Base.ID type"].Value)
	assert.Equal(t, "string", got["Order.Base.ID type"].Param)
	assert.Equal(t, "totl", got["Order.totl unknown"].Field)
	assert.Equal(t, `"x"`, got["Order.Items[0].Price type"].Value)
	assert.Contains(t, got, "Order.ByName[k].Price gte")
	assert.Contains(t, got, "Order.Total missing")

	other := assert.AnError
	assert.Equal(t, other, v.Errors(other, &x))
	assert.NoError(t, v.Errors(nil, &x))
}

func TestConcurrentUse(t *testing.T) {
	v := playground.New(nil)
	done := make(chan int)
	for range 8 {
		go func() {
			n := 0
			for range 50 {
				x := broken()
				n = len(v.ValidateStruct(&x).(validator.ValidationErrors))
			}
			done <- n
		}()
	}
	want := <-done
	for range 7 {
		assert.Equal(t, want, <-done)
	}
}

// TestKeysAndValuesOfMaps has maps of one entry that break rules on their keys, on their values and on both: type, kind
// and value are those that upstream gives.
func TestKeysAndValuesOfMaps(t *testing.T) {
	for name, x := range map[string]Maps{
		"keys": {
			Texts: map[Code]string{"k": "v"}, Same: map[Code]string{"k": "value"}, Levels: map[Code]Level{"k": "high"},
			Numbers: map[string]int{"k": 3}, Lists: map[string][]string{"k": {"abc", "abc", "abc"}},
			Inner: map[Code]map[Code]string{"k": {"key": "v"}}, Records: map[Code]Item{"k": valid().First}, Secrets: map[Code]int{"k": 3},
		},
		"values": {
			Texts: map[Code]string{"key": "value"}, Same: map[Code]string{"key": "v"}, Levels: map[Code]Level{"key": "no"},
			Numbers: map[string]int{"key": 2}, Lists: map[string][]string{"key": {"abc"}},
			Inner: map[Code]map[Code]string{"key": {}}, Records: map[Code]Item{"key": {Price: -1, Count: new(int)}}, Secrets: map[Code]int{"key": 2},
		},
		"both": {
			Texts: map[Code]string{"k": "value"}, Same: map[Code]string{"k": "v"}, Levels: map[Code]Level{"": "no"},
			Numbers: map[string]int{"k": 2}, Lists: map[string][]string{"k": {"abc"}},
			Inner: map[Code]map[Code]string{"k": {"i": "value"}}, Records: map[Code]Item{"k": {Price: -1, Count: new(int)}}, Secrets: map[Code]int{"k": 2},
		},
		"the same text": {Same: map[Code]string{"k": "k"}, Texts: map[Code]string{"long": "long"}, Inner: map[Code]map[Code]string{"k": {"k": "k"}}},
		"below":         {Lists: map[string][]string{"key": {"abc", "ab", "abc"}}, Inner: map[Code]map[Code]string{"key": {"k": "v"}}},
	} {
		t.Run(name, func(t *testing.T) {
			want := kinds(engine(false).Struct(&x))
			assert.NotEmpty(t, want)
			assert.Equal(t, want, kinds(playground.New(nil, playground.FirstTagOnly()).ValidateStruct(&x)))
		})
	}
}

// kinds lists what an error says of each value. The keys and values of a sensitive map are not told.
func kinds(err error) (out []fieldError) {
	errs, _ := err.(validator.ValidationErrors)
	for _, e := range errs {
		f := fieldError{
			Tag: e.Tag(), Namespace: e.Namespace(), Param: e.Param(), Value: e.Value(), Kind: e.Kind(), Type: e.Type(),
		}
		if strings.HasPrefix(f.Namespace, "Maps.Secrets") {
			f.Namespace, f.Value = "Maps.Secrets", reflect.Zero(e.Type()).Interface()
		}
		out = append(out, f)
	}
	return out
}

// request has no generated methods, and holds records that have them.
type request struct {
	First Item            `json:"first" validate:"required"`
	More  []*Item         `json:"more" validate:"max=3,dive"`
	ByKey map[string]Item `validate:"dive"`
	Flat  []Item
	Any   any
	None  *Item
	Left  Item  `validate:"-"`
	Only  Item  `validate:"nostructlevel"`
	Empty Item  `validate:"omitempty"`
	Deep  inner `json:"deep"`
	Base
}

type inner struct {
	Orders [][]Order `validate:"dive,dive"`
}

// Rules that upstream does not know run where it goes, beside its own.
func TestRecordsInOthers(t *testing.T) {
	heavy := Item{Weight: []float32{2}}
	worse := Item{Weight: []float32{2}, Price: -1}
	x := request{
		First: heavy, More: []*Item{nil, &worse}, ByKey: map[string]Item{"k": heavy}, Flat: []Item{heavy}, Any: heavy, Left: heavy, Only: heavy,
		Deep: inner{Orders: [][]Order{{{Total: 1, Paid: 2}}}}, Base: Base{ID: "abc"},
	}
	for name, options := range map[string][]playground.Option{"first": {playground.FirstTagOnly()}, "all": nil} {
		t.Run(name, func(t *testing.T) {
			v := playground.New(engine(true), append(options, playground.Records(Item{}, Order{}, Base{}))...)
			upstreams := fieldErrors(t, engine(true).Struct(&x))
			var got []string
			for key, e := range fieldErrors(t, v.ValidateStruct(&x)) {
				if want, ok := upstreams[key]; ok {
					assert.Equal(t, want, e)
					continue
				}
				got = append(got, e.Namespace+" "+key)
			}
			slices.Sort(got)
			assert.Equal(t, []string{
				"request.Any.weight request.Any.Weight sum",
				"request.ByKey[k].weight request.ByKey[k].Weight sum",
				"request.deep.Orders[0][0].level request.Deep.Orders[0][0].Level enum",
				"request.deep.Orders[0][0].paid request.Deep.Orders[0][0].paid paid",
				"request.first.weight request.First.Weight sum",
				"request.more[1].weight request.More[1].Weight sum",
			}, got)
		})
	}
	x = request{First: valid().First, Base: Base{ID: "abc"}}
	require.NoError(t, engine(false).Struct(&x))
	require.NoError(t, playground.New(nil, playground.Records(Item{})).ValidateStruct(&x))
}

// What upstream does not go into is not asked: omitted items, what a registered function stands for, cycles.
func TestRecordsUpstreamPassesOver(t *testing.T) {
	type node struct {
		Item  Item    `rules:"-"`
		Peers []*node `rules:"dive,structonly"`
		Items []Item  `rules:"dive,omitempty"`
		Maybe validate.Opt[Item]
	}
	e := engine(false)
	e.SetTagName("rules")
	e.RegisterCustomTypeFunc(func(reflect.Value) any { return nil }, validate.Opt[Item]{})
	x := &node{Item: Item{Weight: []float32{2}}, Items: []Item{{}}}
	x.Peers = []*node{x}
	require.NoError(t, playground.New(e, playground.Records(Item{})).ValidateStruct(x))
	x.Items[0] = Item{Weight: []float32{2}}
	assert.Contains(t, fieldErrors(t, playground.New(e, playground.Records(Item{})).ValidateStruct(x)), "node.Items[0].Weight sum")
}
