// Package commandline reads the arguments of this module's programs, alike in all of them.
package commandline

import (
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// Parse reads the arguments of the program called name into c, a pointer to a struct with kong's tags. ended says that the
// program is to end with the code: 0 behind --help, which it has printed, and 2 where the usage is wrong, which it has
// said on stderr with the program's name before it.
func Parse(c any, name string, args []string, stdout, stderr io.Writer, options ...kong.Option) (parsed *kong.Context, code int, ended bool) {
	code = -1
	options = append([]kong.Option{
		kong.Name(name), kong.Writers(stdout, stderr), kong.Exit(func(n int) { code = n }),
	}, options...)
	parser, err := kong.New(c, options...)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return nil, 1, true
	}
	parsed, err = parser.Parse(args)
	switch {
	case code >= 0:
		return nil, code, true
	case err != nil:
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return nil, 2, true
	}
	return parsed, 0, false
}
