package manufacturing

import "math/rand/v2"

// Fault is a way in which a sensor lies.
type Fault int

// Faults of sensors.
const (
	Stuck      Fault = iota // the vibration stays at one value for hours
	OutOfRange              // the broken wire of a temperature sensor reads as the end of its scale, for an hour
	Fahrenheit              // after service the temperature comes in °F, for hours
)

var faults = [...]string{"stuck", "out of range", "Fahrenheit"}

// String returns the fault's name.
func (f Fault) String() string { return faults[f] }

// Sabotage returns a copy of the batches in which about one reading in a hundred comes from a faulty sensor, and how many
// have each fault. The faults are **simulated**: a stuck sensor and one in °F stay so for three to eight hours. Where a
// stuck sensor says what a good one would, on a spindle at rest since before, there is no fault to count.
func Sabotage(batches [][]Reading, seed uint64) (faulty [][]Reading, count map[Fault]int) {
	random := rand.New(rand.NewPCG(seed, 0xFA017))
	faulty, count = make([][]Reading, len(batches)), map[Fault]int{}
	state := map[string]*broken{}
	for hour, batch := range batches {
		faulty[hour] = make([]Reading, len(batch))
		for i, r := range batch {
			b := state[r.MachineID]
			if b == nil {
				b = new(broken)
				state[r.MachineID] = b
			}
			was := r
			if b.disturb(&r, random) && r != was {
				count[b.fault]++
			}
			faulty[hour][i] = r
		}
	}
	return faulty, count
}

// broken is a fault of one machine that has some hours to go.
type broken struct {
	fault Fault
	left  int
	held  float64 // the value at which a vibration sensor is stuck
}

// disturb begins a fault now and then and applies the one that goes on.
func (b *broken) disturb(r *Reading, random *rand.Rand) bool {
	if b.left == 0 {
		if random.IntN(300) > 0 {
			return false
		}
		b.fault, b.left, b.held = Fault(random.IntN(len(faults))), 3+random.IntN(6), r.Vibration
		if b.fault == OutOfRange {
			b.left = 1
		}
	}
	b.left--
	switch b.fault {
	case Stuck:
		r.Vibration, r.VibrationSpread = b.held, 0
	case OutOfRange:
		r.BearingTemperature = 850 // a Pt100 with a broken wire
	case Fahrenheit:
		r.BearingTemperature = decimals(float64(r.BearingTemperature*1.8)+32, 1)
	}
	return true
}
