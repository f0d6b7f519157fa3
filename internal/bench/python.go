package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/requirements"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

//go:embed python/serve.py
var serveProgram string

// pythonPeer is a decoder in a Python process of its own, which measures itself: no time on the way counts.
type pythonPeer struct {
	environment string // of package requirements
	program     string
	model       string
	data        []byte // what it decodes, a line

	in   io.Writer
	out  *bufio.Reader
	last time.Duration // of the last run
}

// start starts the process.
func (p *pythonPeer) start() (stop func(), err error) {
	e, err := requirements.Find(p.environment)
	if err != nil {
		return nil, err
	}
	cache, err := wheel.CacheDir()
	if err != nil || !e.Ready(cache) {
		return nil, missing{"there is no Python environment with " + p.environment + "; make setup installs it"}
	}
	cmd := exec.Command(e.Python(cache), "-c", serveProgram+p.program+"\nstart("+strconv.Quote(p.model)+")\n")
	cmd.Env = interop.Env(e.Python(cache))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p.in, p.out = in, bufio.NewReader(out)
	stop = func() {
		in.Close() // the program ends with its input
		_ = cmd.Wait()
	}
	if _, err := fmt.Fprintf(p.in, "%s\n", p.data); err != nil {
		stop()
		return nil, fmt.Errorf("%s: %w\n%s", p.environment, err, stderr.String())
	}
	if _, err := p.ask("value"); err != nil {
		stop()
		return nil, fmt.Errorf("%s: %w\n%s", p.environment, err, stderr.String())
	}
	return stop, nil
}

// ask sends a line and returns the answer.
func (p *pythonPeer) ask(line string) (string, error) {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return "", err
	}
	answer, err := p.out.ReadString('\n')
	return strings.TrimSuffix(answer, "\n"), err
}

// run decodes n times.
func (p *pythonPeer) run(n int) {
	answer, err := p.ask(strconv.Itoa(n))
	if err != nil {
		panic(err) // it answered a moment ago
	}
	ns, err := strconv.ParseInt(answer, 10, 64)
	if err != nil {
		panic(err)
	}
	p.last = time.Duration(ns)
}

// took is how long the last run was.
func (p *pythonPeer) took() time.Duration { return p.last }
