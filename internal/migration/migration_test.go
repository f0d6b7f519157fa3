package migration_test

import (
	"database/sql"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/go-playground/locales/en"
	ut "github.com/go-playground/universal-translator"
	"github.com/go-playground/validator/v10"
	translations "github.com/go-playground/validator/v10/translations/en"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/migration"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/playground"
)

// The same structs without generated methods, for upstream.
type (
	User    migration.User
	Dive    migration.Dive
	Signup  migration.Signup
	Payment migration.Payment
	Profile migration.Profile
)

func engine(t *testing.T) *validator.Validate {
	t.Helper()
	e := validator.New()
	require.NoError(t, register(e))
	return e
}

// texts are upstream's errors as texts.
func texts(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	require.IsType(t, validator.ValidationErrors{}, err)
	return strings.Split(err.Error(), "\n")
}

// same demands that typedml, behind upstream's interface, says of a value what upstream says, and that it is not valid.
func same(t *testing.T, upstreams, ours any) {
	t.Helper()
	want := texts(t, engine(t).Struct(upstreams))
	assert.NotEmpty(t, want)
	assert.Equal(t, want, texts(t, playground.New(nil, playground.FirstTagOnly()).ValidateStruct(ours)))
}

func TestTagsThatMoveAsTheyAre(t *testing.T) {
	user := migration.User{Age: 135, Email: "x", Color: "#000-", Addresses: []migration.Address{{City: "Unknown"}, {}}}
	same(t, User(user), &user)
	for _, dive := range []migration.Dive{{}, {List: []string{""}, Map: map[string]string{"test > than 10": ""}, SKUs: []string{"a", "a"}}} {
		same(t, Dive(dive), &dive)
	}
	signup := migration.Signup{Password: "12345678", Again: "1234567", Low: 3, High: 3}
	same(t, Signup(signup), &signup)
	for _, payment := range []migration.Payment{
		{Kind: "card", Rate: 1}, {Kind: "card", Card: "12", Note: "x", Rate: 1}, {Kind: "gift", Tip: new(int), Web: "red"}, {},
	} {
		same(t, Payment(payment), &payment)
	}
	good := migration.User{FirstName: "Badger", Age: 35, Email: "badger@smith.example", Color: "#000", Addresses: []migration.Address{{Street: "A", City: "B"}}}
	require.NoError(t, engine(t).Struct(User(good)))
	require.NoError(t, oneStruct(&good))
}

func TestVariable(t *testing.T) {
	for _, email := range []string{"", "joeybloggs.example", "joey@bloggs.example"} {
		assert.Equal(t, variable(engine(t), email) == nil, oneVariable(email), email)
	}
}

func TestReadingErrors(t *testing.T) {
	user := migration.User{Age: 131, Email: "x", Color: "red"}
	err := user.Validate()
	assert.NotPanics(t, func() { readErrors(err); readUpstreams(playground.New(nil).Validate(&user)) })
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	assert.Equal(t, []string{"FirstName required", "Age lte", "Email email", "Color iscolor", "Addresses required"}, rules(broken))
}

func rules(broken *validate.Error) (out []string) {
	for i := range broken.Violations {
		v := &broken.Violations[i]
		out = append(out, strings.TrimSpace(v.Path()+" "+v.Rule()))
	}
	return out
}

func TestStructLevel(t *testing.T) {
	before := texts(t, engine(t).Struct(Person{}))
	assert.Equal(t, []string{
		"Key: 'Person.Gender' Error:Field validation for 'Gender' failed on the 'known_gender' tag",
		"Key: 'Person.FirstName' Error:Field validation for 'FirstName' failed on the 'fnameorlname' tag",
	}, before)
	after := texts(t, playground.New(nil).ValidateStruct(&migration.Person{}))
	assert.Equal(t, []string{
		"Key: 'Person.Gender' Error:Field validation for 'Gender' failed on the 'enum' tag",
		"Key: 'Person.FirstName' Error:Field validation for 'FirstName' failed on the 'fnameorlname' tag",
	}, after)
	assert.NoError(t, (&migration.Person{LastName: "Smith", Gender: migration.Female}).Validate())

	err := (&migration.Range{Low: 2, High: 1}).Validate()
	assert.EqualError(t, err, "1 violation: low must not exceed high")
}

func TestNullable(t *testing.T) {
	e := engine(t)
	for _, c := range []struct {
		before Row
		after  migration.Row
	}{
		{Row{}, migration.Row{}},
		{Row{Name: sql.NullString{String: "a", Valid: true}}, migration.Row{Name: validate.Some("a")}},
		{Row{sql.NullString{String: "a", Valid: true}, sql.NullInt64{Int64: 151, Valid: true}}, migration.Row{Name: validate.Some("a"), Age: validate.Some(int64(151))}},
	} {
		assert.Equal(t, texts(t, e.Struct(c.before)), texts(t, playground.New(nil, playground.FirstTagOnly()).ValidateStruct(&c.after)))
	}
	// What is there and empty is there: required of an optional value asks whether it is.
	assert.Error(t, e.Struct(Row{Name: sql.NullString{Valid: true}}))
	assert.NoError(t, (&migration.Row{Name: validate.Some("")}).Validate())
	// And so does omitempty.
	name := sql.NullString{String: "a", Valid: true}
	assert.NoError(t, e.Struct(Row{Name: name, Age: sql.NullInt64{Valid: true}}))
	assert.Error(t, (&migration.Row{Name: validate.Some("a"), Age: validate.Some(int64(0))}).Validate())
}

func TestMaps(t *testing.T) {
	body := `{"name":"Ann","email":"ann","details":{"salary":"many","phones":["123","1234"]}}`
	var contact map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &contact))
	assert.Len(t, byMap(engine(t), contact), 3)

	_, err := oneContact([]byte(body))
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	assert.Equal(t, []string{"name min", "email email", "details.salary number", "details.phones[0] min"}, rules(broken))
	_, err = oneMap(contact)
	var ofMap *validate.Error
	require.ErrorAs(t, err, &ofMap)
	assert.Equal(t, rules(broken), rules(ofMap))
	x, err := oneContact([]byte(`{"name":"Ann Smith","details":{"salary":"10","phones":[]}}`))
	require.NoError(t, err)
	assert.Equal(t, "Ann Smith", x.Name)
}

func TestTypesOfOthers(t *testing.T) {
	x := migration.Foreign{Name: "leo", Age: 1000}
	before := texts(t, mapRules(engine(t), x))
	assert.Len(t, before, 2)
	var broken *validate.Error
	require.ErrorAs(t, oneForeign(x), &broken)
	assert.Equal(t, []string{"Name min", "Age max"}, rules(broken))
}

func TestMessagesAndTranslations(t *testing.T) {
	profile := migration.Profile{Tagline: "This tagline is too long."}
	english := en.New()
	trans, _ := ut.New(english, english).GetTranslator("en")
	want := engine(t)
	require.NoError(t, translations.RegisterDefaultTranslations(want, trans))
	before := want.Struct(Profile(profile)).(validator.ValidationErrors).Translate(trans)
	after := playground.New(want, playground.FirstTagOnly()).Validate(&profile).(validator.ValidationErrors).Translate(trans)
	assert.Equal(t, before, after)
	assert.Equal(t, "Username is a required field", after["Profile.Username"])

	var broken *validate.Error
	require.ErrorAs(t, profile.Validate(), &broken)
	assert.Equal(t, "please choose a name", broken.Violations[0].Message())
	problem := inGerman(broken)
	assert.Equal(t, "bitte einen Namen wählen", problem.Errors[0].Detail)
	assert.Equal(t, `muss weniger als 10 Zeichen lang sein (lt=10), ist aber "This tagline is too long."`, problem.Errors[1].Detail)
	short := migration.Profile{Username: "ab"}
	assert.EqualError(t, short.Validate(), `1 violation: username: "ab" is too short`)
}

func TestNamesOfJSON(t *testing.T) {
	json := func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	}
	e := validator.New()
	e.RegisterTagNameFunc(json)
	want := texts(t, e.Struct(Profile{}))
	assert.Equal(t, want, texts(t, playground.New(nil, playground.FirstTagOnly(), playground.TagName(json)).Validate(&migration.Profile{})))
	assert.Contains(t, want[0], "Profile.username")
}

func TestPartial(t *testing.T) {
	user := migration.User{Age: 135}
	before := texts(t, engine(t).StructPartial(User(user), "Age", "Email"))
	assert.Len(t, before, 2)
	kept := some(user.Validate(), "Age", "Email")
	var names []string
	for _, v := range kept {
		names = append(names, v.Path()+" "+v.Rule())
	}
	assert.Equal(t, []string{"Age lte", "Email required"}, names)
}
