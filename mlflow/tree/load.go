package tree

import "fmt"

// The libraries whose models are evaluated, by the names of MLflow's flavors.
const (
	XGBoost  = "xgboost"
	LightGBM = "lightgbm"
)

// Flavors returns the names of MLflow's flavors whose models [Load] reads.
func Flavors() []string { return []string{XGBoost, LightGBM} }

// Load reads the model file of one of [Flavors]; see [LoadXGBoost] and [LoadLightGBM]. Another flavor is an
// *[UnsupportedError].
func Load(flavor string, data []byte) (*Model, error) {
	switch flavor {
	case XGBoost:
		return LoadXGBoost(data)
	case LightGBM:
		return LoadLightGBM(data)
	}
	return nil, &UnsupportedError{fmt.Sprintf("flavor %q", flavor), "log the model as " + XGBoost + " or " + LightGBM}
}
