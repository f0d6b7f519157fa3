package healthcare

import (
	"fmt"
	"math/rand/v2"

	"github.com/typedml/typedml/validate"
)

// Patient tells who a person is. All patients here are simulated. The fields are sensitive: a violation names the field
// and its rule, and holds no value; they are no features.
//
//typedml:schema name=clinic.patients version=1.0.0
type Patient struct {
	// ID identifies the patient: a mark that it is simulated, six digits, and one that checks them (see CheckDigit).
	ID string `json:"id" check:"regex=^SIM-[0-9]{6}-[0-9]$" feature:"-,sensitive"`
	// BirthYear is the patient's year of birth.
	BirthYear int16 `json:"birth_year" validate:"gte=1890,lte=1975" feature:"-,sensitive"`
}

// Check reports an identifier whose check digit is wrong, as a slip of the pen or two swapped digits make it. An
// identifier of another form is what the generated rule reports.
func (p *Patient) Check(r *validate.Report) {
	if digits, ok := digitsOf(p.ID); ok && CheckDigit([6]int(digits[:6])) != digits[6] {
		r.Add(&wrongDigit, validate.String(p.ID)) // the report drops the value: the rule is sensitive
	}
}

// digitsOf reads the digits of an identifier of the right form.
func digitsOf(id string) (digits [7]int, ok bool) {
	if len(id) != len("SIM-000000-0") {
		return digits, false
	}
	for i, c := range []byte(id[4:10] + id[11:]) {
		if c < '0' || c > '9' {
			return digits, false
		}
		digits[i] = int(c - '0')
	}
	return digits, true
}

var wrongDigit = validate.Rule{
	Path: "id", Field: "ID", Name: "check_digit", Message: "must end in the check digit of its number", Sensitive: true,
}

// CheckDigit returns the digit that makes the sum of the Luhn algorithm (ISO/IEC 7812-1, annex B) a multiple of ten.
func CheckDigit(number [6]int) int {
	sum := 0
	for i, d := range number {
		if i%2 == 1 { // every other digit from the right counts twice
			d *= 2
		}
		sum += d/10 + d%10
	}
	return (10 - sum%10) % 10
}

// Simulate gives every sample a patient of its own, **simulated** from the seed alone: an identifier, and a year of birth
// between 1910 and 1965 that is independent of the diagnosis. The same seed gives the same patients on every machine.
func Simulate(samples []Sample, seed uint64) []Biopsy {
	random := rand.New(rand.NewPCG(seed, 1995))
	numbers := random.Perm(1_000_000)
	out := make([]Biopsy, len(samples))
	for i, s := range samples {
		out[i] = Biopsy{
			BiopsyID:  int32(i + 1),
			Patient:   Patient{ID: identifier(numbers[i]), BirthYear: int16(1910 + random.IntN(56))},
			Nuclei:    s.Nuclei,
			Diagnosis: s.Diagnosis,
		}
	}
	return out
}

// identifier writes a number of six digits with its check digit.
func identifier(n int) string {
	var digits [6]int
	for i, rest := 5, n; i >= 0; i, rest = i-1, rest/10 {
		digits[i] = rest % 10
	}
	return fmt.Sprintf("SIM-%06d-%d", n, CheckDigit(digits))
}
