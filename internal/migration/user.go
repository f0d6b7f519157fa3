package migration

import "github.com/typedml/typedml/validate"

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

//typedml:alias keymax=max=10

// Address is nested in User.
//
//typedml:schema
type Address struct {
	Street string `validate:"required"`
	City   string `validate:"required"`
}

// User is validated with what it holds.
//
//typedml:schema
type User struct {
	FirstName string    `validate:"required"`
	Age       uint8     `validate:"gte=0,lte=130"`
	Email     string    `validate:"required,email"`
	Color     string    `validate:"iscolor"`
	Addresses []Address `validate:"required,dive"`
}

// Dive has rules on elements, keys and values.
//
//typedml:schema
type Dive struct {
	List []string          `validate:"required,gt=0,dive,required"`
	Map  map[string]string `validate:"required,gt=0,dive,keys,keymax,endkeys,required,max=1000"`
	SKUs []string          `validate:"unique"`
}

// Signup compares fields.
//
//typedml:schema
type Signup struct {
	Password string `validate:"required,min=8"`
	Again    string `validate:"eqfield=Password"`
	Low      int    `validate:"gte=0,lte=1000"`
	High     int    `validate:"gtfield=Low,lte=1000"`
}

// Payment has rules that apply under a condition.
//
//typedml:schema
type Payment struct {
	Kind string  `validate:"oneof=card cash"`
	Card string  `validate:"required_if=Kind card,omitempty,credit_card"`
	Note string  `validate:"excluded_unless=Kind cash"`
	Tip  *int    `validate:"omitempty,gte=1"`
	Web  string  `validate:"omitempty,rgb|hexcolor"`
	Rate float64 `validate:"required_without=Tip"`
}

// Gender is an enum: its constants are the values that are allowed.
type Gender uint8

// The genders.
const (
	Male Gender = iota + 1
	Female
	Intersex
)

// Person has a rule of the whole struct, written in Go.
//
//typedml:schema
type Person struct {
	FirstName string `json:"fname"`
	LastName  string `json:"lname"`
	Gender    Gender `json:"gender"`
}

var ruleName = validate.Rule{Path: "fname", Field: "FirstName", Name: "fnameorlname", Message: "tell us one of your names"}

// Check is called by Validate.
func (p *Person) Check(r *validate.Report) {
	if p.FirstName == "" && p.LastName == "" {
		r.Add(&ruleName, validate.String(p.FirstName))
	}
}

// Range has a rule of the whole struct as an expression: it holds in SQL, too.
//
//typedml:schema
//typedml:check ordered "low must not exceed high" Low <= High
type Range struct {
	Low, High float64
}

// Row has what may be null in a database.
//
//typedml:schema
type Row struct {
	Name validate.Opt[string] `validate:"required"`
	Age  validate.Opt[int64]  `validate:"omitempty,gte=18,lte=150"`
}

// Profile has messages of its own.
//
//typedml:schema
type Profile struct {
	Username string `json:"username" validate:"required,min=3" msg:"required=please choose a name;min={value} is too short"`
	Tagline  string `json:"tagline" validate:"lt=10"`
}

// Contact is what a map held before.
//
//typedml:schema
type Contact struct {
	Name    string  `json:"name" validate:"required,min=8,max=32"`
	Email   string  `json:"email" validate:"omitempty,email"`
	Details Details `json:"details"`
}

// Details is nested in Contact.
//
//typedml:schema
type Details struct {
	Salary string   `json:"salary" validate:"number"`
	Phones []string `json:"phones" validate:"dive,min=4,max=32"`
}

// Foreign stands for a struct of another package, without tags.
type Foreign struct {
	Name string
	Age  uint32
}

// ForeignRules has the same fields, with rules: Go converts one to the other.
//
//typedml:schema
type ForeignRules struct {
	Name string `validate:"min=4,max=6"`
	Age  uint32 `validate:"min=4,max=6"`
}
