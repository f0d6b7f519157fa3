package bundle

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/job"
)

var update = flag.Bool("update", false, "rewrite the files of testdata")

func builds(t *testing.T) *programs {
	t.Helper()
	p, err := buildAll(t.Context(), fake("one"), t.TempDir())
	require.NoError(t, err)
	return p
}

func TestGolden(t *testing.T) {
	cluster := sample()
	cluster.Cluster, cluster.Packages, cluster.Schedule, cluster.MaxConcurrentRuns = &Cluster{"m5.xlarge", "16.4.x-scala2.12"}, nil, nil, 3
	for name, b := range map[string]*Bundle{"serverless": sample(), "cluster": cluster} {
		got, err := b.render(builds(t))
		require.NoError(t, err)
		path := filepath.Join("testdata", name+".yml")
		if *update {
			require.NoError(t, os.WriteFile(path, got, 0o666))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))
	}
}

// FuzzText proves that no text of a parameter is read back as another one.
func FuzzText(f *testing.F) {
	for _, s := range []string{"true", "1e3", "0x10", "~", "a: b", "- a", "# x", "'", `"`, "\\", "\t\n\r\u0085\u2028", "ü 😀", "{{job.parameters.x}}", "\ufeff", "\x00\x1f\x7f"} {
		f.Add(s)
	}
	p, err := buildAll(f.Context(), fake("one"), f.TempDir())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, s string) {
		b := sample()
		b.Parameters = []job.Parameter{{Name: "table", Value: s}}
		if b.Validate() != nil {
			return
		}
		text, err := b.render(p)
		if err != nil { // refused, which is an answer
			return
		}
		var back file
		require.NoError(t, yaml.Unmarshal(text, &back))
		assert.EqualValues(t, s, back.Resources.Jobs["churn"].Parameters[0].Default)
	})
}
