package load

import (
	"go/token"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// checks compiles the //typedml:check lines of an annotation for a definition; unknown directives are refused here, too.
func (l *loader) checks(d *definition, a *annotation) {
	for _, line := range a.lines {
		switch line.verb {
		case "schema", "alias", "ignore":
		case "check":
			if c, ok := l.checkLine(line); ok {
				l.checkOf(d, c)
			}
		case "rule":
			l.directiveError(line, "write it into the comment right above a function", "%srule counts for nothing here", prefix)
		default:
			l.unknownVerb(line)
		}
	}
}

func (l *loader) checkOf(d *definition, c checkLine) {
	for _, have := range d.record.Checks {
		if have.Name == c.name {
			l.found.Errorf(l.fset.Position(c.at), diag.BadCheck, "rename one", "two checks of %s are named %s", d.record.Type, c.name)
			return
		}
	}
	expr, problems := check.Compile(d.record, c.source)
	for _, p := range problems {
		at := l.fset.Position(c.at + token.Pos(p.Offset))
		if p.Remedy == "" {
			p.Remedy = "mend the expression; it is CEL over the record's keys"
		}
		l.found.Errorf(at, diag.BadCheck, p.Remedy, "check %s: %s", c.name, p.Message)
	}
	if expr != nil {
		d.record.Checks = append(d.record.Checks, schema.Check{Name: c.name, Message: c.message, Source: c.source, Expr: expr})
	}
}
