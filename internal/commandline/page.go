package commandline

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Page is a page in Markdown about a program: its commands, with their arguments and flags as --help has them.
func Page(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n| command | |\n|---|---|\n", app.Name, app.Help)
	for _, c := range commands(app.Node) {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", c.Name, anchor(app, c), cell(c.Help))
	}
	if app.Detail != "" {
		b.WriteString("\n" + app.Detail + "\n")
	}
	for _, c := range commands(app.Node) {
		fmt.Fprintf(&b, "\n## %s %s\n\n    %[1]s %[3]s\n\n%[4]s\n", app.Name, c.Name, c.Summary(), c.Help)
		if c.Detail != "" {
			b.WriteString("\n" + indented(c.Detail) + "\n")
		}
		rows(&b, c)
	}
	return b.String()
}

// rows is the table of a command's arguments and flags; --help has every command.
func rows(b *strings.Builder, c *kong.Node) {
	var out []string
	for _, p := range c.Positional {
		out = append(out, fmt.Sprintf("| `%s` | %s |\n", p.Summary(), cell(p.Help)))
	}
	for _, f := range flagsOf(c) {
		if f.Name == "help" {
			continue
		}
		out = append(out, fmt.Sprintf("| `%s` | %s |\n", f, cell(f.Help)))
	}
	if len(out) > 0 {
		b.WriteString("\n| | |\n|---|---|\n" + strings.Join(out, ""))
	}
}

func anchor(app *kong.Application, c *kong.Node) string { return app.Name + "-" + c.Name }

// cell escapes what would end a cell of a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func indented(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n    ")
}
