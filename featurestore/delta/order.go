package delta

import (
	"cmp"
	"fmt"
	"slices"
)

// tagOrder is the add action's tag with the commit and the position in it, "12.0". Checkpoints keep tags and forget
// which commit added a file, so that rows would come back in another order once the log is gone.
const tagOrder = "typedml.order"

// file is a data file of a snapshot and its place among the others.
type file struct {
	add     *Add
	version int64 // of the commit that added it, -1 when only a checkpoint without our tag knows the file
	part    int   // its position in the commit
}

// placed finds the place of the file that an action adds: its tag, else the commit that it was read from, -1 for a
// checkpoint.
func placed(a *Add, version int64, part int) *file {
	f := &file{add: a, version: version, part: part}
	if tag := a.Tags[tagOrder]; tag != nil {
		var v int64
		var p int
		if n, err := fmt.Sscanf(*tag, "%d.%d", &v, &p); n == 2 && err == nil && v >= 0 && p >= 0 {
			f.version, f.part = v, p
		}
	}
	return f
}

// tagged returns the action with the tag of its place, if that is known.
func (f *file) tagged() *Add {
	if f.version < 0 || f.add.Tags[tagOrder] != nil {
		return f.add
	}
	a := *f.add
	a.Tags = map[string]*string{}
	for k, v := range f.add.Tags {
		a.Tags[k] = v
	}
	tag := fmt.Sprintf("%d.%d", f.version, f.part)
	a.Tags[tagOrder] = &tag
	return &a
}

// ordered sorts files by commit and position. Those of unknown commits are sorted by modification time and path, and
// merged into the others by modification time.
func ordered(files map[string]*file) []*file {
	var known, unknown []*file
	for _, f := range files {
		if f.version < 0 {
			unknown = append(unknown, f)
		} else {
			known = append(known, f)
		}
	}
	slices.SortFunc(known, func(a, b *file) int {
		return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.part, b.part), cmp.Compare(a.add.Path, b.add.Path))
	})
	slices.SortFunc(unknown, func(a, b *file) int {
		return cmp.Or(cmp.Compare(a.add.ModificationTime, b.add.ModificationTime), cmp.Compare(a.add.Path, b.add.Path))
	})
	out := make([]*file, 0, len(files))
	for _, f := range known {
		for len(unknown) > 0 && unknown[0].add.ModificationTime < f.add.ModificationTime {
			out, unknown = append(out, unknown[0]), unknown[1:]
		}
		out = append(out, f)
	}
	return append(out, unknown...)
}
