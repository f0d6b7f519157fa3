package forms

import "time"

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Login is bound from JSON, XML and forms.
//
//typedml:schema tag=binding json=standard
type Login struct {
	User     string `form:"user" json:"user" xml:"user" binding:"required"`
	Password string `form:"password" json:"password" xml:"password" binding:"required,min=8"`
	Remember bool   `form:"remember" json:"remember" xml:"remember"`
}

// Booking is bound from a query, with dates that have to be in order and in the future.
//
//typedml:schema tag=binding json=standard
type Booking struct {
	CheckIn  time.Time `form:"check_in" binding:"required,gt" time_format:"2006-01-02"`
	CheckOut time.Time `form:"check_out" binding:"required,gtfield=CheckIn" time_format:"2006-01-02"`
	Guests   int       `form:"guests,default=1" binding:"gte=1,lte=8"`
}

// Person is bound from a path.
//
//typedml:schema tag=binding json=standard
type Person struct {
	ID   string `uri:"id" binding:"required,uuid"`
	Name string `uri:"name" binding:"required,alpha"`
}

// Limits is bound from headers.
//
//typedml:schema tag=binding json=standard
type Limits struct {
	Rate   int    `header:"Rate" binding:"required,gt=0"`
	Domain string `header:"Domain" binding:"omitempty,fqdn"`
}

// Address is nested in Customer.
//
//typedml:schema tag=binding json=standard
type Address struct {
	Street  string `json:"street" binding:"required"`
	Country string `json:"country" binding:"iso3166_1_alpha2"`
}

// Contact is embedded in Customer.
//
//typedml:schema tag=binding json=standard
type Contact struct {
	Email string `json:"email" binding:"required,email"`
	Phone string `json:"phone" binding:"omitempty,e164"`
}

// Customer is bound from JSON: nested, embedded, in lists, maps and behind pointers.
//
//typedml:schema tag=binding json=standard
type Customer struct {
	Contact
	Name      string            `json:"name" binding:"required,max=32"`
	Kind      string            `json:"kind" binding:"oneof=private company"`
	VAT       string            `json:"vat" binding:"required_if=Kind company"`
	Visits    *int              `json:"visits" binding:"required,gte=0"`
	Home      Address           `json:"home"`
	Work      *Address          `json:"work"`
	Others    []Address         `json:"others" binding:"max=2,dive"`
	Tags      []string          `json:"tags" binding:"unique,dive,required,lowercase"`
	Labels    map[string]string `json:"labels" binding:"dive,keys,alpha,endkeys,max=4"`
	Confirmed time.Time         `json:"confirmed" binding:"omitempty,lt"`
}

// Strict has typedml's own decoder: a key that is missing, unknown or of another type is a violation.
//
//typedml:schema tag=binding
type Strict struct {
	Name string `json:"name" binding:"required" msg:"tell us your name"`
	Age  int8   `json:"age" binding:"gte=18"`
}
