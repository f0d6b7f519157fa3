package is

//go:generate go run zones_gen.go

// TimeZone reports whether s is the name of a time zone or a link of the IANA Time Zone Database, case included, as Go
// 1.26 ships it (timezone). It reads no file: what else the machine has in its zoneinfo folder does not count.
func TimeZone(s string) bool { return listedLine(zones, s) }
