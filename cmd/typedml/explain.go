package main

import (
	"fmt"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// explain is typedml explain.
type explain struct {
	Codes []string `arg:"" optional:"" name:"code" help:"Codes, such as TML104 (default: a list of all)."`
}

// Run prints what the codes mean, or all of them with their titles.
func (c explain) Run(s streams) error {
	if len(c.Codes) == 0 {
		for _, e := range diag.Entries() {
			fmt.Fprintf(s.out, "%s  %-16s  %s\n", e.Code, e.Kind, strings.ReplaceAll(e.Title, "`", ""))
		}
		return nil
	}
	for i, code := range c.Codes {
		e, err := diag.Explain(code)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		fmt.Fprint(s.out, e.Text())
	}
	return nil
}
