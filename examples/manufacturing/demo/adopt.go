package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/typedml/typedml/examples/manufacturing"
	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/validate"
)

// table opens the feature table in a mode: the one thing that changes from step to step.
func (d *demo) table(ctx context.Context, m validate.Mode, tally *validate.Tally, log *slog.Logger) (*featurestore.Table[manufacturing.Reading], error) {
	return featurestore.Open[manufacturing.Reading](ctx, d.config.FeatureTable, featurestore.WithWriteMode(m, tally), featurestore.WithLogger(log))
}

// observe writes two days and counts what breaks rules. The first batch replaces what an earlier demo has left.
func (d *demo) observe(ctx context.Context) error {
	d.story.Step("Days 1 and 2, observe: every reading is written, broken rules are counted")
	var tally validate.Tally
	table, err := d.table(ctx, validate.Observe, &tally, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer table.Close()
	if err := table.Overwrite(ctx, d.stream[0]); err != nil {
		return err
	}
	if err := appendAll(ctx, table, d.stream[1:observed]); err != nil {
		return err
	}
	d.counts(&tally, observed)
	d.story.Note("At one percent the sensors are wrong; at ten the rule would be, and would have stopped the line. Go on to warn.")
	return nil
}

func appendAll(ctx context.Context, table *featurestore.Table[manufacturing.Reading], batches [][]manufacturing.Reading, opts ...featurestore.WriteOption) error {
	for _, batch := range batches {
		if err := table.Append(ctx, batch, opts...); err != nil {
			return err
		}
	}
	return nil
}

// counts shows a tally of some batches.
func (d *demo) counts(tally *validate.Tally, batches int) {
	rows := [][2]string{{"field               rule", "count"}}
	for _, c := range tally.Counts() {
		rows = append(rows, [2]string{fmt.Sprintf("%-18s  %s", cmp.Or(c.Field, "(record)"), c.Rule), fmt.Sprintf("%5d   %s", c.N, percent(int(c.N), batches*machines))})
	}
	d.story.Done("%d batches, %d readings written", batches, batches*machines)
	d.story.Table(rows...)
}

// warn writes two days and logs what breaks rules.
func (d *demo) warn(ctx context.Context) error {
	d.story.Step("Days 3 and 4, warn: every reading is written, each batch with broken rules is a line of the log")
	var tally validate.Tally
	var log bytes.Buffer
	table, err := d.table(ctx, validate.Warn, &tally, plain(&log))
	if err != nil {
		return err
	}
	defer table.Close()
	if err := appendAll(ctx, table, d.stream[observed:warned]); err != nil {
		return err
	}
	d.counts(&tally, warned-observed)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	const shown = 2
	if len(lines) <= shown {
		return fmt.Errorf("the log should have more than %d lines: %s", shown, log.String())
	}
	d.story.Note("%s\n… and %d more lines", strings.Join(lines[:shown], "\n"), len(lines)-shown)
	return nil
}

// plain logs without times, and without the boundary, whose URI has the folder of the demo.
func plain(w *bytes.Buffer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "boundary" {
			return slog.Attr{}
		}
		return a
	}}))
}

// enforce writes six days: a batch with a fault is refused as a whole, until its rows have a quarantine to go to.
func (d *demo) enforce(ctx context.Context) error {
	d.story.Step("Days 5 to 10, enforce: a batch with a bad reading is refused as a whole, or its bad readings are quarantined")
	table, err := d.table(ctx, validate.Enforce, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer table.Close()
	at := warned
	for ; err == nil && at < written; at++ {
		err = table.Append(ctx, d.stream[at])
	}
	var broken *validate.Error
	if !errors.As(err, &broken) {
		return fmt.Errorf("a batch should have been refused, got: %w", err)
	}
	at-- // nothing of it was written
	d.story.Refused(fmt.Errorf("batch %d: %w", at, broken))
	sink, err := featurestore.TableSink(ctx, d.rejects)
	if err != nil {
		return err
	}
	var n int
	for _, batch := range d.stream[at:written] {
		if err := table.Append(ctx, batch, featurestore.Quarantine(sink), featurestore.Quarantined(&n)); err != nil {
			return err
		}
		d.rejected += n
	}
	d.story.Done("with a quarantine: that batch and the rest are written, %d bad readings are in the quarantine", d.rejected)
	return nil
}

// clean moves what observe and warn let in to the quarantine.
func (d *demo) clean(ctx context.Context) error {
	d.story.Step("The first four days are in the table as they came: reading validates, too")
	log := slog.New(slog.DiscardHandler)
	table, err := featurestore.Open[manufacturing.Reading](ctx, d.config.FeatureTable, featurestore.WithLogger(log))
	if err != nil {
		return err
	}
	defer table.Close()
	_, err = table.ReadAll(ctx)
	var broken *validate.Error
	if !errors.As(err, &broken) {
		return fmt.Errorf("reading should have been refused, got: %w", err)
	}
	d.story.Refused(fmt.Errorf("no training on it: %d readings of the table break rules", len(broken.Rows())))

	lenient, err := featurestore.Open[manufacturing.Reading](ctx, d.config.FeatureTable, featurestore.WithReadMode(validate.Observe, nil), featurestore.WithLogger(log))
	if err != nil {
		return err
	}
	defer lenient.Close()
	rows, err := lenient.ReadAll(ctx)
	if err != nil {
		return err
	}
	sink, err := featurestore.TableSink(ctx, d.rejects)
	if err != nil {
		return err
	}
	var n int
	if err := table.Overwrite(ctx, rows, featurestore.Quarantine(sink), featurestore.Quarantined(&n)); err != nil {
		return err
	}
	d.rejected += n
	d.story.Done("read in the mode observe, overwritten through the quarantine: %d readings are clean, %d more are quarantined", len(rows)-n, n)
	return d.account(ctx, table, len(rows)-n)
}

// account compares what was found with what was injected.
func (d *demo) account(ctx context.Context, table *featurestore.Table[manufacturing.Reading], clean int) error {
	if d.rejected != d.injected || clean+d.rejected != written*machines {
		return fmt.Errorf("%d clean and %d quarantined readings, of %d with %d faults", clean, d.rejected, written*machines, d.injected)
	}
	version, err := table.Version(ctx)
	if err != nil {
		return err
	}
	d.story.Done("in all %d of %d faults found, no good reading rejected; table version %d, the older ones stay readable", d.rejected, d.injected, version)
	return nil
}
