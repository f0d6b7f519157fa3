package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// A progress turns pip's lines into one line that counts packages; without a terminal, into one line in ten.
type progress struct {
	out      io.Writer
	name     string
	terminal bool
	total    int
	done     int
}

func (p *progress) line(text string) {
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "Collecting "):
		name := strings.FieldsFunc(text[len("Collecting "):], func(r rune) bool { return strings.ContainsRune("<>=!~;([ ", r) })
		p.done++
		p.show(fmt.Sprintf("[%d/%d] %s", min(p.done, p.total), p.total, name[0]), p.done%10 == 0)
	case strings.HasPrefix(text, "Installing collected packages"):
		p.show(fmt.Sprintf("unpacking %d packages", p.total), true)
	}
}

func (p *progress) show(text string, always bool) {
	switch {
	case p.terminal:
		fmt.Fprintf(p.out, "\rvenv-%s: %-50s", p.name, text)
	case always:
		fmt.Fprintf(p.out, "venv-%s: %s\n", p.name, text)
	}
}

func (p *progress) end() {
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
