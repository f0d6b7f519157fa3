package model

import (
	"errors"
	"fmt"

	"github.com/typedml/typedml/schema"
)

// Info is what typedml writes into a model (under metadata.typedml of its MLmodel file) so that whoever loads it can
// bind features by name and knows what it was trained on.
type Info struct {
	// Schema is the record's name, such as "churn.features"; SchemaVersion its version, such as "2.1.0".
	Schema        string
	SchemaVersion string

	// Fingerprint is the record's, as schema.Record.Fingerprint returns it.
	Fingerprint string

	// Features are the encoded features in the order that the model was trained with.
	Features []Feature

	// Engine and EngineVersion name the library that trained the model, such as "xgboost" and "3.2.0".
	Engine        string
	EngineVersion string
}

// Feature is one input of the model.
type Feature struct {
	Name     string // encoded, as the model knows it
	Kind     string // the kind of the encoded value, such as "float64" or "bool"
	Field    string // the key of the field that it encodes
	Optional bool   // NaN when the field is null
}

// InfoOf describes the record's side of a model.
func InfoOf(rec *schema.Record) Info {
	info := Info{Schema: rec.Name, SchemaVersion: rec.Version, Fingerprint: rec.Fingerprint()}
	for _, f := range rec.Features() {
		info.Features = append(info.Features, Feature{Name: f.Name, Kind: string(f.Kind), Field: f.Field, Optional: f.Optional})
	}
	return info
}

// FeatureNames returns the names in the model's order.
func (i Info) FeatureNames() []string {
	names := make([]string, len(i.Features))
	for n, f := range i.Features {
		names[n] = f.Name
	}
	return names
}

// IsZero reports whether the model has no Info: it was not written by typedml.
func (i Info) IsZero() bool {
	return i.Schema == "" && i.Fingerprint == "" && len(i.Features) == 0 && i.Engine == ""
}

// check compares the features with the signature's inputs: both must name the same in the same order.
func (i Info) check(s Signature) error {
	if len(i.Features) == 0 {
		return nil
	}
	if len(i.Features) != len(s.Inputs) {
		return fmt.Errorf("the model lists %d features and its signature %d inputs", len(i.Features), len(s.Inputs))
	}
	var errs []error
	for n, f := range i.Features {
		if f.Name != s.Inputs[n].Name {
			errs = append(errs, fmt.Errorf("feature %d is %q in the list and %q in the signature", n, f.Name, s.Inputs[n].Name))
		}
	}
	return errors.Join(errs...)
}

// wireInfo is Info in YAML.
type wireInfo struct {
	Schema        text          `yaml:"schema,omitempty"`
	SchemaVersion text          `yaml:"schema_version,omitempty"`
	Fingerprint   text          `yaml:"fingerprint,omitempty"`
	Engine        text          `yaml:"engine,omitempty"`
	EngineVersion text          `yaml:"engine_version,omitempty"`
	Features      []wireFeature `yaml:"features,omitempty"`
}

type wireFeature struct {
	Name     text `yaml:"name"`
	Kind     text `yaml:"kind"`
	Field    text `yaml:"field,omitempty"`
	Optional bool `yaml:"optional,omitempty"`
}

func (i Info) wire() *wireInfo {
	w := &wireInfo{
		Schema: text(i.Schema), SchemaVersion: text(i.SchemaVersion), Fingerprint: text(i.Fingerprint),
		Engine: text(i.Engine), EngineVersion: text(i.EngineVersion),
	}
	for _, f := range i.Features {
		w.Features = append(w.Features, wireFeature{text(f.Name), text(f.Kind), text(f.Field), f.Optional})
	}
	return w
}

func (w *wireInfo) info() Info {
	if w == nil {
		return Info{}
	}
	i := Info{
		Schema: string(w.Schema), SchemaVersion: string(w.SchemaVersion), Fingerprint: string(w.Fingerprint),
		Engine: string(w.Engine), EngineVersion: string(w.EngineVersion),
	}
	for _, f := range w.Features {
		i.Features = append(i.Features, Feature{string(f.Name), string(f.Kind), string(f.Field), f.Optional})
	}
	return i
}
