package delta

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"

	"github.com/typedml/typedml/featurestore"
)

// logDir is the folder of the log inside a table.
const logDir = "_delta_log"

// ErrNotFound says that there is no Delta table, or not the version that was asked for; it is featurestore.ErrNotFound.
// Errors wrap it.
var ErrNotFound = featurestore.ErrNotFound

// listing is what lies in a table's log folder.
type listing struct {
	commits     map[int64]bool
	checkpoints []checkpoint // by version, then single before multi-part
	latest      int64        // the newest version, -1 when there is none
}

// checkpoint is a set of files that hold the table's state at a version.
type checkpoint struct {
	version int64
	files   []string // names inside the log folder, complete
	v2      bool     // named by UUID
}

var (
	commitName     = regexp.MustCompile(`^(\d{20})\.json$`)
	checkpointName = regexp.MustCompile(`^(\d{20})\.checkpoint(?:\.(\d{10})\.(\d{10}))?\.parquet$`)
	v2Name         = regexp.MustCompile(`^(\d{20})\.checkpoint\.[0-9a-fA-F-]{36}\.(?:json|parquet)$`)
)

func commitFile(version int64) string { return fmt.Sprintf("%020d.json", version) }

// list reads the log folder of a table. A table without one, or with an empty one, is ErrNotFound.
func list(table string) (*listing, error) {
	entries, err := os.ReadDir(filepath.Join(table, logDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("delta: no Delta table at %s: %w", table, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("delta: list the log of %s: %w", table, err)
	}
	l := &listing{commits: map[int64]bool{}, latest: -1}
	parts := map[[2]int64]map[int64]string{} // version and number of parts → part → name
	for _, e := range entries {
		l.add(e.Name(), parts)
	}
	for k, files := range parts {
		if int64(len(files)) == k[1] {
			l.checkpoints = append(l.checkpoints, checkpoint{version: k[0], files: sortedValues(files)})
		}
	}
	for _, c := range l.checkpoints {
		l.latest = max(l.latest, c.version)
	}
	sort.SliceStable(l.checkpoints, func(i, j int) bool {
		a, b := l.checkpoints[i], l.checkpoints[j]
		if a.version != b.version {
			return a.version < b.version
		}
		return a.v2 && !b.v2 // a classic checkpoint is tried first, from the end
	})
	if l.latest < 0 {
		return nil, fmt.Errorf("delta: no Delta table at %s: its %s is empty: %w", table, logDir, ErrNotFound)
	}
	return l, nil
}

func (l *listing) add(name string, parts map[[2]int64]map[int64]string) {
	if m := commitName.FindStringSubmatch(name); m != nil {
		if v, ok := number(m[1]); ok {
			l.commits[v] = true
			l.latest = max(l.latest, v)
		}
		return
	}
	if m := v2Name.FindStringSubmatch(name); m != nil {
		if v, ok := number(m[1]); ok {
			l.checkpoints = append(l.checkpoints, checkpoint{version: v, files: []string{name}, v2: true})
		}
		return
	}
	m := checkpointName.FindStringSubmatch(name)
	if m == nil {
		return
	}
	v, ok := number(m[1])
	if !ok {
		return
	}
	if m[2] == "" {
		l.checkpoints = append(l.checkpoints, checkpoint{version: v, files: []string{name}})
		return
	}
	part, _ := number(m[2])
	of, _ := number(m[3])
	k := [2]int64{v, of}
	if parts[k] == nil {
		parts[k] = map[int64]string{}
	}
	if part >= 1 && part <= of {
		parts[k][part] = name
	}
}

func number(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

func sortedValues(m map[int64]string) []string {
	out := make([]string, 0, len(m))
	for i := int64(1); i <= int64(len(m)); i++ {
		out = append(out, m[i])
	}
	return out
}

// segment chooses the checkpoint and the commits that make up a version. Without a checkpoint its version is -1.
func (l *listing) segment(table string, version int64, skip func(checkpoint) bool) (checkpoint, []int64, error) {
	base := checkpoint{version: -1}
	for i := len(l.checkpoints) - 1; i >= 0; i-- {
		if c := l.checkpoints[i]; c.version <= version && !skip(c) {
			base = c
			break
		}
	}
	var commits []int64
	for v := base.version + 1; v <= version; v++ {
		if !l.commits[v] && version == l.latest {
			return base, nil, fmt.Errorf("delta: the log of table %s is damaged: %s is missing and no usable checkpoint follows it; %s",
				table, filepath.Join(logDir, commitFile(v)), remedy(v-1))
		}
		if !l.commits[v] {
			return base, nil, fmt.Errorf("delta: version %d of table %s cannot be rebuilt: %s is missing and no usable checkpoint follows it: %w",
				version, table, filepath.Join(logDir, commitFile(v)), ErrNotFound)
		}
		commits = append(commits, v)
	}
	return base, commits, nil
}
