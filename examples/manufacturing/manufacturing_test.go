package manufacturing

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

var plant = Plant{Machines: 20, Hours: 240, Seed: 7}

// bad validates a batch and returns the indexes of its bad rows.
func bad(rows []Reading) []int {
	var r validate.Report
	validate.Slice(rows, &r)
	if e, ok := r.Err().(*validate.Error); ok {
		return e.Rows()
	}
	return nil
}

func TestSimulatedReadingsAreValidAndReproducible(t *testing.T) {
	batches := Simulate(plant)
	require.Len(t, batches, plant.Hours)
	for hour, batch := range batches {
		require.Len(t, batch, plant.Machines)
		require.Empty(t, bad(batch), "hour %d", hour)
	}
	assert.Equal(t, batches, Simulate(plant))
	other := plant
	other.Seed++
	assert.NotEqual(t, batches, Simulate(other))
	more := plant
	more.Machines++
	assert.Equal(t, batches[100], Simulate(more)[100][:plant.Machines], "machines do not depend on each other")
}

// TestTheLabelLooksOneShiftAhead finds each failure by the new bearing after it.
func TestTheLabelLooksOneShiftAhead(t *testing.T) {
	batches := Simulate(plant)
	failures := 0
	for m := range plant.Machines {
		for hour := shift; hour < plant.Hours; hour++ {
			if batches[hour][m].BearingHours >= batches[hour-1][m].BearingHours {
				continue
			}
			failures++
			assert.False(t, batches[hour][m].FailsNextShift, "a new bearing")
			assert.Zero(t, batches[hour][m].SpindleSpeed, "the repair")
			for h := hour - shift; h < hour; h++ {
				assert.Equal(t, batches[h][m].BearingHours < batches[hour-1][m].BearingHours-shift, !batches[h][m].FailsNextShift, "machine %d, hour %d", m, h)
			}
		}
	}
	assert.Greater(t, failures, 10)
}

// TestTheRulesFindEveryFault is what the checks are for: each faulty reading breaks a rule, and no good one does.
func TestTheRulesFindEveryFault(t *testing.T) {
	batches := Simulate(plant)
	faulty, count := Sabotage(batches, 7)
	found := 0
	for hour, batch := range faulty {
		rows := bad(batch)
		found += len(rows)
		isBad := map[int]bool{}
		for _, i := range rows {
			isBad[i] = true
		}
		for i := range batch {
			assert.Equal(t, batch[i] != batches[hour][i], isBad[i], "hour %d, machine %d: %+v", hour, i, batch[i])
		}
	}
	for _, f := range []Fault{Stuck, OutOfRange, Fahrenheit} {
		assert.Positive(t, count[f], f)
	}
	assert.Equal(t, count[Stuck]+count[OutOfRange]+count[Fahrenheit], found)
	again, _ := Sabotage(batches, 7)
	assert.Equal(t, faulty, again)
	assert.Equal(t, Simulate(plant), batches, "the good readings stay as they are")
}

// TestRules breaks one rule at a time.
func TestRules(t *testing.T) {
	for want, change := range map[string]func(*Reading){
		"machine_id regex":              func(x *Reading) { x.MachineID = "lathe-01" },
		"spindle_speed_rpm lte":         func(x *Reading) { x.SpindleSpeed = 12001 },
		"load_percent decimals":         func(x *Reading) { x.Load = 50.55 },
		"vibration_mm_s decimals":       func(x *Reading) { x.Vibration = 1.234 },
		"vibration_mm_s gte":            func(x *Reading) { x.Vibration = -0.01 },
		"vibration_mm_s lte":            func(x *Reading) { x.Vibration = math.Inf(1) },
		"ambient_temperature_c lte":     func(x *Reading) { x.AmbientTemperature, x.BearingTemperature = 71.6, 71.6 },
		"acoustic_db gte":               func(x *Reading) { x.Acoustic = 0 },
		"bearing_hours gte":             func(x *Reading) { x.BearingHours = -1 },
		"bearing_temperature_c lte":     func(x *Reading) { x.BearingTemperature, x.Load, x.AmbientTemperature = 110.1, 120, 50 },
		" vibration_alive":              func(x *Reading) { x.VibrationSpread = 0 },
		" vibration_at_rest":            func(x *Reading) { x.SpindleSpeed = 0 },
		" heat_of_load":                 func(x *Reading) { x.BearingTemperature = 74.1 }, // 22 + 20 + 0.4·80, and a bit
		" not_below_ambient":            func(x *Reading) { x.BearingTemperature = 19.9 },
		"vibration_spread_mm_s decimal": func(x *Reading) { x.VibrationSpread = 0.001 },
	} {
		x := Expected(0.5, Work{Speed: 6000, Load: 80})
		require.NoError(t, x.Validate())
		change(&x)
		var broken *validate.Error
		require.ErrorAs(t, x.Validate(), &broken, want)
		v := &broken.Violations[0]
		assert.Contains(t, v.Path()+" "+v.Rule(), want)
	}
}

// TestExpectedReadingsAreValid holds over the whole range of work and wear, and each sensor tells of wear.
func TestExpectedReadingsAreValid(t *testing.T) {
	for speed := 3000.0; speed <= 9000; speed += 1000 {
		for load := 40.0; load <= 100; load += 10 {
			last := Expected(0, Work{speed, load})
			for tenth := 1; tenth <= 11; tenth++ {
				x := Expected(float64(tenth)/10, Work{speed, load})
				require.NoError(t, x.Validate())
				assert.GreaterOrEqual(t, x.Vibration, last.Vibration)
				assert.GreaterOrEqual(t, x.BearingTemperature, last.BearingTemperature)
				assert.GreaterOrEqual(t, x.Acoustic, last.Acoustic)
				assert.Greater(t, x.BearingHours, last.BearingHours)
				last = x
			}
		}
	}
}

func TestValidationAllocatesNothing(t *testing.T) {
	x := Expected(0.5, Work{Speed: 6000, Load: 80})
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = x.Validate() }))
}

func TestFeaturesAreNoKeysAndNoTimes(t *testing.T) {
	assert.Equal(t, []string{
		"spindle_speed_rpm", "load_percent", "vibration_mm_s", "vibration_spread_mm_s", "bearing_temperature_c",
		"ambient_temperature_c", "acoustic_db", "bearing_hours",
	}, (*Reading)(nil).FeatureNames())
}
