package forms

// Account is bound by echo from a path, a query and a body.
//
//typedml:schema json=standard
type Account struct {
	ID    int64    `param:"id" json:"id" validate:"gt=0" feature:"key"`
	Page  int      `query:"page" json:"page" validate:"gte=0,lte=100"`
	Name  string   `json:"name" form:"name" validate:"required"`
	Email string   `json:"email" form:"email" validate:"required,email"`
	Roles []string `json:"roles" form:"roles" validate:"min=1,dive,oneof=admin user"`
}
