package lint

import (
	"go/ast"
	"go/types"
	"regexp"
	"strings"
)

// every says that each argument of a decoder is filled.
const every = -1

// decoders are the functions that fill a value without its rules, by their full names without the major versions of their
// modules, with the argument that they fill. What reads JSON is none of them: it calls UnmarshalJSON, which validates. Gin's binding runs the validator that it is given.
var decoders = map[string]int{
	"encoding/xml.Unmarshal": 1, "(*encoding/xml.Decoder).Decode": 0, "(*encoding/xml.Decoder).DecodeElement": 0,
	"(*encoding/gob.Decoder).Decode": 0,
	"encoding/asn1.Unmarshal":        1,
	"(*database/sql.Rows).Scan":      every, "(*database/sql.Row).Scan": every,

	"gopkg.in/yaml.Unmarshal": 1, "gopkg.in/yaml.UnmarshalStrict": 1, "(*gopkg.in/yaml.Decoder).Decode": 0, "(*gopkg.in/yaml.Node).Decode": 0,
	"go.yaml.in/yaml.Unmarshal": 1, "(*go.yaml.in/yaml.Decoder).Decode": 0, "(*go.yaml.in/yaml.Node).Decode": 0,
	"github.com/goccy/go-yaml.Unmarshal": 1, "github.com/goccy/go-yaml.UnmarshalWithOptions": 1, "github.com/goccy/go-yaml.UnmarshalContext": 2,
	"(*github.com/goccy/go-yaml.Decoder).Decode": 0, "(*github.com/goccy/go-yaml.Decoder).DecodeContext": 1,
	"github.com/BurntSushi/toml.Unmarshal": 1, "github.com/BurntSushi/toml.Decode": 1, "github.com/BurntSushi/toml.DecodeFile": 1,
	"github.com/BurntSushi/toml.DecodeFS": 2, "(*github.com/BurntSushi/toml.Decoder).Decode": 0,
	"github.com/pelletier/go-toml.Unmarshal": 1, "(*github.com/pelletier/go-toml.Decoder).Decode": 0,
	"github.com/vmihailenco/msgpack.Unmarshal": 1, "(*github.com/vmihailenco/msgpack.Decoder).Decode": every,
	"github.com/fxamacker/cbor.Unmarshal": 1, "(*github.com/fxamacker/cbor.Decoder).Decode": 0,
	"go.mongodb.org/mongo-driver/bson.Unmarshal": 1, "(*go.mongodb.org/mongo-driver/mongo.SingleResult).Decode": 0,
	"(*go.mongodb.org/mongo-driver/mongo.Cursor).Decode": 0, "(*go.mongodb.org/mongo-driver/mongo.Cursor).All": 1,

	"github.com/mitchellh/mapstructure.Decode": 1, "github.com/mitchellh/mapstructure.WeakDecode": 1,
	"github.com/go-viper/mapstructure.Decode": 1, "github.com/go-viper/mapstructure.WeakDecode": 1,
	"github.com/spf13/viper.Unmarshal": 0, "github.com/spf13/viper.UnmarshalExact": 0, "github.com/spf13/viper.UnmarshalKey": 1,
	"(*github.com/spf13/viper.Viper).Unmarshal": 0, "(*github.com/spf13/viper.Viper).UnmarshalExact": 0, "(*github.com/spf13/viper.Viper).UnmarshalKey": 1,
	"github.com/caarlos0/env.Parse": 0, "github.com/caarlos0/env.ParseWithOptions": 0,
	"github.com/kelseyhightower/envconfig.Process": 1, "github.com/kelseyhightower/envconfig.MustProcess": 1,
	"github.com/sethvargo/go-envconfig.Process": 1,

	"(*github.com/gorilla/schema.Decoder).Decode": 0, "(*github.com/go-playground/form.Decoder).Decode": 0,
	"(github.com/labstack/echo.Context).Bind": 0, "(*github.com/labstack/echo.Context).Bind": 0,
	"(*github.com/gofiber/fiber.Ctx).QueryParser": 0, "(*github.com/gofiber/fiber.Ctx).ParamsParser": 0,
	"(*github.com/gofiber/fiber.Ctx).BodyParser": 0,

	"(*github.com/jmoiron/sqlx.DB).Get": 0, "(*github.com/jmoiron/sqlx.DB).Select": 0, "(*github.com/jmoiron/sqlx.DB).GetContext": 1,
	"(*github.com/jmoiron/sqlx.DB).SelectContext": 1, "(*github.com/jmoiron/sqlx.Rows).StructScan": 0, "(*github.com/jmoiron/sqlx.Row).StructScan": 0,
	"(github.com/jackc/pgx.Rows).Scan": every, "(github.com/jackc/pgx.Row).Scan": every,
	"(*gorm.io/gorm.DB).First": 0, "(*gorm.io/gorm.DB).Last": 0, "(*gorm.io/gorm.DB).Take": 0, "(*gorm.io/gorm.DB).Find": 0, "(*gorm.io/gorm.DB).Scan": 0,
}

// plain are decoders of JSON: they fill a definition with json=standard, which has no UnmarshalJSON, without its rules.
var plain = map[string]int{
	"encoding/json.Unmarshal": 1, "(*encoding/json.Decoder).Decode": 0,
	"github.com/goccy/go-json.Unmarshal": 1, "github.com/bytedance/sonic.Unmarshal": 1, "github.com/json-iterator/go.Unmarshal": 1,
}

// major is the part of an import path that tells major versions: /v2, and .v3 in gopkg.in.
var major = regexp.MustCompile(`[/.]v\d+([./)])`)

// filled returns the arguments that a call of a decoder fills, the decoder's name as it is written, and whether it reads JSON.
func (p *pass) filled(call *ast.CallExpr) (args []ast.Expr, name string, isJSON bool) {
	f := p.callee(call)
	if f == nil {
		return nil, "", false
	}
	full := major.ReplaceAllString(f.FullName(), "$1")
	at, ok := decoders[full]
	if !ok {
		at, isJSON = plain[full]
	}
	switch {
	case !ok && !isJSON || at >= len(call.Args):
		return nil, "", false
	case at == every:
		args = call.Args
	default:
		args = call.Args[at : at+1]
	}
	return args, types.ExprString(call.Fun), isJSON
}

// asks is the generated method that says whether a value is valid, by a bool.
const asks = "KeepsRules"

// validates reports whether a function is one that validates what it is given, as its name or package says.
func validates(name, path string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "valid") || name == asks || strings.HasPrefix(lower, "check") ||
		strings.HasPrefix(path, "github.com/typedml/typedml/") && !strings.HasPrefix(path, pathSchema)
}
