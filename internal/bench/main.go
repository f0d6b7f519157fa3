// Command bench compares this module with its peers, side by side in one process:
//
//	make bench ONLY=validate
//	validate/fv_ok/validator	31.2	418	13.40
//
// prints area/case/peer, our time, the peer's time (both ns per operation; bytes in the area size) and how many times faster
// or smaller ours is, with tabs between. Ours and the peer's runs alternate, so that what else the machine does falls on both; each time is the least of
// its runs, since noise only adds. Before anything is timed, the pair's Check proves that both sides do the same work.
//
// To add a comparison: one row in the table of its area, in a file of the area's name. Peers live in this module's
// go.mod, so that nobody else downloads them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

func main() {
	only := flag.String("only", "", "run the comparisons whose name has this prefix")
	list := flag.Bool("list", false, "print the names, and stop")
	rounds := flag.Int("rounds", 9, "runs of each side")
	duration := flag.Duration("duration", 100*time.Millisecond, "length of one run, at least")
	flag.Parse()
	c := clock{now: time.Now, rounds: *rounds, atLeast: *duration}
	if err := run(os.Stdout, pairs(), *only, *list, c); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// pairs returns every comparison, area by area.
func pairs() []pair {
	return slices.Concat(harnessPairs(), validatePairs(), jsonPairs(), generatePairs(), sizePairs(), servingPairs())
}

func run(out io.Writer, all []pair, only string, list bool, c clock) error {
	found := false
	for _, p := range all {
		if !strings.HasPrefix(p.name, only) {
			continue
		}
		found = true
		if list {
			fmt.Fprintln(out, p.name)
			continue
		}
		ours, peer, err := c.measure(p)
		if skip := (missing{}); errors.As(err, &skip) {
			fmt.Fprintf(os.Stderr, "SKIP %s: %v\n", p.name, err)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%.2f\n", p.name, nanoseconds(ours), nanoseconds(peer), peer/ours)
	}
	if !found {
		return fmt.Errorf("no comparison starts with %q; -list prints them", only)
	}
	return nil
}

// nanoseconds renders a time with three significant digits, without an exponent.
func nanoseconds(ns float64) string {
	switch {
	case ns < 10:
		return fmt.Sprintf("%.2f", ns)
	case ns < 100:
		return fmt.Sprintf("%.1f", ns)
	default:
		return fmt.Sprintf("%.0f", ns)
	}
}
