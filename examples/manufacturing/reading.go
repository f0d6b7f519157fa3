package manufacturing

import "time"

// Reading is what the sensors of one machine say of one hour, and whether its bearing failed in the eight hours after.
// Ranges are those of the sensors, decimals their resolution; what only several values together can betray is a check.
//
//typedml:schema name=plant.readings version=1.0.0
//typedml:check vibration_alive "a turning spindle's vibration is never the same for an hour: the sensor is stuck" spindle_speed_rpm == 0 || vibration_spread_mm_s > 0.0
//typedml:check vibration_at_rest "a spindle at rest cannot vibrate by more than 0.5 mm/s" spindle_speed_rpm > 0 || vibration_mm_s <= 0.5
//typedml:check heat_of_load "the bearing is warmer than its load can explain (20 K, and 0.4 K for each percent): is this Fahrenheit?" bearing_temperature_c - ambient_temperature_c <= 20.0 + 0.4 * load_percent
//typedml:check not_below_ambient "a bearing cannot be colder than the air around it by more than 2 K" bearing_temperature_c >= ambient_temperature_c - 2.0
type Reading struct {
	// MachineID names the machine.
	MachineID string `json:"machine_id" check:"regex=^spindle-[0-9]{2}$" feature:"key"`
	// RecordedAt is the end of the hour.
	RecordedAt time.Time `json:"recorded_at" feature:"timestamp"`
	// SpindleSpeed is the mean speed, in revolutions per minute; 0 is a spindle at rest.
	SpindleSpeed int32 `json:"spindle_speed_rpm" validate:"gte=0,lte=12000"`
	// Load is the mean torque, in percent of the rated one.
	Load float64 `json:"load_percent" validate:"gte=0,lte=120" check:"decimals=1"`
	// Vibration is the root mean square of the bearing's velocity, in mm/s: the mean of the hour's sixty values.
	Vibration float64 `json:"vibration_mm_s" validate:"gte=0,lte=50" check:"decimals=2"`
	// VibrationSpread is the difference of the greatest and the smallest of the sixty values, in mm/s.
	VibrationSpread float64 `json:"vibration_spread_mm_s" validate:"gte=0,lte=50" check:"decimals=2"`
	// BearingTemperature is that of the bearing's housing, in °C.
	BearingTemperature float64 `json:"bearing_temperature_c" validate:"gte=-20,lte=110" check:"decimals=1"`
	// AmbientTemperature is that of the hall, in °C.
	AmbientTemperature float64 `json:"ambient_temperature_c" validate:"gte=-20,lte=50" check:"decimals=1"`
	// Acoustic is the sound pressure level near the bearing, in dB.
	Acoustic float64 `json:"acoustic_db" validate:"gte=30,lte=130" check:"decimals=1"`
	// BearingHours counts the hours since the bearing was put in.
	BearingHours int32 `json:"bearing_hours" validate:"gte=0,lte=50000"`
	// FailsNextShift tells whether the bearing failed within the eight hours after RecordedAt.
	FailsNextShift bool `json:"fails_next_shift" feature:"label"`
}
