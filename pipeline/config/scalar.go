package config

import (
	"math/big"
	"regexp"
	"strings"
)

// Plain scalars of the core schema (YAML 1.2.2, section 10.3.2).
var (
	decimalInt  = regexp.MustCompile(`^[-+]?[0-9]+$`)
	basedInt    = regexp.MustCompile(`^0o[0-7]+$|^0x[0-9a-fA-F]+$`)
	decimalReal = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
)

// resolve returns a plain scalar as JSON, and false when it is a text. Numbers keep their digits. Infinity and NaN,
// which JSON lacks, stay texts: a decoder says then that they are no numbers.
func resolve(plain string) (json string, ok bool) {
	switch plain {
	case "", "~", "null", "Null", "NULL":
		return "null", true
	case "true", "True", "TRUE":
		return "true", true
	case "false", "False", "FALSE":
		return "false", true
	}
	switch {
	case decimalInt.MatchString(plain), decimalReal.MatchString(plain):
		return number(plain), true
	case basedInt.MatchString(plain):
		n, ok := new(big.Int).SetString(plain, 0)
		if !ok {
			return "", false
		}
		return n.String(), true
	}
	return "", false
}

// number spells a decimal number of YAML as JSON has it: no plus, no zeros in front, a digit on both sides of the point.
func number(text string) string {
	sign := ""
	switch text[0] {
	case '-':
		sign = "-"
		text = text[1:]
	case '+':
		text = text[1:]
	}
	end := strings.IndexAny(text, "eE")
	if end < 0 {
		end = len(text)
	}
	whole, fraction, point := strings.Cut(text[:end], ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if point {
		if fraction == "" {
			fraction = "0"
		}
		whole += "." + fraction
	}
	return sign + whole + text[end:]
}
