package is

import (
	"strings"
	"unicode/utf8"
)

// HexColor reports whether s is a CSS colour of 3, 4, 6 or 8 hexadecimal digits behind a number sign (hexcolor).
func HexColor(s string) bool {
	switch len(s) {
	case 4, 5, 7, 9:
		return s[0] == '#' && hexDigits.all(s[1:])
	}
	return false
}

// RGB reports whether s is a CSS colour rgb(r, g, b), three integers or three integer percentages, 0 to 255 each (rgb).
func RGB(s string) bool {
	c := cursor{rest: s}
	c.literal("rgb(")
	c.spaces()
	c.channels()
	c.close()
	return c.done()
}

// RGBA reports whether s is a CSS colour rgba(r, g, b, a): RGB's three channels, and an alpha that is 0, 1, or 0, any
// one character and digits 1 to 9 (rgba).
func RGBA(s string) bool {
	c := cursor{rest: s}
	c.literal("rgba(")
	c.spaces()
	c.channels()
	c.comma()
	return c.alphaAndDone()
}

// HSL reports whether s is a CSS colour hsl(h, s%, l%), a hue of 0 to 360 and two integer percentages (hsl).
func HSL(s string) bool {
	c := cursor{rest: s}
	c.literal("hsl(")
	c.spaces()
	c.hue()
	c.close()
	return c.done()
}

// HSLA reports whether s is a CSS colour hsla(h, s%, l%, a): HSL's three channels and RGBA's alpha (hsla).
func HSLA(s string) bool {
	c := cursor{rest: s}
	c.literal("hsla(")
	c.spaces()
	c.hue()
	c.comma()
	return c.alphaAndDone()
}

// CMYK reports whether s is a colour cmyk(c%, m%, y%, k%), four integer percentages, without space next to the
// parentheses (cmyk).
func CMYK(s string) bool {
	c := cursor{rest: s}
	c.literal("cmyk(")
	c.percentage(100)
	for range 3 {
		c.comma()
		c.percentage(100)
	}
	c.literal(")")
	return c.done()
}

// cursor reads a string from left to right; whatever does not match makes it fail for good.
type cursor struct {
	rest   string
	failed bool
}

func (c *cursor) done() bool { return !c.failed && c.rest == "" }

func (c *cursor) literal(text string) {
	rest, found := strings.CutPrefix(c.rest, text)
	c.rest, c.failed = rest, c.failed || !found
}

func (c *cursor) spaces() { c.rest = c.rest[whites.run(c.rest):] }

func (c *cursor) comma() {
	c.spaces()
	c.literal(",")
	c.spaces()
}

func (c *cursor) close() {
	c.spaces()
	c.literal(")")
}

func (c *cursor) number(most int) {
	n, _ := leading(c.rest, most)
	c.rest, c.failed = c.rest[n:], c.failed || n == 0
}

func (c *cursor) percentage(most int) {
	c.number(most)
	c.literal("%")
}

// channels reads red, green and blue.
func (c *cursor) channels() {
	c.number(255)
	unit := ""
	if strings.HasPrefix(c.rest, "%") {
		unit = "%"
	}
	c.literal(unit)
	for range 2 {
		c.comma()
		c.number(255)
		c.literal(unit)
	}
}

// hue reads hue, saturation and lightness.
func (c *cursor) hue() {
	c.number(360)
	for range 2 {
		c.comma()
		c.percentage(100)
	}
}

// alphaAndDone reads an alpha and what closes the colour. The character that follows an alpha's 0 may be a space or a
// parenthesis, so that both readings are tried.
func (c *cursor) alphaAndDone() bool {
	if c.rest == "" || c.rest[0] != '0' && c.rest[0] != '1' {
		return false
	}
	zero := c.rest[0] == '0'
	c.rest = c.rest[1:]
	whole := *c
	whole.close()
	if whole.done() || !zero {
		return whole.done()
	}
	point, size := utf8.DecodeRuneInString(c.rest)
	if size == 0 || point == '\n' {
		return false
	}
	c.rest = c.rest[size:]
	c.rest = c.rest[nonzero.run(c.rest):]
	c.close()
	return c.done()
}
