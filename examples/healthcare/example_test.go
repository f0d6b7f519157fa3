package healthcare_test

import (
	"fmt"
	"log"

	"github.com/typedml/typedml/examples/healthcare"
)

func Example() {
	samples, err := healthcare.Load() // every row is validated
	if err != nil {
		log.Fatal(err)
	}
	rows := healthcare.Simulate(samples, 42)
	x := rows[0]
	fmt.Println(len(rows), x.Diagnosis, x.MeanRadius, x.MeanTexture, len(x.FeatureNames()))

	x.Patient.ID, x.Patient.BirthYear, x.TextureError = "Jane Q. Sample", 1066, 90.53
	fmt.Println(x.Validate()) // of sensitive fields the rule, never the value
	// Output:
	// 569 malignant 17.99 10.38 30
	// 3 violations:
	//   patient.id: must match ^SIM-[0-9]{6}-[0-9]$ (regex)
	//   patient.birth_year: must be at least 1890 (gte=1890)
	//   texture_error: must be at most 63.75 (lte=63.75), got 90.53
}
