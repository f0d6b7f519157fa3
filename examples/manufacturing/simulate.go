package manufacturing

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// Plant says what is simulated.
type Plant struct {
	// Machines and Hours are how many there are; at most 100 machines.
	Machines, Hours int
	// Seed decides everything else.
	Seed uint64
}

const (
	// shift is the hours of a shift: the label looks so far ahead.
	shift = 8
	// repair is the hours that a machine stands still while a failed bearing is replaced.
	repair = 4
)

// start is the beginning of the simulated time: no clock is read.
var start = time.Date(2025, time.March, 3, 6, 0, 0, 0, time.UTC)

// Simulate returns the plant's readings, one batch an hour, one reading a machine, the machines in order. They are
// **simulated**: each machine does jobs of random speed, load and length; wear follows from the work (see wearRate) with a
// factor of its own for each bearing; a bearing fails at a wear that scatters around 1 by 3 %; readings follow from
// wear and work with noise. The label is true where the bearing fails within the next eight hours, which the simulation
// knows by going on so far. The same plant gives the same readings.
func Simulate(p Plant) [][]Reading {
	batches := make([][]Reading, p.Hours)
	for m := range p.Machines {
		for hour, r := range history(m, p) {
			batches[hour] = append(batches[hour], r)
		}
	}
	return batches
}

// history simulates one machine from a random source of its own: more machines leave the others as they are.
func history(number int, p Plant) []Reading {
	m := newMachine(rand.New(rand.NewPCG(p.Seed, uint64(number))))
	id := fmt.Sprintf("spindle-%02d", number)
	readings := make([]Reading, p.Hours)
	for hour := range p.Hours + shift {
		failed := m.work()
		if hour < p.Hours {
			readings[hour] = m.reading(id, hour)
		}
		if failed {
			for h := max(0, hour-shift+1); h < min(hour+1, p.Hours); h++ {
				readings[h].FailsNextShift = true
			}
		}
	}
	return readings
}

// machine is the hidden state that the sensors see a part of.
type machine struct {
	random  *rand.Rand
	wear    float64 // 0 new, 1 due to fail
	limit   float64 // the wear at which this bearing fails
	quality float64 // how fast this bearing wears, 1 as it should
	hours   int     // since the bearing was put in
	rise    float64 // of the bearing's temperature above the hall's, in K
	job     Work
	left    int // hours of the job, or of the repair
	failed  bool
}

// newMachine returns a machine somewhere in its bearing's life.
func newMachine(random *rand.Rand) *machine {
	m := &machine{random: random}
	m.replace()
	m.wear = 0.9 * random.Float64()
	m.hours = int(math.Round(m.wear * 280))
	return m
}

// replace puts a new bearing in.
func (m *machine) replace() {
	m.wear, m.hours = 0, 0
	m.limit = 1 + m.noise(0.03)
	m.quality = 1 + m.noise(0.15)
}

// noise is normally distributed with the deviation, cut at three of it.
func (m *machine) noise(deviation float64) float64 {
	return float64(deviation * max(-3, min(3, m.random.NormFloat64())))
}

// next takes a job of 3 to 12 hours; one in ten is a pause.
func (m *machine) next() {
	m.left = 3 + m.random.IntN(10)
	m.job = Work{Speed: 3000 + float64(m.random.IntN(61)*100), Load: 40 + float64(60*m.random.Float64())}
	if m.random.IntN(10) == 0 {
		m.job, m.left = Work{}, 1+m.random.IntN(3)
	}
}

// work does an hour's work and reports whether the bearing fails after it; the next hours are those of the repair.
func (m *machine) work() (failed bool) {
	if m.failed {
		m.replace()
		m.failed, m.job, m.left = false, Work{}, repair
	}
	if m.left == 0 {
		m.next()
	}
	m.left--
	m.hours++
	m.wear += float64(wearRate(m.job) * m.quality * (1 + m.noise(0.2)))
	m.rise = float64(0.3*m.rise) + float64(0.7*temperatureRise(m.wear, m.job)) // the housing takes hours to follow
	m.failed = m.wear >= m.limit
	return m.failed
}

// reading is what the sensors say of the hour that was just worked.
func (m *machine) reading(id string, hour int) Reading {
	ambient := 21 + float64(4*math.Sin(2*math.Pi*float64(hour)/24)) + m.noise(0.3)
	r := Reading{
		MachineID:          id,
		RecordedAt:         start.Add(time.Duration(hour+1) * time.Hour),
		BearingTemperature: decimals(ambient+max(0, m.rise+m.noise(0.6)), 1),
		AmbientTemperature: decimals(ambient, 1),
		Acoustic:           decimals(acoustic(m.wear, m.job)+m.noise(0.5), 1),
		BearingHours:       int32(m.hours),
	}
	if m.job.Speed == 0 {
		return r
	}
	r.SpindleSpeed = int32(math.Round(m.job.Speed + m.noise(15)))
	r.Load = decimals(m.job.Load+m.noise(1), 1)
	r.Vibration = decimals(vibration(m.wear, m.job)*(1+m.noise(0.04)), 2)
	r.VibrationSpread = max(0.01, decimals(r.Vibration*(0.2+m.noise(0.05)), 2))
	return r
}
