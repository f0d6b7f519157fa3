package quartz

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCron(t *testing.T) {
	for _, good := range []string{
		"0 0 2 * * ?", "0 0/15 * ? * MON-FRI", "0 30 10-13 ? * WED,FRI", "0 0 12 1 1 ? 2030", "0 0 0 L * ?", "0 0 0 LW * ?",
		"0 0 0 L-3 * ?", "0 15 10 15W * ?", "0 15 10 ? * 6L", "0 15 10 ? * 6#3", "0 15 10 ? * fri#1", "*/5 * * * * ?", "0 0 22-2 * * ?",
		"0  0 2 * jan-mar ?", "0 0 2 ? * 1,7 2026-2030",
	} {
		assert.NoError(t, Check(good), good)
	}
	for bad, want := range map[string]string{
		"0 2 * * *":          `five fields are a crontab's; in Quartz, which Databricks takes, write "0 0 2 * * ?"`,
		"30 4 * * 0":         `write "0 30 4 ? * SUN"`,
		"30 4 * * 1-5":       `write "0 30 4 ? * MON-FRI"`,
		"*/10 * 1,15 * *":    `write "0 */10 * 1,15 * ?"`,
		"0 4 1 * 1":          "cannot run on days of the month and of the week at once",
		"61 4 * * *":         "five fields are a crontab's; a Quartz cron is",
		"":                   "0 fields",
		"0 0 2 * * ? 2030 x": "8 fields",
		"0 0 2 * * *":        "exactly one of day of the month and day of the week must be ?",
		"0 0 2 ? * ?":        "exactly one of",
		"60 0 2 * * ?":       `"60" is no seconds; it takes 0 to 59`,
		"0 0 24 * * ?":       `"24" is no hours`,
		"0 0 2 0 * ?":        `"0" is no day of the month; it takes 1 to 31`,
		"0 0 2 ? * 0":        `"0" is no day of the week; it takes 1 to 7 or SUN to SAT`,
		"0 0 2 * FOO ?":      `"FOO" is no month`,
		"? 0 2 * * ?":        "? cannot stand for the seconds",
		"0 0/0 2 * * ?":      `the step "0" of the minutes`,
		"0 0/x 2 * * ?":      `the step "X"`,
		"0 1- 2 * * ?":       `"" is no minutes`,
		"0 , 2 * * ?":        `"" is no minutes`,
		"0 0 2 32W * ?":      `"32W" is no day of the month`,
		"0 0 2 ? * 6#6":      `"6#6" is no day of the week`,
		"0 0 2 ? * L 1969":   `"1969" is no year`,
		"0 +1 2 * * ?":       `"+1" is no minutes`,
	} {
		assert.ErrorContains(t, Check(bad), want, bad)
	}
}

func FuzzCron(f *testing.F) {
	f.Add("0 0 2 * * ?")
	f.Add("5 4 * * 1-5/2")
	f.Fuzz(func(_ *testing.T, text string) { _ = Check(text) })
}
