package commandline

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Completion is a script for bash, zsh or fish that completes a program's commands, flags and the values of flags that have
// a fixed set of them; elsewhere the shell completes files.
func Completion(app *kong.Application, shell string) string {
	switch shell {
	case "fish":
		return fish(app)
	case "zsh":
		return "autoload -U +X bashcompinit && bashcompinit\n" + bash(app)
	}
	return bash(app)
}

func bash(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, "_%s() {\n\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=\n\tCOMPREPLY=()\n", app.Name)
	b.WriteString("\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n")
	fmt.Fprintf(&b, "\t\twords=%q\n\telse\n\t\tcase \"$command $before\" in\n", strings.Join(append(names(app.Node), flagNames(app.Node)...), " "))
	for _, c := range commands(app.Node) {
		for _, f := range flagsOf(c) {
			if len(f.EnumSlice()) > 0 && f.Enum != "" {
				fmt.Fprintf(&b, "\t\t\"%s --%s\") words=%q ;;\n", c.Name, f.Name, strings.Join(f.EnumSlice(), " "))
			}
		}
	}
	b.WriteString("\t\t*) case \"$command\" in\n")
	for _, c := range commands(app.Node) {
		words := flagNames(c)
		for _, p := range c.Positional {
			if p.Enum != "" {
				words = append(words, p.EnumSlice()...)
			}
		}
		fmt.Fprintf(&b, "\t\t\t%s) words=%q ;;\n", c.Name, strings.Join(words, " "))
	}
	b.WriteString("\t\tesac ;;\n\t\tesac\n\tfi\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n")
	fmt.Fprintf(&b, "complete -o default -F _%s %s\n", app.Name, app.Name)
	return b.String()
}

func fish(app *kong.Application) string {
	var b strings.Builder
	quote := func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'" }
	for _, c := range commands(app.Node) {
		fmt.Fprintf(&b, "complete -c %s -n __fish_use_subcommand -f -a %s -d %s\n", app.Name, c.Name, quote(firstSentence(c.Help)))
		for _, f := range flagsOf(c) {
			fmt.Fprintf(&b, "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s -d %s", app.Name, c.Name, f.Name, quote(firstSentence(f.Help)))
			switch {
			case f.Enum != "":
				b.WriteString(" -x -a " + quote(strings.Join(f.EnumSlice(), " ")))
			case !f.IsBool():
				b.WriteString(" -r")
			}
			b.WriteByte('\n')
		}
		for _, p := range c.Positional {
			if p.Enum != "" {
				fmt.Fprintf(&b, "complete -c %s -n '__fish_seen_subcommand_from %s' -f -a %s\n", app.Name, c.Name, quote(strings.Join(p.EnumSlice(), " ")))
			}
		}
	}
	return b.String()
}

// commands are those that are not hidden.
func commands(n *kong.Node) []*kong.Node {
	var out []*kong.Node
	for _, c := range n.Children {
		if c.Type == kong.CommandNode && !c.Hidden {
			out = append(out, c)
		}
	}
	return out
}

func names(n *kong.Node) []string {
	var out []string
	for _, c := range commands(n) {
		out = append(out, c.Name)
	}
	return out
}

// flagsOf are a command's flags, those of the program among them.
func flagsOf(n *kong.Node) []*kong.Flag {
	var out []*kong.Flag
	for _, group := range n.AllFlags(true) {
		out = append(out, group...)
	}
	return out
}

func flagNames(n *kong.Node) []string {
	var out []string
	for _, f := range flagsOf(n) {
		out = append(out, "--"+f.Name)
	}
	return out
}

// firstSentence is as much as fits beside a word in a menu.
func firstSentence(s string) string {
	s, _, _ = strings.Cut(s, "; ")
	s, _, _ = strings.Cut(s, ". ")
	return strings.TrimSuffix(s, ".")
}
