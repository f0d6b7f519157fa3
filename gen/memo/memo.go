package memo

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Memo is a folder with a small file for each definition. A nil Memo remembers nothing. What goes wrong with the folder
// costs time, and is no failure: the definition is rendered again. It is safe for concurrent use, by several processes too.
type Memo struct {
	dir  string
	tool Sum
	now  func() time.Time
}

// Folder returns where definitions are remembered: below $TYPEDML_CACHE, else below the user's cache folder. It is "" where
// there is none.
func Folder() string {
	dir := os.Getenv("TYPEDML_CACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(user, "typedml")
	}
	return filepath.Join(dir, "generate")
}

// Open returns the memo in a folder, for the program that runs: another build of it knows nothing of what this one wrote. It
// is nil for the folder "", and where the program cannot be told from others.
func Open(dir string) *Memo {
	if dir == "" {
		return nil
	}
	tool, err := program()
	if err != nil {
		return nil
	}
	return &Memo{dir: dir, tool: tool, now: time.Now}
}

// Of returns the sum by which a definition is known: plain data, of which maps have strings as keys.
func (m *Memo) Of(definition any) Sum {
	if m == nil {
		return Sum{}
	}
	return sumOf(m.tool, definition)
}

// Output returns the sum of what the definition gave, when it is remembered.
func (m *Memo) Output(definition Sum) (output Sum, ok bool) {
	if m == nil {
		return Sum{}, false
	}
	name := m.file(definition)
	data, err := os.ReadFile(name)
	if err != nil || len(data) != hex.EncodedLen(len(output)) {
		return Sum{}, false
	}
	if _, err := hex.Decode(output[:], data); err != nil {
		return Sum{}, false
	}
	if info, err := os.Stat(name); err == nil && m.now().Sub(info.ModTime()) > day {
		_ = os.Chtimes(name, time.Time{}, m.now()) // it is of use
	}
	return output, true
}

// Remember notes what a definition gave.
func (m *Memo) Remember(definition, output Sum) {
	if m == nil {
		return
	}
	name := m.file(definition)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "new-*")
	if err != nil {
		return
	}
	_, err = tmp.WriteString(hex.EncodeToString(output[:]))
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
	}
	m.trim()
}

func (m *Memo) file(definition Sum) string {
	name := hex.EncodeToString(definition[:])
	return filepath.Join(m.dir, name[:2], name[2:])
}

const (
	day = 24 * time.Hour
	// unused is how long a file is kept that nobody asks for.
	unused = 30 * day
)

// trim removes, once a day, what was of no use for long.
func (m *Memo) trim() {
	stamp := filepath.Join(m.dir, "trimmed")
	if info, err := os.Stat(stamp); err == nil && m.now().Sub(info.ModTime()) < day {
		return
	}
	if os.WriteFile(stamp, nil, 0o600) != nil || os.Chtimes(stamp, time.Time{}, m.now()) != nil {
		return
	}
	files, _ := filepath.Glob(filepath.Join(m.dir, strings.Repeat("[0-9a-f]", 2), "*"))
	for _, name := range files {
		if info, err := os.Stat(name); err == nil && m.now().Sub(info.ModTime()) > unused {
			_ = os.Remove(name)
		}
	}
}
