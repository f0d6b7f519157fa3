package main

import "testing"

// TestValidatePairs holds both sides of every comparison of validators to the same findings, without measuring them.
func TestValidatePairs(t *testing.T) {
	for _, p := range validatePairs() {
		t.Run(p.name, func(t *testing.T) {
			if err := p.check(); err != nil {
				t.Error(err)
			}
		})
	}
}
