package validate_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
)

func TestParseDate(t *testing.T) {
	for text, days := range map[string]int32{
		"1970-01-01": 0, "1969-12-31": -1, "2000-02-29": 11016, "0001-01-01": -719162, "9999-12-31": 2932896, "0000-01-01": -719528,
	} {
		d, err := validate.ParseDate(text)
		if err != nil || d.UnixDays() != days || d.String() != text || validate.UnixDate(days) != d {
			t.Errorf("%s is %s, %d days, %v", text, d, d.UnixDays(), err)
		}
	}
	for _, text := range []string{"", "2001-02-29", "2001-13-01", "2001-00-01", "2001-01-00", "2001-1-01", "01-01-2001", "2001-01-01T00:00:00Z", "2001-04-31", "+001-01-01", "2001/01/01"} {
		if d, err := validate.ParseDate([]byte(text)); err == nil {
			t.Errorf("%q is %s", text, d)
		}
	}
}

// Every day of 600 years is the one that package time has.
func TestDatesAreDaysOfTheCalendar(t *testing.T) {
	at := time.Date(1700, 1, 1, 23, 59, 0, 0, time.FixedZone("", -12*3600))
	d := validate.DateOf(at)
	for range 600 * 366 {
		year, month, day := d.Date()
		if d != validate.DateOf(at) || d != validate.NewDate(year, month, day) || at.Day() != day || at.Weekday() != d.Weekday() {
			t.Fatalf("%s at %s", d, at)
		}
		next := d.AddDays(1)
		if !d.Before(next) || !next.After(d) || next.Compare(d) != 1 || next.DaysSince(d) != 1 {
			t.Fatalf("%s and %s", d, next)
		}
		at, d = at.AddDate(0, 0, 1), next
	}
	if !(validate.Date{}).IsZero() || validate.DateOf(time.Time{}) != (validate.Date{}) {
		t.Error("the zero Date is that of the zero Time")
	}
}

func TestDateJSON(t *testing.T) {
	var x struct {
		Born validate.Date  `json:"born"`
		Died *validate.Date `json:"died"`
	}
	const text = `{"born":"1970-01-01","died":null}`
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(x); err != nil || string(out) != text {
		t.Errorf("%s, %v", out, err)
	}
	for _, bad := range []string{`{"born":1}`, `{"born":""}`, `{"born":"1970"}`, `{"born":true}`} {
		if err := json.Unmarshal([]byte(bad), &x); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
	x.Born = validate.NewDate(10000, 1, 1)
	if out, err := json.Marshal(x); err == nil {
		t.Errorf("the year 10000 is %s", out)
	}
	if got := x.Born.String(); got != "+10000-01-01" {
		t.Errorf("the year 10000 is %s", got)
	}
}

func TestDateAllocatesNothing(t *testing.T) {
	text, buffer := []byte("2024-02-29"), make([]byte, 0, 64)
	n := testing.AllocsPerRun(100, func() {
		d, err := validate.ParseDate(text)
		if err != nil || d.AddDays(1).Compare(d) != 1 {
			t.Fail()
		}
		if buffer, err = d.AppendText(buffer[:0]); err != nil {
			t.Fail()
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleDate() {
	due := validate.NewDate(2024, time.January, 31).AddDays(30)
	fmt.Println(due, due.Weekday())
	// Output: 2024-03-01 Friday
}
