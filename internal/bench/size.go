package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// sizePairs compares by how much the program of a service grows, in bytes, when it validates what it decodes: by the code that
// is generated for its structs, and by validator/v10.
func sizePairs() []pair {
	return []pair{{
		name:  "size/50_structs/validator",
		check: func() error { return withServices(func(*generated) error { return nil }) },
		weigh: func() (ours, peer float64, err error) {
			err = withServices(func(m *generated) error {
				plain, err := m.size("plain")
				if err != nil {
					return err
				}
				with, err := m.size("ours")
				if err != nil {
					return err
				}
				beside, err := m.size("peer")
				ours, peer = float64(with-plain), float64(beside-plain)
				return err
			})
			return ours, peer, err
		},
	}}
}

const servedStructs = 50

// withServices makes three services of the same structs: one that decodes, one that validates with generated code, and one
// that does with validator/v10.
func withServices(use func(*generated) error) error {
	m, err := newGenerated(servedStructs)
	if err != nil {
		return err
	}
	defer m.remove()
	if err := errors.Join(m.copyDefinitions("bare"), m.run(m.tool, "generate", "./defs")); err != nil {
		return err
	}
	for _, s := range []struct{ name, structs, imports, declarations, validate string }{
		{"plain", "bare", "", "", ""},
		{"ours", "defs", "", "", "err = errors.Join(err, x.Validate())"},
		{
			"peer", "bare", `"github.com/go-playground/validator/v10"`, "var engine = validator.New()",
			"err = errors.Join(err, engine.Struct(&x))",
		},
	} {
		var cases strings.Builder
		for i := range servedStructs {
			fmt.Fprintf(&cases, "\tcase \"/%d\":\n\t\tvar x rows.Features%[1]d\n\t\terr = d.Decode(&x)\n\t\t%s\n", i, s.validate)
		}
		source := fmt.Sprintf(service, s.structs, s.imports, s.declarations, cases.String())
		dir := filepath.Join(m.dir, s.name)
		if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o600)); err != nil {
			return err
		}
	}
	return use(m)
}

const service = `package main

import (
	"encoding/json"
	"errors"
	"net/http"

	rows "example.com/house/%s"
	%s
)

%s

func main() { _ = http.ListenAndServe("127.0.0.1:8080", http.HandlerFunc(serve)) }

func serve(w http.ResponseWriter, r *http.Request) {
	err := errors.New("no such resource")
	d := json.NewDecoder(r.Body)
	switch r.URL.Path {
%s	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}
`

// copyDefinitions copies the structs to a package without generated code.
func (m *generated) copyDefinitions(to string) error {
	if err := os.Mkdir(filepath.Join(m.dir, to), 0o700); err != nil {
		return err
	}
	sources, err := filepath.Glob(filepath.Join(m.dir, "defs", "defs*.go"))
	if err != nil {
		return err
	}
	for _, name := range sources {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(m.dir, to, filepath.Base(name)), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// size builds a service as one ships it, and returns its bytes.
func (m *generated) size(service string) (int64, error) {
	binary := filepath.Join(m.dir, service+".exe")
	if err := m.run("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, "./"+service); err != nil {
		return 0, err
	}
	info, err := os.Stat(binary)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
