package memo

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// definition has every kind of plain data.
type definition struct {
	Name  string
	hid   int
	Float float64
	Flag  bool
	List  []string
	Map   map[string]bool
	Next  *definition
	Any   any
	Fixed [2]uint8
}

func full() *definition {
	return &definition{
		Name: "a", hid: 1, Float: 0.5, Flag: true, List: []string{"x", "yz"}, Map: map[string]bool{"k": true, "l": false},
		Next: &definition{Name: "b"}, Any: int8(1), Fixed: [2]uint8{1, 2},
	}
}

// TestSum changes one place of a definition after the other: each change changes the sum.
func TestSum(t *testing.T) {
	m := &Memo{tool: Sum{1}}
	for range 20 {
		assert.Equal(t, m.Of(full()), m.Of(full()), "the order of a map has no meaning")
	}
	seen := map[Sum]int{m.Of(full()): -1, (&Memo{tool: Sum{2}}).Of(full()): -2}
	require.Len(t, seen, 2, "another tool")
	for i, change := range []func(*definition){
		func(d *definition) { d.Name = "" },
		func(d *definition) { d.hid = 2 },
		func(d *definition) { d.Float = 0 },
		func(d *definition) { d.Float, d.Flag = 0, false },
		func(d *definition) { d.Flag = false },
		func(d *definition) { d.List = []string{"xy", "z"} },
		func(d *definition) { d.List = nil },
		func(d *definition) { d.Map["l"] = true },
		func(d *definition) { d.Map = map[string]bool{"k": true} },
		func(d *definition) { d.Next.Name = "c" },
		func(d *definition) { d.Next = nil },
		func(d *definition) { d.Any = int16(1) },
		func(d *definition) { d.Any = nil },
		func(d *definition) { d.Fixed[1] = 3 },
		func(d *definition) { d.Next, d.Any = nil, nil },
	} {
		d := full()
		change(d)
		sum := m.Of(d)
		other, there := seen[sum]
		assert.False(t, there, "changes %d and %d give one sum", i, other)
		seen[sum] = i
	}
}

func TestMemo(t *testing.T) {
	m := Open(filepath.Join(t.TempDir(), "new"))
	require.NotNil(t, m)
	in, out := m.Of(full()), SumOf([]byte("code"))
	_, ok := m.Output(in)
	assert.False(t, ok)
	m.Remember(in, out)
	got, ok := m.Output(in)
	assert.True(t, ok)
	assert.Equal(t, out, got)
	for _, bad := range []string{"", "00", string(bytes.Repeat([]byte("x"), 64))} {
		require.NoError(t, os.WriteFile(m.file(in), []byte(bad), 0o600))
		_, ok = m.Output(in)
		assert.False(t, ok, "%q", bad)
	}
}

// TestTrim lets days pass: what is asked for stays, the rest goes.
func TestTrim(t *testing.T) {
	m := Open(t.TempDir())
	now := time.Now()
	m.now = func() time.Time { return now }
	old, used, last := SumOf([]byte("old")), SumOf([]byte("used")), SumOf([]byte("last"))
	m.Remember(old, old)
	m.Remember(used, used)
	now = now.Add(20 * day)
	_, ok := m.Output(used)
	assert.True(t, ok)
	now = now.Add(20 * day)
	m.Remember(last, last)
	_, ok = m.Output(old)
	assert.False(t, ok)
	_, ok = m.Output(used)
	assert.True(t, ok)
}

// TestNoMemo has no folder, or one that cannot be: nothing is remembered, and nothing fails.
func TestNoMemo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, m := range []*Memo{Open(""), Open(file)} {
		in := m.Of(full())
		m.Remember(in, in)
		_, ok := m.Output(in)
		assert.False(t, ok)
	}
}

func TestFolder(t *testing.T) {
	t.Setenv("TYPEDML_CACHE", "elsewhere")
	assert.Equal(t, filepath.Join("elsewhere", "generate"), Folder())
	t.Setenv("TYPEDML_CACHE", "")
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("LocalAppData", "")
	assert.Empty(t, Folder())
}

// TestProgram: programs are told apart by their build IDs, and by their content where they have none.
func TestProgram(t *testing.T) {
	dir := t.TempDir()
	sum := func(content string) Sum {
		name := filepath.Join(dir, "program")
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
		s, err := programAt(name)
		require.NoError(t, err)
		return s
	}
	padding := string(make([]byte, 2*head))
	id := "\xff Go build ID: \"abcdefghij0123456789/ABCDEFGHIJ-_23456789\""
	assert.NotEqual(t, sum(padding+"a"), sum(padding+"b"), "without a build ID all counts")
	assert.Equal(t, sum(id+padding+"a"), sum(id+padding+"b"), "the build ID says what is behind it")
	assert.NotEqual(t, sum(id+padding), sum("x"+id+padding))
	here, err := os.Executable()
	require.NoError(t, err)
	f, err := os.ReadFile(here)
	require.NoError(t, err)
	assert.True(t, buildID.Match(f[:head]), "Go's linker notes a build ID at the start")
	_, err = programAt(filepath.Join(dir, "none"))
	assert.Error(t, err)
}
