package featurestore

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Opener opens the table that a URI names. It need not exist yet.
type Opener func(ctx context.Context, uri string) (Store, error)

// registry holds the back ends that the program imports: the one global, filled by the leaves' init as in database/sql.
var registry = struct {
	sync.RWMutex
	openers map[string]Opener
}{openers: map[string]Opener{}}

// leaves are our back ends: the import line that an unregistered scheme is answered with.
var leaves = map[string]string{
	"databricks": "github.com/typedml/typedml/featurestore/databricks",
	"delta":      "github.com/typedml/typedml/featurestore/delta",
	"spark":      "github.com/typedml/typedml/featurestore/spark",
}

// Register makes a back end known for a URI scheme. A package calls it from its init; the last call for a scheme wins.
func Register(scheme string, open Opener) {
	registry.Lock()
	defer registry.Unlock()
	registry.openers[scheme] = open
}

// OpenStore opens the table that a URI names by the back end of its scheme, without a Go type.
func OpenStore(ctx context.Context, uri string) (Store, error) {
	scheme, _, ok := strings.Cut(uri, ":")
	if !ok || scheme == "" {
		return nil, fmt.Errorf("featurestore: %q is no table URI; write, for example, delta:///data/churn", uri)
	}
	registry.RLock()
	open := registry.openers[scheme]
	registry.RUnlock()
	if open != nil {
		return open(ctx, uri)
	}
	if path, ok := leaves[scheme]; ok {
		return nil, fmt.Errorf("featurestore: no back end for %s: tables is linked in; add the import\n\t_ %q", scheme, path)
	}
	return nil, fmt.Errorf("featurestore: unknown scheme %q in %q; there are %s", scheme, uri, strings.Join(schemes(), ", "))
}

// schemes lists what is registered and what could be.
func schemes() []string {
	registry.RLock()
	defer registry.RUnlock()
	seen := map[string]bool{}
	var out []string
	for s := range leaves {
		seen[s] = true
		out = append(out, s)
	}
	for s := range registry.openers {
		if !seen[s] {
			out = append(out, s)
		}
	}
	sort.Strings(out)
	return out
}
