package dropin

import (
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"
	"github.com/go-playground/validator/v10"
	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/internal/migration/forms"
	"github.com/typedml/typedml/validate/playground"
)

// The same structs without generated methods: gin's own validator goes by their tags. Their names stand in its messages.
type (
	Login    forms.Login
	Booking  forms.Booking
	Person   forms.Person
	Limits   forms.Limits
	Customer forms.Customer
)

// Upload has a file, which is nothing that typedml validates: both servers leave it to gin's engine.
type Upload struct {
	Name   string                `form:"name" binding:"required,max=4"`
	Avatar *multipart.FileHeader `form:"avatar" binding:"required"`
}

// bound answers with what a binding gives: the value, or the error.
func bound[T any](bind func(*gin.Context, any) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		var x T
		err := bind(c, &x)
		var fields validator.ValidationErrors
		switch {
		case errors.As(err, &fields):
			for _, f := range fields {
				c.String(http.StatusUnprocessableEntity, "%s %s %s %s %v %v %v: %v\n", f.Namespace(), f.StructField(), f.ActualTag(), f.Param(), f.Kind(), f.Type(), f.Value(), f)
			}
		case err != nil:
			c.String(http.StatusBadRequest, "%T: %v", err, err)
		default:
			c.JSON(http.StatusOK, x)
		}
	}
}

func query(c *gin.Context, x any) error  { return c.ShouldBindQuery(x) }
func uri(c *gin.Context, x any) error    { return c.ShouldBindUri(x) }
func header(c *gin.Context, x any) error { return c.ShouldBindHeader(x) }
func body(c *gin.Context, x any) error   { return c.ShouldBind(x) }
func twice(c *gin.Context, x any) error {
	var other struct {
		Other string `json:"other" binding:"required"`
	}
	return errors.Join(c.ShouldBindBodyWithJSON(&other), c.ShouldBindBodyWithJSON(x))
}

func ginServer(login, booking, person, limits, customer, customers, second, aborted gin.HandlerFunc) http.Handler {
	gin.SetMode(gin.TestMode)
	g := gin.New()
	g.POST("/login", login)
	g.GET("/book", booking)
	g.GET("/person/:name/:id", person)
	g.GET("/limits", limits)
	g.POST("/customer", customer)
	g.POST("/customers", customers)
	g.POST("/second", second)
	g.POST("/abort", aborted)
	g.POST("/upload", bound[Upload](body))
	return g
}

// abort binds by BindJSON, which answers 400 itself.
func abort[T any](c *gin.Context) {
	var x T
	if c.BindJSON(&x) == nil {
		c.JSON(http.StatusOK, x)
	}
}

const (
	form     = "application/x-www-form-urlencoded"
	jsonBody = "application/json"
	goodOne  = `{"email":"a@b.example","name":"Ann","kind":"private","visits":0,"home":{"street":"A 1","country":"DE"},"labels":{"a":"b"}}`
	badOne   = `{"phone":"12","name":"` + `abcdefghijabcdefghijabcdefghijabc` + `","kind":"other","home":{"country":"XX"},"work":{"country":"DE"},` +
		`"others":[{"street":"x","country":"FR"},{"country":"de"}],"tags":["a","B",""],"labels":{"1":"long one"},"confirmed":"2999-01-01T00:00:00Z"}`
	part       = "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nmanu\r\n"
	file       = "--b\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"a.png\"\r\n\r\npng\r\n"
	companyOne = `{"email":"nobody","name":"","kind":"company","visits":-1,"others":[{},{},{}],"tags":["a","a"]}`
)

// bindings are what gin's documentation binds: JSON, XML, forms, queries with times and defaults, paths, headers, nested and
// embedded structs, lists of structs, bodies that are read twice, and what does not decode.
func bindings() []request {
	return []request{
		{name: "form", method: "POST", path: "/login", contentType: form, body: "user=manu&password=12345678&remember=true"},
		{name: "form without password", method: "POST", path: "/login", contentType: form, body: "user=manu"},
		{name: "form with a short password", method: "POST", path: "/login", contentType: form, body: "user=manu&password=123"},
		{name: "form of another type", method: "POST", path: "/login", contentType: form, body: "user=manu&password=12345678&remember=perhaps"},
		{name: "JSON", method: "POST", path: "/login", contentType: jsonBody, body: `{"user":"manu","PASSWORD":"12345678","more":1}`},
		{name: "JSON without password", method: "POST", path: "/login", contentType: jsonBody, body: `{"user":"manu"}`},
		{name: "JSON of another type", method: "POST", path: "/login", contentType: jsonBody, body: `{"user":7}`},
		{name: "JSON that ends", method: "POST", path: "/login", contentType: jsonBody, body: `{"user":`},
		{name: "XML", method: "POST", path: "/login", contentType: "application/xml", body: "<root><user>manu</user><password>12345678</password></root>"},
		{name: "XML without user", method: "POST", path: "/login", contentType: "application/xml", body: "<root><password>12345678</password></root>"},
		{name: "dates", method: "GET", path: "/book?check_in=" + day(2) + "&check_out=" + day(3)},
		{name: "dates in the past", method: "GET", path: "/book?check_in=" + day(-3) + "&check_out=" + day(-2)},
		{name: "dates in another order", method: "GET", path: "/book?check_in=" + day(5) + "&check_out=" + day(4) + "&guests=9"},
		{name: "no dates", method: "GET", path: "/book"},
		{name: "no date at all", method: "GET", path: "/book?check_in=soon"},
		{name: "path", method: "GET", path: "/person/ann/987fbc97-4bed-5078-9f07-9141ba07c9f3"},
		{name: "path without UUID", method: "GET", path: "/person/ann1/not-a-uuid"},
		{name: "headers", method: "GET", path: "/limits", header: map[string]string{"Rate": "300", "Domain": "example.org"}},
		{name: "headers of another type", method: "GET", path: "/limits", header: map[string]string{"Rate": "many"}},
		{name: "headers that break rules", method: "GET", path: "/limits", header: map[string]string{"Rate": "-1", "Domain": "music"}},
		{name: "nested", method: "POST", path: "/customer", contentType: jsonBody, body: goodOne},
		{name: "nested, broken everywhere", method: "POST", path: "/customer", contentType: jsonBody, body: badOne},
		{name: "nested, a company", method: "POST", path: "/customer", contentType: jsonBody, body: companyOne},
		{name: "list", method: "POST", path: "/customers", contentType: jsonBody, body: "[" + goodOne + "," + goodOne + "]"},
		{name: "list, one broken", method: "POST", path: "/customers", contentType: jsonBody, body: "[" + goodOne + "," + companyOne + "]"},
		{name: "empty list", method: "POST", path: "/customers", contentType: jsonBody, body: "[]"},
		{name: "body read twice", method: "POST", path: "/second", contentType: jsonBody, body: `{"other":"a","user":"manu","password":"12345678"}`},
		{name: "body read twice, neither", method: "POST", path: "/second", contentType: jsonBody, body: `{"user":"manu"}`},
		{name: "multipart without file", method: "POST", path: "/upload", contentType: "multipart/form-data; boundary=b", body: part + "--b--\r\n"},
		{name: "multipart", method: "POST", path: "/upload", contentType: "multipart/form-data; boundary=b", body: part + file + "--b--\r\n"},
		{name: "aborted", method: "POST", path: "/abort", contentType: jsonBody, body: `{"user":"manu"}`},
		{name: "not aborted", method: "POST", path: "/abort", contentType: jsonBody, body: `{"user":"manu","password":"12345678"}`},
	}
}

// TestGin sends the same requests to a server with gin's validator and to one with the drop-in: they answer alike, byte by
// byte, the texts and members of field errors included.
func TestGin(t *testing.T) {
	own := binding.Validator
	t.Cleanup(func() { binding.Validator = own })
	theirs := answers(t, serve(t, ginServer(bound[Login](body), bound[Booking](query), bound[Person](uri), bound[Limits](header),
		bound[Customer](body), bound[[]Customer](body), bound[Login](twice), abort[Login])), bindings())

	binding.Validator = playground.New(own.Engine().(*validator.Validate), playground.FirstTagOnly(),
		playground.SliceErrors(func(each []error) error { return binding.SliceValidationError(each) }))
	ours := answers(t, serve(t, ginServer(bound[forms.Login](body), bound[forms.Booking](query), bound[forms.Person](uri), bound[forms.Limits](header),
		bound[forms.Customer](body), bound[[]forms.Customer](body), bound[forms.Login](twice), abort[forms.Login])), bindings())

	statuses := map[int]int{}
	for name, want := range theirs {
		statuses[want.status]++
		assert.Equal(t, want, ours[name], name)
	}
	assert.Len(t, ours, len(theirs))
	assert.Equal(t, map[int]int{200: 12, 400: 7, 422: 13}, statuses, "of gin itself: the requests show too little")
}

// TestGinStrict has a type with typedml's decoder: what is wrong is found in the text, and Errors turns it into upstream's
// errors for handlers that read those.
func TestGinStrict(t *testing.T) {
	own := binding.Validator
	t.Cleanup(func() { binding.Validator = own })
	v := playground.New(own.Engine().(*validator.Validate), playground.FirstTagOnly())
	binding.Validator = v
	gin.SetMode(gin.TestMode)
	g := gin.New()
	g.POST("/strict", func(c *gin.Context) {
		var x forms.Strict
		var fields validator.ValidationErrors
		if err := c.ShouldBindJSON(&x); errors.As(v.Errors(err, &x), &fields) {
			for _, f := range fields {
				c.String(http.StatusUnprocessableEntity, "%s %s; ", f.Namespace(), f.Tag())
			}
			return
		}
		c.String(http.StatusOK, fmt.Sprint(x))
	})
	got := answers(t, serve(t, g), []request{
		{name: "valid", method: "POST", path: "/strict", contentType: jsonBody, body: `{"name":"Ann","age":18}`},
		{name: "missing and unknown", method: "POST", path: "/strict", contentType: jsonBody, body: `{"nmae":"Ann","age":17}`},
		{name: "type", method: "POST", path: "/strict", contentType: jsonBody, body: `{"name":"Ann","age":"18"}`},
	})
	assert.Equal(t, map[string]answer{
		"valid":               {200, "{Ann 18}"},
		"missing and unknown": {422, "Strict.nmae unknown; Strict.Name missing; Strict.Age gte; "},
		"type":                {422, "Strict.Age type; "},
	}, got)
}
