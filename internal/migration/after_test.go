package migration_test

import (
	"errors"
	"fmt"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/internal/migration"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/german"
	"github.com/typedml/typedml/validate/is"
	"github.com/typedml/typedml/validate/jsonio"
)

// The same with what typedml generates.

func oneStruct(user *migration.User) error {
	return user.Validate()
}

func oneVariable(email string) bool {
	return email != "" && is.Email(email)
}

func readErrors(err error) {
	var broken *validate.Error
	if errors.As(err, &broken) {
		for i := range broken.Violations {
			v := &broken.Violations[i]
			fmt.Println(v.Path(), v.Rule(), v.Limit(), v.Value())
		}
	}
}

func readUpstreams(err error) {
	var fields validator.ValidationErrors
	if errors.As(err, &fields) {
		for _, f := range fields {
			fmt.Println(f.Namespace(), f.Tag(), f.Param(), f.Value())
		}
	}
}

func oneContact(body []byte) (contact migration.Contact, err error) {
	err = contact.UnmarshalJSON(body) // also what json.Unmarshal calls
	return contact, err
}

func oneMap(m map[string]any) (contact migration.Contact, err error) {
	var r validate.Report
	jsonio.DecodeMap(m, &contact, &r)
	return contact, r.Err()
}

func oneForeign(x migration.Foreign) error {
	rules := migration.ForeignRules(x)
	return rules.Validate()
}

// some keeps the violations of some fields, as StructPartial does.
func some(err error, paths ...string) (kept []*validate.Violation) {
	var broken *validate.Error
	if errors.As(err, &broken) {
		for _, path := range paths {
			kept = append(kept, broken.ByPath()[path]...)
		}
	}
	return kept
}

func inGerman(broken *validate.Error) validate.Problem {
	words := german.Catalog()
	words["please choose a name"] = "bitte einen Namen wählen" // the text of the tag msg
	return broken.Problem(words)
}
