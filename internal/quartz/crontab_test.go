package quartz

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCrontab(t *testing.T) {
	for quartz, want := range map[string]string{
		"0 0 2 * * ?":                 "0 0 2 * * *",
		"0 0/15 * ? * MON-FRI":        "0 0,15,30,45 * * * 1,2,3,4,5",
		"0 30 10-13 ? * WED,FRI":      "0 30 10,11,12,13 * * 3,5",
		"*/20 * * * * ? *":            "0,20,40 * * * * *",
		"0 0 22-2 * * ?":              "0 0 0,1,2,22,23 * * *",
		"0 0 2 ? * 1,7":               "0 0 2 * * 0,6",
		"0 0 2 ? * FRI-MON":           "0 0 2 * * 0,1,5,6",
		"0  0 2 1,15 jan-mar ?":       "0 0 2 1,15 1,2,3 *",
		"0 5/20,50 1-9/4 * NOV-FEB ?": "0 5,25,45,50 1,5,9 * 1,2,11,12 *",
	} {
		got, err := Crontab(quartz)
		require.NoError(t, err, quartz)
		assert.Equal(t, want, got, quartz)
	}
	for bad, want := range map[string]string{
		"0 0 0 L * ?": "cannot say L as a day of the month", "0 0 0 LW * ?": "cannot say LW", "0 15 10 ? * 6#3": "cannot say 6#3 as a day of the week",
		"0 15 10 ? * 6L": "cannot say 6L", "0 0 12 1 1 ? 2030": "knows no year", "0 2 * * *": "five fields are a crontab's",
	} {
		_, err := Crontab(bad)
		assert.ErrorContains(t, err, want, bad)
	}
}

func FuzzCrontab(f *testing.F) {
	f.Add("0 0/15 * ? * FRI-MON")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Crontab(text); err == nil && Check(text) != nil {
			t.Errorf("%q is translated, but no Quartz cron", text)
		}
	})
}
