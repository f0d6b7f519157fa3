package load

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
)

// aliasesOf returns the aliases that a package declares: //typedml:alias NAME=RULES in any of its files.
func (l *loader) aliasesOf(p *pkg) map[string]string {
	if p.aliases != nil {
		return p.aliases
	}
	p.aliases = map[string]string{}
	at := map[string]directive{}
	for _, file := range p.files {
		for _, d := range aliasLines(file) {
			name, rules, ok := strings.Cut(d.args, "=")
			switch {
			case !ok || rules == "" || rules == "-" || !ruleName(name):
				l.directiveError(d, "write //typedml:alias name=rule,rule; a name has letters, digits, _ and -", "%q is no alias", d.args)
			case ofDecoders(name):
				l.directiveError(d, "choose another name", ownWord, name)
			case tag.Validate("validate").Knows(name):
				l.directiveError(d, "choose another name", "the alias %s would hide the rule of that name", name)
			case p.aliases[name] != "":
				l.directiveError(d, "keep one of them", "the alias %s stands twice in the package", name)
			default:
				p.aliases[name], at[name] = rules, d
			}
		}
	}
	l.acyclic(p.aliases, at)
	table := tag.Validate("validate").With(p.aliases)
	for name, rules := range p.aliases {
		l.misspeltAlias(at[name], table, len(name)+1, rules)
	}
	return p.aliases
}

// misspeltAlias refuses the unknown rules of an alias at their places in the directive, whether a field uses it or not.
func (l *loader) misspeltAlias(d directive, table tag.Table, offset int, rules string) {
	for _, p := range table.Misspelt(rules) {
		at := l.fset.Position(d.at + token.Pos(offset+p.Offset))
		finding := diag.Diagnostic{Pos: at, Length: p.Length, Code: p.Code, Message: p.Message, Remedy: p.Remedy, Fix: p.Fix}
		if p.Fix.Title != "" {
			finding.Fix.Offset = at.Offset
		}
		l.found.Add(finding)
	}
}

// acyclic refuses aliases that stand for themselves, and takes them out: upstream never ends there.
func (l *loader) acyclic(aliases map[string]string, at map[string]directive) {
	var circular []string
	for name := range aliases {
		if reaches(aliases, name, name, map[string]bool{}) {
			circular = append(circular, name)
		}
	}
	for _, name := range circular {
		l.directiveError(at[name], "write the rules out that it shall stand for", "the alias %s stands for itself", name)
		delete(aliases, name)
	}
}

// reaches reports whether an alias stands for another, by way of others, too.
func reaches(aliases map[string]string, from, to string, seen map[string]bool) bool {
	for word := range strings.FieldsFuncSeq(aliases[from], func(r rune) bool { return r == ',' || r == '|' }) {
		if word == to {
			return true
		}
		if aliases[word] != "" && !seen[word] {
			seen[word] = true
			if reaches(aliases, word, to, seen) {
				return true
			}
		}
	}
	return false
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
