package pydantic

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// reserved are the names that a field or class may not have: keywords, what the modules use, and what models have.
var reserved = strings.Fields(`False None True and as assert async await break class continue def del elif else except finally
for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type
bool bytes dict float int list str len all any abs isinstance print object property classmethod staticmethod super self cls
Annotated Literal Self Any Field ConfigDict ValidationInfo model_validator Record rules types checks re
Array Base64 Day Exact Float Instant Integer Span Bytes Date Duration ExactDecimal Time
Int8 Int16 Int32 Int64 Uint8 Uint16 Uint32 Uint64 Float32 Float64
Decimal date datetime timedelta timezone
model_config model_fields model_computed_fields model_extra model_fields_set model_construct model_copy model_dump model_dump_json
model_json_schema model_parametrized_name model_post_init model_rebuild model_validate model_validate_json model_validate_strings
json copy schema schema_json construct validate parse_obj parse_raw parse_file from_orm update_forward_refs`)

// elsewhere are the names that a class may not have, beside the reserved ones: those of the modules of the package and of its tests.
var elsewhere = strings.Fields("models test_models unittest ClassVar ValidationError NOW TYPES refused again names")

// identifier makes a name of Python of a key: the key itself where it is one. It is none of the names that are taken.
func identifier(key string, taken map[string]bool) string {
	name := strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_') {
			return r
		}
		return '_'
	}, key)
	name = strings.TrimLeft(name, "_")
	if name == "" || unicode.IsDigit(rune(name[0])) {
		name = "field_" + name
	}
	for base, i := name, 1; taken[name] || slices.Contains(reserved, name); i++ {
		name = base + "_" + strings.TrimPrefix(strconv.Itoa(i), "1")
	}
	taken[name] = true
	return name
}
