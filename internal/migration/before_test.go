package migration_test

import (
	"database/sql"
	"database/sql/driver"
	"reflect"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/internal/migration"
)

// What programs call of upstream.

func variable(engine *validator.Validate, email string) error {
	return engine.Var(email, "required,email")
}

func register(engine *validator.Validate) error {
	engine.RegisterAlias("keymax", "max=10")
	engine.RegisterStructValidation(oneName, Person{})
	engine.RegisterCustomTypeFunc(nullable, sql.NullString{}, sql.NullInt64{})
	return engine.RegisterValidation("known_gender", func(fl validator.FieldLevel) bool {
		return fl.Field().Uint() >= 1 && fl.Field().Uint() <= 3
	})
}

type Person struct {
	FirstName string           `json:"fname"`
	LastName  string           `json:"lname"`
	Gender    migration.Gender `json:"gender" validate:"known_gender"`
}

func oneName(level validator.StructLevel) {
	p := level.Current().Interface().(Person)
	if p.FirstName == "" && p.LastName == "" {
		level.ReportError(p.FirstName, "FirstName", "FirstName", "fnameorlname", "")
	}
}

type Row struct {
	Name sql.NullString `validate:"required"`
	Age  sql.NullInt64  `validate:"omitempty,gte=18,lte=150"`
}

func nullable(field reflect.Value) any {
	value, _ := field.Interface().(driver.Valuer).Value()
	return value
}

func byMap(engine *validator.Validate, contact map[string]any) map[string]any {
	return engine.ValidateMap(contact, map[string]any{
		"name": "required,min=8,max=32", "email": "omitempty,email",
		"details": map[string]any{"salary": "number", "phones": "dive,min=4,max=32"},
	})
}

func mapRules(engine *validator.Validate, x migration.Foreign) error {
	engine.RegisterStructValidationMapRules(map[string]string{"Name": "min=4,max=6", "Age": "min=4,max=6"}, migration.Foreign{})
	return engine.Struct(x)
}
