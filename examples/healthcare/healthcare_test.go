package healthcare

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

func biopsies(t *testing.T) []Biopsy {
	t.Helper()
	samples, err := Load()
	require.NoError(t, err)
	require.Len(t, samples, 569)
	return Simulate(samples, 42)
}

func TestSimulatedPatientsAreValidAndReproducible(t *testing.T) {
	rows := biopsies(t)
	var r validate.Report
	validate.Slice(rows, &r)
	require.NoError(t, r.Err())
	samples, err := Load()
	require.NoError(t, err)
	assert.Equal(t, rows, Simulate(samples, 42))
	assert.NotEqual(t, rows, Simulate(samples, 43))
	ids := map[string]bool{}
	for _, row := range rows {
		ids[row.Patient.ID] = true
	}
	assert.Len(t, ids, len(rows), "each biopsy has a patient of its own")
}

func TestFeaturesAreTheMeasurements(t *testing.T) {
	names := (*Biopsy)(nil).FeatureNames()
	assert.Len(t, names, 30)
	assert.Equal(t, (*Nuclei)(nil).FeatureNames(), names)
	assert.Equal(t, names, (*BiopsyRequest)(nil).FeatureNames())
	assert.Equal(t, names, (*Sample)(nil).FeatureNames())
}

func TestTheLabelIsMalignant(t *testing.T) {
	positives := 0.0
	for _, row := range biopsies(t) {
		y, ok := row.TypedMLLabel()
		require.True(t, ok)
		positives += y
	}
	assert.EqualValues(t, 212, positives)
}

// TestRules breaks one rule at a time.
func TestRules(t *testing.T) {
	rows := biopsies(t)
	for want, change := range map[string]func(*Biopsy){
		"mean_radius gte":           func(x *Biopsy) { x.MeanRadius = 0.9 },
		"mean_smoothness gte":       func(x *Biopsy) { x.MeanSmoothness = math.Nextafter(0, -1) },
		"worst_texture lte":         func(x *Biopsy) { x.WorstTexture = 127.6 },
		"symmetry_error gte":        func(x *Biopsy) { x.SymmetryError = -1e-9 },
		"fractal_dimension_error l": func(x *Biopsy) { x.FractalDimensionError = 1.1 },
		" outline":                  func(x *Biopsy) { x.MeanArea = 1260 },
		" worst_outline":            func(x *Biopsy) { x.WorstArea = 2850 },
		" worst_size":               func(x *Biopsy) { x.WorstRadius = 17.98 },
		" worst_shape":              func(x *Biopsy) { x.WorstSymmetry = 0.2418 },
		" concave":                  func(x *Biopsy) { x.MeanConcavePoints = 0 },
		"diagnosis enum":            func(x *Biopsy) { x.Diagnosis = "Malignant" },
		"biopsy_id gte":             func(x *Biopsy) { x.BiopsyID = 0 },
		"patient.id regex":          func(x *Biopsy) { x.Patient.ID = "SIM-123-4" },
		"patient.id check_digit":    func(x *Biopsy) { x.Patient.ID = "SIM-123456-0" },
		"patient.birth_year gte":    func(x *Biopsy) { x.Patient.BirthYear = 1889 },
		"patient.birth_year lte":    func(x *Biopsy) { x.Patient.BirthYear = 1976 },
	} {
		x := rows[0]
		change(&x)
		var broken *validate.Error
		require.ErrorAs(t, x.Validate(), &broken, want)
		require.Len(t, broken.Violations, 1, want)
		v := &broken.Violations[0]
		assert.Contains(t, v.Path()+" "+v.Rule(), want)
		if sensitive := want[:1] == "p"; sensitive {
			assert.Equal(t, validate.KindNone, v.Value().Kind(), want)
		}
	}
}

func TestNaNFails(t *testing.T) {
	x := biopsies(t)[0]
	x.MeanArea = math.NaN()
	require.ErrorContains(t, x.Validate(), "mean_area")
}

func TestCheckDigit(t *testing.T) {
	assert.Equal(t, 6, CheckDigit([6]int{1, 2, 3, 4, 5, 6})) // 1+4+3+8+5+(1+2) = 24
	assert.Equal(t, 0, CheckDigit([6]int{}))
	for _, id := range []string{"", "SIM-12345x-6", "SIM-123456-66", "Jane Q. Sample"} {
		var r validate.Report
		(&Patient{ID: id}).Check(&r)
		assert.Zero(t, r.Len(), "%q has another form: that is the other rule's", id)
	}
}

// TestASwapIsFound swaps two neighbors of each identifier: Luhn's digit finds each swap but that of 0 and 9.
func TestASwapIsFound(t *testing.T) {
	for _, row := range biopsies(t)[:100] {
		id := []byte(row.Patient.ID)
		for i := 4; i < 9; i++ {
			a, b := id[i], id[i+1]
			if a == b || a+b == '0'+'9' && (a == '0' || b == '0') {
				continue
			}
			id[i], id[i+1] = b, a
			var r validate.Report
			(&Patient{ID: string(id)}).Check(&r)
			assert.Equal(t, 1, r.Len(), "%s for %s", id, row.Patient.ID)
			id[i], id[i+1] = a, b
		}
	}
}

func TestHoldOutKeepsTheShares(t *testing.T) {
	rows := biopsies(t)
	kept, held := HoldOut(rows)
	assert.Len(t, kept, 456)
	assert.Len(t, held, 113)
	malignant := 0
	seen := map[int32]bool{}
	for _, row := range append(kept, held...) {
		seen[row.BiopsyID] = true
	}
	for _, row := range held {
		if row.Diagnosis == Malignant {
			malignant++
		}
	}
	assert.Equal(t, 42, malignant)
	assert.Len(t, seen, len(rows))
}
