package dropin

import (
	"net/http"
	"testing"

	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"
	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/internal/migration/forms"
	"github.com/typedml/typedml/validate/playground"
)

// Account is the same struct without generated methods.
type Account forms.Account

// upstreams is the validator that echo's documentation writes by hand.
type upstreams struct{ engine *validator.Validate }

func (u upstreams) Validate(x any) error { return u.engine.Struct(x) }

// account binds and validates, and answers 400 with the error.
func account[T any](c echo.Context) error {
	var x T
	if err := c.Bind(&x); err != nil {
		return err
	}
	if err := c.Validate(&x); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest, err.Error())
	}
	return c.JSON(http.StatusOK, x)
}

func echoServer(v echo.Validator, handler echo.HandlerFunc) http.Handler {
	e := echo.New()
	e.Validator = v
	e.POST("/accounts/:id", handler)
	e.GET("/accounts/:id", handler)
	return e
}

// TestEcho sends the same requests to a server with upstream's validator and to one with the drop-in.
func TestEcho(t *testing.T) {
	requests := []request{
		{name: "JSON", method: "POST", path: "/accounts/7", contentType: jsonBody, body: `{"name":"Jon","email":"jon@labstack.example","roles":["admin"]}`},
		{name: "JSON that breaks rules", method: "POST", path: "/accounts/-1", contentType: jsonBody, body: `{"email":"jon","roles":["root","user"]}`},
		{name: "empty object", method: "POST", path: "/accounts/0", contentType: jsonBody, body: `{}`},
		{name: "JSON of another type", method: "POST", path: "/accounts/7", contentType: jsonBody, body: `{"name":1}`},
		{name: "JSON that ends", method: "POST", path: "/accounts/7", contentType: jsonBody, body: `{"name"`},
		{name: "form", method: "POST", path: "/accounts/7", contentType: form, body: "name=Jon&email=jon@labstack.example&roles=user&roles=admin"},
		{name: "form that breaks rules", method: "POST", path: "/accounts/7", contentType: form, body: "name=Jon"},
		{name: "query", method: "GET", path: "/accounts/7?page=101"},
		{name: "path of another type", method: "GET", path: "/accounts/seven"},
		{name: "another media type", method: "POST", path: "/accounts/7", contentType: "text/plain", body: "Jon"},
	}
	theirs := answers(t, serve(t, echoServer(upstreams{validator.New()}, account[Account])), requests)
	ours := answers(t, serve(t, echoServer(playground.New(nil, playground.FirstTagOnly()), account[forms.Account])), requests)
	statuses := map[int]int{}
	for name, want := range theirs {
		statuses[want.status]++
		assert.Equal(t, want, ours[name], name)
	}
	assert.Len(t, ours, len(theirs))
	assert.Equal(t, map[int]int{200: 2, 400: 7, 415: 1}, statuses, "of upstream itself: the requests show too little")
}
