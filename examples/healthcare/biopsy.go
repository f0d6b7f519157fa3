package healthcare

// Diagnosis is what the biopsy came to.
type Diagnosis string

// Values of Diagnosis.
const (
	Benign    Diagnosis = "benign"
	Malignant Diagnosis = "malignant"
)

// Sample is one row of data/breast_cancer.csv.
//
//typedml:schema name=clinic.samples version=1.0.0
type Sample struct {
	Nuclei
	// Diagnosis is the outcome.
	Diagnosis Diagnosis `json:"diagnosis" feature:"-"`
}

// Biopsy is one sample of one patient, with its diagnosis: the row of the feature table.
//
//typedml:schema name=clinic.biopsies version=1.0.0
type Biopsy struct {
	// BiopsyID numbers the samples in the order of the data, from 1.
	BiopsyID int32 `json:"biopsy_id" validate:"gte=1" feature:"key"`
	// Patient is whom the sample was taken from; simulated.
	Patient Patient `json:"patient"`
	Nuclei
	// Diagnosis is what the model predicts: the probability of a malignant mass.
	Diagnosis Diagnosis `json:"diagnosis" feature:"label=malignant"`
}
