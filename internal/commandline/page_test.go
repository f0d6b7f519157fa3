package commandline_test

import (
	"bytes"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/commandline"
)

type digCommand struct {
	Where string `arg:"" enum:"here,there" help:"Where: here or there."`
	Tool  string `short:"t" enum:"spade,fork" default:"spade" help:"With what. It's a choice; or not."`
	Deep  int    `help:"How deep, a|b."`
}

type hiddenCommand struct{}

func digger(t *testing.T) *kong.Application {
	t.Helper()
	var cli struct {
		Dig    digCommand    `cmd:"" help:"Dig a hole."`
		Secret hiddenCommand `cmd:"" hidden:"" help:"Nobody's."`
	}
	var out bytes.Buffer
	parser, err := kong.New(&cli, kong.Name("digger"), kong.Description("Digs."), kong.Writers(&out, &out))
	require.NoError(t, err)
	return parser.Model
}

func TestPage(t *testing.T) {
	page := commandline.Page(digger(t))
	assert.Contains(t, page, "# digger\n\nDigs.\n")
	assert.Contains(t, page, "| [`dig`](#digger-dig) | Dig a hole. |\n")
	assert.Contains(t, page, "\n## digger dig\n\n    digger dig <where> [flags]\n")
	assert.Contains(t, page, "| `-t, --tool=\"spade\"` | With what. It's a choice; or not. |\n")
	assert.Contains(t, page, "| How deep, a\\|b. |\n")
	assert.NotContains(t, page, "secret")
}

func TestCompletion(t *testing.T) {
	bash := commandline.Completion(digger(t), "bash")
	assert.Contains(t, bash, `words="dig --help"`)
	assert.Contains(t, bash, `dig) words="--help --tool --deep here there"`)
	assert.Contains(t, bash, `"dig --tool") words="spade fork"`)
	assert.Equal(t, "autoload -U +X bashcompinit && bashcompinit\n"+bash, commandline.Completion(digger(t), "zsh"))
	fish := commandline.Completion(digger(t), "fish")
	assert.Contains(t, fish, `-l tool -d 'With what' -x -a 'spade fork'`)
	assert.Contains(t, fish, `-l deep -d 'How deep, a|b' -r`)
	assert.NotContains(t, bash+fish, "secret")
}
