package databricks

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// RunPython lets the tasks of jobs run for real, by python3 on this machine: the files of volumes lie below a folder of
// the test, and paths that begin with /Volumes lead there.
func (f *Fake) RunPython(t testing.TB, python string) {
	t.Helper()
	root := t.TempDir()
	f.Jobs.Run = func(a Attempt) Outcome {
		if err := f.Files.export(root); err != nil {
			return Outcome{Failed: true, Error: err.Error()}
		}
		argv := []string{filepath.Join(root, a.Python.PythonFile)}
		for _, p := range a.Python.Parameters {
			argv = append(argv, strings.ReplaceAll(p, "/Volumes/", filepath.Join(root, "Volumes")+"/"))
		}
		cmd := exec.CommandContext(t.Context(), python, argv...)
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Run(); err != nil {
			return Outcome{Failed: true, Error: strings.TrimSpace(said.String()) + "\n" + err.Error()}
		}
		return Outcome{}
	}
}

// export writes the files of volumes below a folder, unless they are there.
func (s *Files) export(root string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, data := range s.files {
		path := filepath.Join(root, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}
