package manufacturing_test

import (
	"fmt"

	"github.com/typedml/typedml/examples/manufacturing"
)

func ExampleExpected() {
	x := manufacturing.Expected(0.5, manufacturing.Work{Speed: 6000, Load: 80}) // simulated
	fmt.Println(x.Vibration, x.BearingTemperature, x.Acoustic, x.BearingHours, x.Validate())

	x.BearingTemperature = 100.4 // 38 °C in °F: in the sensor's range, but not for this load
	x.VibrationSpread = 0        // and the vibration has not moved for an hour
	fmt.Println(x.Validate())
	// Output:
	// 2.48 43.8 72.8 149 <nil>
	// 2 violations:
	//   a turning spindle's vibration is never the same for an hour: the sensor is stuck
	//   the bearing is warmer than its load can explain (20 K, and 0.4 K for each percent): is this Fahrenheit?
}
