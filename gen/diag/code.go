package diag

// Code identifies a kind of finding for good: codes are never reused.
type Code string

// Codes, by what they are about: 1xx tags and rules, 2xx types and fields, 3xx directives and checks, 4xx packages,
// 5xx code that uses definitions. Each has a file in the folder codes.
const (
	UnknownRule      Code = "TML101" // a tag or rule that does not exist
	RuleMisfit       Code = "TML102" // a rule that does not apply to the field's type
	BadParam         Code = "TML103" // a rule's parameter does not parse or does not fit
	EmptyRange       Code = "TML104" // rules that no value can meet
	BadDefault       Code = "TML105" // a default that does not parse, or breaks the field's own rules
	BadTag           Code = "TML106" // a struct tag that does not unquote
	RefusedRule      Code = "TML107" // a rule that needs a network, DNS or the file system
	UnreachableRule  Code = "TML108" // a rule that has no effect, or another than it seems
	InexactLimit     Code = "TML109" // a limit that the field's type cannot represent
	UnsupportedType  Code = "TML201" // a field of a type that typedml has no form for, or another than encoding/json
	DuplicateKey     Code = "TML202" // two fields with one key
	MissingDirective Code = "TML203" // a nested struct without //typedml:schema
	GenericRoot      Code = "TML204" // a generic struct with //typedml:schema
	BadRole          Code = "TML205" // a feature or mlflow tag that does not parse or fit
	InexactFeature   Code = "TML206" // an integer feature that float32 cannot hold exactly
	MethodConflict   Code = "TML207" // a method or field with the name of a generated method
	NameConflict     Code = "TML208" // a name of the package or a file that the generated code needs
	BadDirective     Code = "TML301" // a //typedml: line that does not parse
	BadCheck         Code = "TML302" // a check that is no valid CEL, or uses what typedml cannot compile
	PackageError     Code = "TML401" // a package that does not load or type-check around its definitions
	StaleFile        Code = "TML402" // a generated file that is not as the definitions have it
	IgnoredResult    Code = "TML501" // a call whose violations nobody looks at
	HijackedStruct   Code = "TML502" // a struct that embeds a definition and so has its methods
	NotValidated     Code = "TML503" // a value that another decoder fills and nobody validates
)
