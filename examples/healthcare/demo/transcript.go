package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
)

// transcript keeps what the program said about rows, by where it said it.
type transcript struct {
	names []string
	texts []*bytes.Buffer
}

// add keeps a text.
func (t *transcript) add(name, text string) {
	t.names = append(t.names, name)
	t.texts = append(t.texts, bytes.NewBufferString(text))
}

// logger returns a logger whose lines are kept, without their times.
func (t *transcript) logger(name string) *slog.Logger {
	t.add(name, "")
	return slog.New(slog.NewTextHandler(t.texts[len(t.texts)-1], &slog.HandlerOptions{ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// text returns what was kept under a name.
func (t *transcript) text(name string) string {
	for i, n := range t.names {
		if n == name {
			return strings.TrimSpace(t.texts[i].String())
		}
	}
	return ""
}

// search looks for the secrets in all that was kept. It is an error when one is found, or when a text is empty, which
// would prove nothing.
func (t *transcript) search(secrets []string) error {
	for i, name := range t.names {
		text := t.texts[i].String()
		if text == "" {
			return fmt.Errorf("%s is empty", name)
		}
		for _, s := range secrets {
			if tells(text, s) {
				return fmt.Errorf("%s tells a sensitive value", name)
			}
		}
	}
	return nil
}

// tells reports whether the secret stands in the text by itself: the measurement 0.2137 does not tell the year 2137.
func tells(text, secret string) bool {
	const number = ".0123456789"
	for {
		before, after, found := strings.Cut(text, secret)
		if !found {
			return false
		}
		if strings.TrimRight(before, number) == before && strings.TrimLeft(after, number) == after {
			return true
		}
		text = after
	}
}
