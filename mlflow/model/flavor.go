package model

// Flavor says which library reads the model's file, and how MLflow's Python loads it.
type Flavor struct {
	Name    string // the flavor's key in the MLmodel file, such as xgboost
	Loader  string // the module of python_function, such as mlflow.xgboost
	Data    string // the file's name in the model's folder
	Class   string // the Python class; boosters predict probabilities or margins, the sklearn classes labels
	Format  string // "" when the flavor has none
	Version string // of the library

	versionKey string // the flavor's own name for Version
	packages   []string
	output     Column
}

// XGBoost is a booster that XGBoost saved as JSON.
func XGBoost(version string) Flavor {
	return Flavor{
		Name: "xgboost", Loader: "mlflow.xgboost", Data: "model.json", Class: "xgboost.core.Booster", Format: "json", Version: version,
		versionKey: "xgb_version", packages: []string{"xgboost"}, output: TensorColumn("float32", -1),
	}
}

// XGBoostUBJ is a booster that XGBoost saved as UBJSON, its compact form.
func XGBoostUBJ(version string) Flavor {
	f := XGBoost(version)
	f.Data, f.Format = "model.ubj", "ubj"
	return f
}

// LightGBM is a booster that LightGBM saved as text.
func LightGBM(version string) Flavor {
	return Flavor{
		Name: "lightgbm", Loader: "mlflow.lightgbm", Data: "model.txt", Class: "lightgbm.basic.Booster", Version: version,
		versionKey: "lgb_version", packages: []string{"lightgbm"}, output: TensorColumn("float64", -1),
	}
}

// entry returns the flavor's part of the MLmodel file.
func (f Flavor) entry() map[string]any {
	m := map[string]any{"code": nil, "data": text(f.Data), "model_class": text(f.Class)}
	if f.Format != "" {
		m["model_format"] = text(f.Format)
	}
	if f.versionKey != "" && f.Version != "" {
		m[f.versionKey] = text(f.Version)
	}
	return m
}
