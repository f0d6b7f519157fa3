package main

import (
	"fmt"
	"io"

	"github.com/typedml/typedml/internal/interop/requirements"
)

// announce prints what the parts will download.
func announce(out io.Writer, cache string, parts []part) error {
	fmt.Fprintf(out, "to download with pip, into %s (Python packages: sizes on linux/amd64):\n", cache)
	var total int64
	for _, p := range parts {
		bytes, err := p.announce(out)
		if err != nil {
			return err
		}
		total += bytes
	}
	_, err := fmt.Fprintf(out, "%s in all, less what pip has kept from before\n", size(total))
	return err
}

// announcePackages prints each package with its size.
func announcePackages(out io.Writer, packages []requirements.Package) (sum int64, err error) {
	for _, p := range packages {
		sum += p.Bytes
		if err := printSize(out, p.Name+" "+p.Version, p.Bytes); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

func printSize(out io.Writer, name string, bytes int64) error {
	_, err := fmt.Fprintf(out, "    %-44s %9s\n", name, size(bytes))
	return err
}

// size renders bytes as download pages do (1 MB = 1,000,000 bytes).
func size(bytes int64) string {
	switch {
	case bytes < 100_000:
		return fmt.Sprintf("%d kB", (bytes+500)/1000)
	case bytes < 10_000_000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	default:
		return fmt.Sprintf("%d MB", (bytes+500_000)/1_000_000)
	}
}
