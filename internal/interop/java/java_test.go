package java

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVersion(t *testing.T) {
	for said, want := range map[string]int{
		"openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment": 17,
		"java version \"1.8.0_402\"":                                          8,
		"openjdk version \"21\" 2023-09-19":                                   21,
	} {
		v, err := version(said)
		assert.NoError(t, err)
		assert.Equal(t, want, v, said)
	}
	_, err := version("command not found")
	assert.Error(t, err)
}

func TestNoJava(t *testing.T) {
	t.Setenv("JAVA_HOME", "")
	t.Setenv("PATH", t.TempDir())
	_, err := Find()
	assert.ErrorContains(t, err, "there is no Java 17 or newer")
}
