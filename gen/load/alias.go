package load

import (
	"go/ast"
	"strings"

	"github.com/typedml/typedml/gen/tag"
)

// aliasesOf returns the aliases that a package declares: //typedml:alias NAME=RULES in any of its files.
func (l *loader) aliasesOf(p *pkg) map[string]string {
	if p.aliases != nil {
		return p.aliases
	}
	p.aliases = map[string]string{}
	for _, file := range p.files {
		for _, d := range aliasLines(file) {
			name, rules, ok := strings.Cut(d.args, "=")
			switch {
			case !ok || rules == "" || !identifier(name):
				l.directiveError(d, "write //typedml:alias name=rule,rule", "%q is no alias", d.args)
			case ofDecoders(name):
				l.directiveError(d, "choose another name", ownWord, name)
			case tag.Validate("validate").Knows(name):
				l.directiveError(d, "choose another name", "the alias %s would hide the rule of that name", name)
			case p.aliases[name] != "":
				l.directiveError(d, "keep one of them", "the alias %s stands twice in the package", name)
			default:
				p.aliases[name] = rules
			}
		}
	}
	return p.aliases
}

func aliasLines(file *ast.File) []directive {
	var out []directive
	for _, group := range file.Comments {
		for _, d := range directives(group) {
			if d.verb == "alias" {
				out = append(out, d)
			}
		}
	}
	return out
}
