// Package tag knows the language of struct tags: it splits validate:"…" and check:"…" into words and lowers each word
// to a constraint of the schema. A word is one row of a table; back ends never see words.
package tag
