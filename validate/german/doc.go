// Package german has the messages of package validate in German: the words of every rule and of everything that decoders
// report. It is also the pattern for other languages.
//
//	words := german.Catalog()
//	text := violation.MessageIn(words)
package german
