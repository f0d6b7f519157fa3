package main

import (
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/internal/commandline"
)

// completion is typedml completion.
type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help says where the script goes.
func (completion) Help() string {
	return `bash: source <(typedml completion bash), in ~/.bashrc
zsh: source <(typedml completion zsh), in ~/.zshrc behind compinit
fish: typedml completion fish > ~/.config/fish/completions/typedml.fish`
}

// Run prints a script for the shell.
func (c completion) Run(s streams, parsed *kong.Context) error {
	fmt.Fprint(s.out, commandline.Completion(parsed.Model, c.Shell))
	return nil
}
