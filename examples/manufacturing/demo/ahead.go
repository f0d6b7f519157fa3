package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/typedml/typedml/examples/manufacturing"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/pipeline/evaluate"
)

// alarm is the probability above which a bearing is replaced before it fails.
const alarm = 0.3

// ahead predicts the last days, which are in no table.
func (d *demo) ahead(ctx context.Context) error {
	d.story.Step("Load %s and predict days %d to %d, which it has never seen", d.uri(), written/hours+1, days)
	model, err := predict.Load[manufacturing.Reading](ctx, d.client, d.uri())
	if err != nil {
		return err
	}
	scores := make([][]float64, machines)
	labels := make([][]float64, machines)
	for _, batch := range d.good[written:] {
		for i := range batch {
			p, err := model.Predict(&batch[i])
			if err != nil {
				return err
			}
			y, _ := batch[i].TypedMLLabel()
			scores[i], labels[i] = append(scores[i], p), append(labels[i], y)
		}
	}
	var allScores, allLabels []float64
	failures, announced := 0, 0
	for i := range scores {
		allScores, allLabels = append(allScores, scores[i]...), append(allLabels, labels[i]...)
		f, a := events(labels[i], scores[i])
		failures, announced = failures+f, announced+a
	}
	m, err := evaluate.Binary(allLabels, allScores, alarm)
	if err != nil {
		return err
	}
	d.story.Done("auc_roc %.4f; with an alarm above %.1f: %d of %d failures announced; of %d readings above it, %d are of no such shift", m.AUCROC, alarm,
		announced, failures, m.Confusion.FalsePositive+m.Confusion.TruePositive, m.Confusion.FalsePositive)
	return nil
}

// events counts a machine's failures (hours in a row with a positive label are one) and those with an alarm before.
func events(labels, scores []float64) (failures, announced int) {
	inside, heard := false, false
	for i, y := range labels {
		if y == 0 {
			inside, heard = false, false
			continue
		}
		if !inside {
			failures++
		}
		inside = true
		if !heard && scores[i] > alarm {
			announced, heard = announced+1, true
		}
	}
	return failures, announced
}

// whatIf asks the model about a bearing that wears, everything else being equal.
func (d *demo) whatIf(ctx context.Context) error {
	work := manufacturing.Work{Speed: 6000, Load: 80}
	d.story.Step("What if: one bearing at %.0f rpm and %.0f %% load, from new to worn out (expected readings, simulated)", work.Speed, work.Load)
	model, err := predict.Load[manufacturing.Reading](ctx, d.client, d.uri())
	if err != nil {
		return err
	}
	rows := [][2]string{{"wear", "vibration  bearing  sound    fails within the next shift"}}
	for tenth := range 12 {
		wear := float64(tenth) / 10
		x := manufacturing.Expected(wear, work)
		p, err := model.Predict(&x)
		if err != nil {
			return err
		}
		rows = append(rows, [2]string{
			fmt.Sprintf("%4.1f", wear),
			strings.TrimRight(fmt.Sprintf("%4.2f mm/s  %.1f °C  %.1f dB  %.3f %s", x.Vibration, x.BearingTemperature, x.Acoustic, p, strings.Repeat("█", int(p*40+0.5))), " "),
		})
	}
	d.story.Table(rows...)
	return nil
}
