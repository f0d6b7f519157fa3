package pipeline

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/pipeline/train"
)

// TestTheBarShowsTheRounds draws while rounds come in, as the race detector sees, and stays where early stopping ended.
func TestTheBarShowsTheRounds(t *testing.T) {
	var out bytes.Buffer
	r := &rounds{out: &out}
	loss := 0.25
	for i := range 30 {
		r.round(train.Round{Number: i, Of: 300, Train: 0.5, Validation: &loss})
		time.Sleep(10 * time.Millisecond) // the bar is drawn ten times a second
	}
	r.end()
	assert.Contains(t, out.String(), "30/300 rounds")
	assert.Contains(t, out.String(), "log loss 0.5000, validation 0.2500")
}

func TestNoTerminalNoBar(t *testing.T) {
	r := newRounds(&bytes.Buffer{})
	r.round(train.Round{Of: 3})
	r.end()
	assert.Nil(t, r)
}
