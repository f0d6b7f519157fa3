package pipeline

// PipelineConfig says what a pipeline trains on and under which name.
//
//typedml:schema name=typedml.pipeline_config version=1.0.0
type PipelineConfig struct {
	// ExperimentName is the MLflow experiment, such as "/Shared/churn". The registered model's name derives from it.
	ExperimentName string `json:"experiment_name" validate:"required"`
	// FeatureTable is the URI of the feature table.
	FeatureTable string `json:"feature_table" validate:"required"`
	// TrainingConfig holds the hyperparameters.
	TrainingConfig TrainingConfig `json:"training_config" mlflow:"-"`
	// TargetColumn is the key of the field with the role label.
	TargetColumn string `json:"target_column" validate:"required"`
}
