// Package durable chooses the engine that an example's pipeline runs on.
package durable

import (
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/engine/dbos"
)

// Usage describes the values of the flag -engine.
const Usage = "what the pipeline's steps run on: memory, or dbos, where a run that was killed goes on when the demo is started again"

// Options are what the engine of a name adds to a pipeline: "memory" or "dbos", with its database in a folder. The steps are
// told as notes, and to observe, which may be nil.
func Options(name, dir string, s *story.Story, observe func(engine.Event)) ([]pipeline.Option, error) {
	switch name {
	case "", "memory":
		return nil, nil
	case "dbos":
	default:
		return nil, fmt.Errorf("there is no engine %q: take memory or dbos", name)
	}
	e, err := dbos.Open("sqlite:"+filepath.ToSlash(filepath.Join(dir, "workflows.db")), dbos.Options{Watch: engine.Watch{
		Logger: slog.New(slog.DiscardHandler),
		Observe: func(e engine.Event) {
			switch e.Kind {
			case engine.Done:
				s.Note("step %s is done, and kept", e.Step)
			case engine.Resumed:
				s.Note("step %s was done before the program was killed", e.Step)
			}
			if observe != nil {
				observe(e)
			}
		},
	}})
	if err != nil {
		return nil, err
	}
	return []pipeline.Option{pipeline.WithEngine(e)}, nil
}
