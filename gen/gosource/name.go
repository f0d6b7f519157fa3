package gosource

import (
	"strings"
	"unicode"
)

// initialisms are words that Go writes in capitals.
var initialisms = map[string]bool{
	"api": true, "auc": true, "csv": true, "db": true, "html": true, "http": true, "https": true, "id": true, "ip": true, "json": true,
	"rmse": true, "sku": true, "sql": true, "ssn": true, "tls": true, "ttl": true, "uid": true, "uri": true, "url": true, "utc": true,
	"uuid": true, "xml": true,
}

// Exported is a name of Go for a key: customer_id is CustomerID, maxDepth is MaxDepth. What no name may hold parts words;
// one that does not begin with a capital gets an X. It is X for a key without letters and digits.
func Exported(key string) string {
	words := strings.FieldsFunc(key, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var b strings.Builder
	for _, word := range words {
		if initialisms[strings.ToLower(word)] {
			b.WriteString(strings.ToUpper(word))
			continue
		}
		first := []rune(word)[0]
		rest := strings.TrimPrefix(word, string(first))
		if word == strings.ToUpper(word) { // SHOUTING
			rest = strings.ToLower(rest)
		}
		b.WriteString(string(unicode.ToUpper(first)) + rest)
	}
	name := b.String()
	if name == "" || !unicode.IsUpper([]rune(name)[0]) {
		name = "X" + name
	}
	return name
}
