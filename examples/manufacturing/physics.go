package manufacturing

import "math"

// Work is what a machine does in an hour. The speed is in revolutions per minute, the load in percent of the rated torque.
type Work struct {
	Speed, Load float64
}

// ratedSpeed is the speed that the formulas below are scaled by, in revolutions per minute.
const ratedSpeed = 6000

// wearRate is the wear of an hour's work: the life of a rolling bearing is counted in revolutions and goes with the cube
// of the load (ISO 281, ball bearings). A bearing of wear 0 is new, one of wear 1 is due to fail. Real bearings live for
// tens of thousands of hours; these live for 160 at rated speed and load, so that days show what years would.
func wearRate(w Work) float64 {
	load := w.Load / 100
	return w.Speed / ratedSpeed * (0.05 + float64(0.95*load*load*load)) / 160
}

// vibration is the velocity in mm/s: it grows with the speed and, as the raceway spalls, with the square of the wear.
func vibration(wear float64, w Work) float64 {
	return w.Speed / ratedSpeed * (0.7 + float64(0.5*w.Load/100)) * (1 + float64(5*wear*wear))
}

// temperatureRise is what friction adds to the hall's temperature in the long run, in K.
func temperatureRise(wear float64, w Work) float64 {
	return float64(w.Speed/ratedSpeed*(4+float64(20*w.Load/100))) + float64(9*wear*wear*w.Load/100)
}

// acoustic is the sound pressure level in dB: the hall's own 48 dB and, added as powers, that of the machine.
func acoustic(wear float64, w Work) float64 {
	if w.Speed == 0 {
		return 48
	}
	machine := 66 + float64(20*math.Log10(w.Speed/ratedSpeed)) + float64(5*w.Load/100) + float64(11*wear*wear)
	return 10 * math.Log10(math.Pow(10, 4.8)+math.Pow(10, machine/10))
}

// Expected is the reading of a bearing of a wear (0 new, 1 due to fail) that has done the same work for long, without
// noise, in a hall of 22 °C. The bearing's hours are those in which the work wears it so far.
func Expected(wear float64, w Work) Reading {
	v := vibration(wear, w)
	return Reading{
		MachineID:          "spindle-00",
		RecordedAt:         start,
		SpindleSpeed:       int32(math.Round(w.Speed)),
		Load:               decimals(w.Load, 1),
		Vibration:          decimals(v, 2),
		VibrationSpread:    decimals(v*0.2, 2),
		BearingTemperature: decimals(22+temperatureRise(wear, w), 1),
		AmbientTemperature: 22,
		Acoustic:           decimals(acoustic(wear, w), 1),
		BearingHours:       int32(math.Round(wear / wearRate(w))),
	}
}

// decimals rounds to the resolution of a sensor.
func decimals(x float64, n int) float64 {
	scale := math.Pow(10, float64(n))
	return math.Round(x*scale) / scale
}
