package is

import "strings"

var (
	mongoPassword = class{
		low:  digitBits | 1<<'$' | 1<<':' | 1<<'/' | 1<<'?' | 1<<'#',
		high: upperBits | lowerBits | 1<<('['-64) | 1<<(']'-64) | 1<<('@'-64),
	}
	mongoHost     = class{low: digitBits | 1<<'.' | 1<<'-', high: lowerBits}
	mongoDatabase = class{low: 1 << '-', high: upperBits | lowerBits | 1<<('_'-64)}
)

// MongoDB reports whether s is a MongoDB connection string: mongodb:// or mongodb+srv://, optionally a user and a
// password, hosts in lower case, optionally a database and options (mongodb_connection_string).
func MongoDB(s string) bool {
	s, found := strings.CutPrefix(s, "mongodb")
	if !found {
		return false
	}
	s, found = strings.CutPrefix(strings.TrimPrefix(s, "+srv"), "://")
	if !found {
		return false
	}
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		user, password, _ := strings.Cut(s[:at], ":")
		if !alphanumeric.some(user) || !mongoPassword.some(password) {
			return false
		}
		s = s[at+1:]
	}
	s, options, hasOptions := strings.Cut(s, "?")
	hosts, database, hasDatabase := strings.Cut(s, "/")
	return mongoHosts(hosts) && (!hasDatabase || len(database) <= 64 && mongoDatabase.some(database)) &&
		(!hasOptions || mongoOptions(options))
}

// mongoHosts reports whether s is hosts with commas between them, each with an optional port.
func mongoHosts(s string) bool {
	for more := true; more; {
		var host string
		host, s, more = strings.Cut(s, ",")
		name, port, hasPort := strings.Cut(host, ":")
		if !mongoHost.some(name) || hasPort && !digits.some(port) {
			return false
		}
	}
	return true
}

// mongoOptions reports whether s is options with ampersands between them; the first has a name of letters, and
// the others may be empty.
func mongoOptions(s string) bool {
	option, s, more := strings.Cut(s, "&")
	if name, value, _ := strings.Cut(option, "="); !letters.some(name) || !alphanumeric.some(value) {
		return false
	}
	for more {
		option, s, more = strings.Cut(s, "&")
		name, value, _ := strings.Cut(option, "=")
		if option != "" && (!alphanumeric.some(name) || !alphanumeric.some(value)) {
			return false
		}
	}
	return true
}

var (
	spiceDBObject = class{
		low:  digitBits | 1<<'/' | 1<<'-' | 1<<'=' | 1<<'+',
		high: upperBits | lowerBits | 1<<('_'-64) | 1<<('|'-64),
	}
	spiceDBName = class{low: digitBits, high: lowerBits | 1<<('_'-64)}
)

// SpiceDBID reports whether s is an object's identifier in SpiceDB, or the wildcard * (spicedb, spicedb=id).
func SpiceDBID(s string) bool { return s == "*" || spiceDBObject.some(s) }

// SpiceDBPermission reports whether s is empty or the name of a permission in SpiceDB, of 3 to 64 characters
// (spicedb=permission).
func SpiceDBPermission(s string) bool { return s == "" || spiceDBNamed(s, 64) }

// SpiceDBType reports whether s is the name of an object type in SpiceDB, of 3 to 64 characters, with or without a
// prefix of 3 to 63 and a slash before it (spicedb=type).
func SpiceDBType(s string) bool {
	prefix, name, found := strings.Cut(s, "/")
	if !found {
		return spiceDBNamed(s, 64)
	}
	return spiceDBNamed(prefix, 63) && spiceDBNamed(name, 64)
}

// spiceDBNamed reports whether s is a name of 3 to most characters that starts with a letter and does not end with an
// underscore.
func spiceDBNamed(s string, most int) bool {
	return 3 <= len(s) && len(s) <= most && minuscules.has(s[0]) && s[len(s)-1] != '_' && spiceDBName.all(s)
}
