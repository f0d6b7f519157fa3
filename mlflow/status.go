package mlflow

import "fmt"

// RunStatus is the state of a run. The server ignores a status that it does not know, so it is a closed type here.
type RunStatus uint8

// The states of a run, numbered as in MLflow's protocol.
const (
	RunRunning RunStatus = iota + 1
	RunScheduled
	RunFinished
	RunFailed
	RunKilled
)

var runStatuses = enum[RunStatus]{"run status", []string{"", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"}}

// String returns MLflow's name, such as FINISHED.
func (s RunStatus) String() string { return runStatuses.name(s) }

// Valid reports whether s is one of the constants.
func (s RunStatus) Valid() bool { return runStatuses.valid(s) }

// Terminal reports whether a run in this state has ended.
func (s RunStatus) Terminal() bool { return s >= RunFinished && s <= RunKilled }

// MarshalText returns MLflow's name.
func (s RunStatus) MarshalText() ([]byte, error) { return runStatuses.marshal(s) }

// UnmarshalText accepts MLflow's names only.
func (s *RunStatus) UnmarshalText(b []byte) error { return runStatuses.unmarshal(s, string(b)) }

// LoggedModelStatus is the state of a logged model.
type LoggedModelStatus uint8

// The states of a logged model, numbered as in MLflow's protocol.
const (
	LoggedModelPending LoggedModelStatus = iota + 1
	LoggedModelReady
	LoggedModelUploadFailed
)

var loggedModelStatuses = enum[LoggedModelStatus]{"logged model status", []string{
	"LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED",
}}

// String returns MLflow's name, such as LOGGED_MODEL_READY.
func (s LoggedModelStatus) String() string { return loggedModelStatuses.name(s) }

// Valid reports whether s is one of the constants.
func (s LoggedModelStatus) Valid() bool { return loggedModelStatuses.valid(s) }

// MarshalText returns MLflow's name.
func (s LoggedModelStatus) MarshalText() ([]byte, error) { return loggedModelStatuses.marshal(s) }

// UnmarshalText accepts MLflow's names only.
func (s *LoggedModelStatus) UnmarshalText(b []byte) error {
	return loggedModelStatuses.unmarshal(s, string(b))
}

// ModelVersionStatus is the state of a model version.
type ModelVersionStatus uint8

// The states of a model version, numbered as in MLflow's protocol.
const (
	VersionPending ModelVersionStatus = iota + 1
	VersionFailed
	VersionReady
)

var versionStatuses = enum[ModelVersionStatus]{"model version status", []string{
	"", "PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY",
}}

// String returns MLflow's name, such as READY.
func (s ModelVersionStatus) String() string { return versionStatuses.name(s) }

// Valid reports whether s is one of the constants.
func (s ModelVersionStatus) Valid() bool { return versionStatuses.valid(s) }

// MarshalText returns MLflow's name.
func (s ModelVersionStatus) MarshalText() ([]byte, error) { return versionStatuses.marshal(s) }

// UnmarshalText accepts MLflow's names only.
func (s *ModelVersionStatus) UnmarshalText(b []byte) error {
	return versionStatuses.unmarshal(s, string(b))
}

// Stage is the deprecated stage of a model version; aliases replace it.
type Stage uint8

// The stages of a model version. The zero value means that none is asked for; StageNone is MLflow's "None".
const (
	StageNone Stage = iota + 1
	StageStaging
	StageProduction
	StageArchived
)

var stages = enum[Stage]{"stage", []string{"", "None", "Staging", "Production", "Archived"}}

// String returns MLflow's name, such as Production.
func (s Stage) String() string { return stages.name(s) }

// Valid reports whether s is one of the constants.
func (s Stage) Valid() bool { return stages.valid(s) }

// MarshalText returns MLflow's name.
func (s Stage) MarshalText() ([]byte, error) { return stages.marshal(s) }

// UnmarshalText accepts MLflow's names only.
func (s *Stage) UnmarshalText(b []byte) error { return stages.unmarshal(s, string(b)) }

// ViewType chooses among active and deleted entities.
type ViewType uint8

// The views; the zero value is ViewActive.
const (
	ViewActive ViewType = iota
	ViewDeleted
	ViewAll
)

// String returns MLflow's name, such as ACTIVE_ONLY.
func (v ViewType) String() string {
	switch v {
	case ViewDeleted:
		return "DELETED_ONLY"
	case ViewAll:
		return "ALL"
	default:
		return "ACTIVE_ONLY"
	}
}

// Lifecycle says whether an experiment, run or logged model is deleted.
type Lifecycle string

// The life cycle stages.
const (
	Active  Lifecycle = "active"
	Deleted Lifecycle = "deleted"
)

// enum is the table of one closed set of names; the index is the value, the value 0 is never valid.
type enum[T ~uint8] struct {
	what  string
	names []string
}

func (e enum[T]) valid(v T) bool { return v > 0 && int(v) < len(e.names) }

func (e enum[T]) name(v T) string {
	if int(v) < len(e.names) {
		return e.names[v]
	}
	return fmt.Sprintf("%s(%d)", e.what, v)
}

func (e enum[T]) marshal(v T) ([]byte, error) {
	if !e.valid(v) {
		return nil, fmt.Errorf("mlflow: %d is no %s; it is one of %q", v, e.what, e.names[1:])
	}
	return []byte(e.names[v]), nil
}

func (e enum[T]) unmarshal(v *T, s string) error {
	for i, n := range e.names[1:] {
		if n == s {
			*v = T(i + 1)
			return nil
		}
	}
	return fmt.Errorf("mlflow: %q is no %s; it is one of %q", s, e.what, e.names[1:])
}
