package commandline_test

import (
	"bytes"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/internal/commandline"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		args        []string
		code        int
		ended       bool
		out, errors string
	}{
		{[]string{"--depth", "3"}, 0, false, "", ""},
		{[]string{"--help"}, 0, true, "Usage: digger", ""},
		{[]string{"--deep"}, 2, true, "", "digger: unknown flag --deep"},
		{nil, 2, true, "", "digger: missing flags: --depth=INT"},
	} {
		var cli struct {
			Depth int `required:"" help:"How deep."`
		}
		var out, errs bytes.Buffer
		parsed, code, ended := commandline.Parse(&cli, "digger", c.args, &out, &errs, kong.Description("Digs."))
		assert.Equal(t, c.code, code, c.args)
		assert.Equal(t, c.ended, ended, c.args)
		assert.Equal(t, c.ended, parsed == nil, c.args)
		assert.Contains(t, out.String(), c.out)
		assert.Contains(t, errs.String(), c.errors)
		if !ended {
			assert.Equal(t, 3, cli.Depth)
		}
	}
	var bad struct {
		X chan int
	}
	var errs bytes.Buffer
	_, code, ended := commandline.Parse(&bad, "digger", nil, &errs, &errs)
	assert.Equal(t, 1, code)
	assert.True(t, ended)
	assert.Contains(t, errs.String(), "digger: ")
}
