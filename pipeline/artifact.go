package pipeline

// ModelArtifact describes a trained model: what it was trained with, on which schema, and how well it does.
//
//typedml:schema name=typedml.model_artifact version=1.0.0
type ModelArtifact struct {
	// ModelName is the registered model's name, derived from the experiment's.
	ModelName string `json:"model_name" check:"regex=^[a-z][a-z0-9_]*$"`
	// Version is the semantic version of the artifact.
	Version string `json:"version" check:"regex=@semanticVersion"`
	// TrainingConfig is the configuration that the model was trained with.
	TrainingConfig TrainingConfig `json:"training_config"`
	// FeatureSchemaVersion is the version that the feature struct's directive declares.
	FeatureSchemaVersion string `json:"feature_schema_version" validate:"required"`
	// Metrics are measured on the test split.
	Metrics ExperimentMetrics `json:"metrics"`
	// FeatureImportance holds every feature by name, once: its share of the total gain.
	FeatureImportance map[string]float64 `json:"feature_importance" mlflow:"artifact=feature_importance.json"`

	// trained is the model itself, in the program that trained it.
	trained *trained
}

// semanticVersion is the form of ModelArtifact.Version: three numbers.
const semanticVersion = `^\d+\.\d+\.\d+$`
