package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/examples/internal/quarantine"
	"github.com/typedml/typedml/validate"
)

// quarantine reads the quarantine table back: an ordinary table, which a struct of its own reads.
func (d *demo) quarantine(ctx context.Context) error {
	d.story.Step("Read the quarantine, and a log that warns")
	rows, err := quarantine.Read(ctx, d.rejects)
	if err != nil {
		return err
	}
	var text strings.Builder
	table := [][2]string{{"row    field               rule", "value"}}
	for _, row := range rows[len(rows)-3:] { // earlier runs of the demo may have left theirs
		broken, err := row.Broken()
		if err != nil {
			return err
		}
		fmt.Fprintln(&text, row.Violations, row.Data)
		for _, v := range broken {
			value := string(v.Value)
			switch {
			case v.Path == "":
				value = "(none)"
			case value == "":
				value = "(not told)"
			}
			table = append(table, [2]string{fmt.Sprintf("row %d  %-18s  %s", row.Row, cmp.Or(v.Path, "(record)"), v.Rule), value})
		}
	}
	d.story.Table(table...)
	d.said.add("the quarantine", text.String())
	const key = `"patient":`
	at := strings.Index(rows[len(rows)-1].Data, key)
	if at < 0 {
		return errors.New("the quarantined row has no patient")
	}
	patient, _, _ := strings.Cut(rows[len(rows)-1].Data[at:], "}")
	d.story.Note("its copy of the row: … %s} …", patient)
	return d.warn(ctx)
}

// warn shows the line that a boundary in the mode warn logs.
func (d *demo) warn(ctx context.Context) error {
	row := d.damaged()[1]
	const name = "the log of the intake"
	intake := validate.Boundary{Name: "intake", Mode: validate.Warn, Logger: d.said.logger(name)}
	var broken *validate.Error
	if !errors.As(row.Validate(), &broken) {
		return errors.New("the damaged row is valid")
	}
	if err := intake.Judge(ctx, broken); err != nil {
		return err
	}
	d.story.Note("%s", d.said.text(name))
	return nil
}

// secrets are the sensitive values of the damaged records.
func (d *demo) secrets() []string {
	var out []string
	for _, row := range d.damaged() {
		out = append(out, row.Patient.ID, strconv.Itoa(int(row.Patient.BirthYear)))
	}
	return out
}

// search proves that nothing that was said tells a sensitive value.
func (d *demo) search(context.Context) error {
	d.story.Step("Search all of it for the sensitive values")
	secrets := d.secrets()
	if err := d.said.search(secrets); err != nil {
		return err
	}
	d.story.Done("%d values searched in %s: none found", len(secrets), strings.Join(d.said.names, ", "))
	return nil
}
