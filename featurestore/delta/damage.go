package delta

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
)

// damaged remembers of which damaged checkpoints a table has warned: each file once. A nil one forgets.
type damaged struct {
	mu   sync.Mutex
	told map[string]bool
}

// warn tells that the table was read from a version on instead of from checkpoints, whose first files are named.
func (d *damaged) warn(ctx context.Context, folder string, from int64, files []string, err error) {
	if d.news(files) {
		slog.WarnContext(ctx, "delta: a damaged checkpoint was passed over: the table was read from an older one or from the whole log",
			"table", folder, "from", from, "error", err)
	}
}

func (d *damaged) news(files []string) bool {
	if d == nil {
		return len(files) > 0
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	news := false
	for _, f := range files {
		if !d.told[f] {
			if d.told == nil {
				d.told = map[string]bool{}
			}
			d.told[f], news = true, true
		}
	}
	return news
}

// corruptError says that a commit file is damaged.
type corruptError struct {
	file   string
	reason error
	older  int64 // a version that can be read without it, -1 when none is known
}

func (e *corruptError) Error() string {
	return fmt.Sprintf("delta: %s is corrupt: %v; %s", e.file, e.reason, remedy(e.older))
}

func (e *corruptError) Unwrap() error { return e.reason }

// remedy says what to do about a commit file that is damaged or missing.
func remedy(older int64) string {
	if older < 0 {
		return "restore the file from a backup"
	}
	return fmt.Sprintf("restore the file from a backup; until then version %d can be read: with AsOf(%d) where the table is open already, "+
		"else by delta.LoadSnapshot", older, older)
}
