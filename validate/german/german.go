package german

import (
	"maps"

	"github.com/typedml/typedml/validate"
)

// Catalog returns the words of every rule in German, a new map at each call: set entries for rules of your own, and for the
// messages of your definitions.
//
//	words := german.Catalog()
//	words["must be an adult"] = "muss volljährig sein" // the text of a tag msg, or of a check
//	text := violation.MessageIn(words)
func Catalog() validate.Catalog {
	all := validate.Catalog{}
	for _, part := range []validate.Catalog{words(), values(), texts(), fields(), decoding(), formats()} {
		maps.Copy(all, part)
	}
	return all
}

// words are those between and behind the rules.
func words() validate.Catalog {
	return validate.Catalog{
		"":     "verletzt die Regel",
		"|":    "muss eine dieser Regeln erfüllen: {limit}",
		"and":  "und",
		"or":   "oder",
		"got":  ", ist aber {value}",
		"has":  ", hat aber {value}",
		"mean": "; ist {value} gemeint?",
		"more": " (und {limit} weitere)",
	}
}

// values are the rules on one value. The words for lengths do without a plural.
func values() validate.Catalog {
	all := validate.Catalog{
		"required":        "ist erforderlich",
		"required/text":   "ist erforderlich und darf nicht leer sein",
		"required/number": "ist erforderlich und darf nicht 0 sein",
		"required/bool":   "ist erforderlich und muss true sein",
		"required/moment": "ist erforderlich und darf nicht der Nullzeitpunkt sein",
		"required/day":    "ist erforderlich und darf nicht der Nulltag sein",

		"isdefault":        "muss wegbleiben",
		"isdefault/text":   "muss wegbleiben: leer sein",
		"isdefault/number": "muss wegbleiben: 0 sein",
		"isdefault/bool":   "muss wegbleiben: false sein",
		"isdefault/moment": "muss wegbleiben: der Nullzeitpunkt sein",
		"isdefault/day":    "muss wegbleiben: der Nulltag sein",

		"gte": "muss mindestens {limit} sein", "gte/text": "muss mindestens {limit} Zeichen lang sein",
		"gte/items": "muss mindestens {limit} Element(e) haben", "gte/moment": "darf nicht in der Vergangenheit liegen",
		"lte": "darf höchstens {limit} sein", "lte/text": "darf höchstens {limit} Zeichen lang sein",
		"lte/items": "darf höchstens {limit} Element(e) haben", "lte/moment": "darf nicht in der Zukunft liegen",
		"gt": "muss größer als {limit} sein", "gt/text": "muss mehr als {limit} Zeichen lang sein",
		"gt/items": "muss mehr als {limit} Element(e) haben", "gt/moment": "muss in der Zukunft liegen",
		"lt": "muss kleiner als {limit} sein", "lt/text": "muss weniger als {limit} Zeichen lang sein",
		"lt/items": "muss weniger als {limit} Element(e) haben", "lt/moment": "muss in der Vergangenheit liegen",
		"len": "muss {limit} sein", "len/text": "muss genau {limit} Zeichen lang sein", "len/items": "muss genau {limit} Element(e) haben",
		"eq": "muss {limit} sein", "eq/items": "muss genau {limit} Element(e) haben",
		"ne": "darf nicht {limit} sein", "ne/items": "darf nicht {limit} Element(e) haben",

		"oneof": "muss einer dieser Werte sein: {limit}", "oneofci": "muss, ob groß oder klein geschrieben, einer dieser Werte sein: {limit}",
		"enum":   "muss einer dieser Werte sein: {limit}",
		"noneof": "darf keiner dieser Werte sein: {limit}", "noneofci": "darf, ob groß oder klein geschrieben, keiner dieser Werte sein: {limit}",

		"unique": "muss sich unterscheiden: {limit}", "unique/items": "darf nichts doppelt enthalten",
		"finite": "muss endlich sein", "decimals": "darf als Anzahl der Nachkommastellen höchstens {limit} haben",
		"norm": "muss die euklidische Norm {limit} haben", "sum": "muss die Summe {limit} haben",

		"probability": "muss eine Wahrscheinlichkeit von 0 bis 1 sein", "simplex": "muss aus Wahrscheinlichkeiten bestehen, deren Summe 1 ist",
		"one_hot": "muss genau eine 1 und sonst Nullen enthalten", "sorted": "muss sortiert sein, was dieses Element bricht",
		"monotonic": "muss monoton sein, was dieses Element bricht",
		"past":      "muss in der Vergangenheit liegen", "future": "muss in der Zukunft liegen", "max_age": "darf höchstens {limit} alt sein",
		"min_age": "muss mindestens {limit} alt sein", "max_ahead": "darf höchstens {limit} in der Zukunft liegen",
		"within": "darf höchstens {limit} von jetzt entfernt sein", "validateFn": "wird von der Methode des Typs abgelehnt",
		"structonly": "darf nicht null sein", "nostructlevel": "darf nicht null sein",

		"decimal":     "darf nicht mehr Ziffern haben als {limit} (alle und die hinter dem Komma)",
		"check_error": "lässt sich nicht prüfen ({limit}): Überlauf oder Division durch 0",
	}
	for _, variant := range []string{"", "/text", "/items", "/moment"} {
		all["min"+variant], all["max"+variant] = all["gte"+variant], all["lte"+variant]
	}
	return all
}

// texts are the rules on what a text holds.
func texts() validate.Catalog {
	return validate.Catalog{
		"regex":          "muss auf den regulären Ausdruck {limit} passen",
		"eq_ignore_case": "muss, ob groß oder klein geschrieben, {limit} sein",
		"ne_ignore_case": "darf, ob groß oder klein geschrieben, nicht {limit} sein",
		"contains":       "muss {limit} enthalten",
		"containsrune":   "muss {limit} enthalten",
		"containsany":    "muss eines der Zeichen {limit} enthalten",
		"excludes":       "darf {limit} nicht enthalten",
		"excludesrune":   "darf {limit} nicht enthalten",
		"excludesall":    "darf keines der Zeichen {limit} enthalten",
		"startswith":     "muss mit {limit} beginnen",
		"startsnotwith":  "darf nicht mit {limit} beginnen",
		"endswith":       "muss mit {limit} enden",
		"endsnotwith":    "darf nicht mit {limit} enden",
	}
}

// fields are the rules that read other fields.
func fields() validate.Catalog {
	all := validate.Catalog{
		"fieldcontains": "muss den Text von {limit} enthalten", "fieldexcludes": "darf den Text von {limit} nicht enthalten",
		"postcode_iso3166_alpha2_field": "muss eine Postleitzahl des Landes {limit} sein",
		"skip_unless":                   "ist erforderlich, wenn gilt: {limit}",

		"gtfield/text": "muss länger als {limit} sein", "gtefield/text": "muss mindestens so lang wie {limit} sein",
		"ltfield/text": "muss kürzer als {limit} sein", "ltefield/text": "darf höchstens so lang wie {limit} sein",
	}
	for op, words := range map[string][2]string{
		"eq":  {"muss gleich {limit} sein", "muss so viele Elemente haben wie {limit}"},
		"ne":  {"darf nicht gleich {limit} sein", "darf nicht so viele Elemente haben wie {limit}"},
		"gt":  {"muss größer als {limit} sein", "muss mehr Elemente haben als {limit}"},
		"gte": {"muss mindestens {limit} sein", "muss mindestens so viele Elemente haben wie {limit}"},
		"lt":  {"muss kleiner als {limit} sein", "muss weniger Elemente haben als {limit}"},
		"lte": {"darf höchstens {limit} sein", "darf höchstens so viele Elemente haben wie {limit}"},
	} {
		for _, kind := range []string{"field", "csfield"} {
			all[op+kind], all[op+kind+"/items"] = words[0], words[1]
		}
	}
	for condition, when := range map[string]string{
		"if": "wenn gilt", "unless": "wenn nicht gilt", "with": "wenn gesetzt", "with_all": "wenn gesetzt",
		"without": "wenn nicht gesetzt", "without_all": "wenn nicht gesetzt",
	} {
		all["required_"+condition] = "ist erforderlich, " + when + ": {limit}"
		all["excluded_"+condition] = "muss wegbleiben, " + when + ": {limit}"
	}
	return all
}

// decoding is what decoders report.
func decoding() validate.Catalog {
	return validate.Catalog{
		validate.RuleMissing:   "fehlt",
		validate.RuleUnknown:   "ist unbekannt: der Datensatz hat keinen solchen Schlüssel",
		validate.RuleDuplicate: "steht doppelt",
		validate.RuleNull:      "darf nicht null sein",
		validate.RuleType:      "muss vom Typ {limit} sein",
		"type/time":            `muss ein Zeitpunkt nach RFC 3339 sein wie "2006-01-02T15:04:05Z"`,
		"type/date":            `muss ein Tag sein wie "2006-01-02"`,
		"type/duration":        `muss eine Dauer sein wie "1h30m"`,
		validate.RuleOverflow:  "passt nicht in den Typ {limit}",
		validate.RuleSyntax:    "ist nicht wohlgeformt",
		validate.RuleUTF8:      "ist kein gültiges UTF-8",
	}
}
