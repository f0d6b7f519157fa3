package mlflow

import (
	"iter"
	"slices"
	"strings"
)

// splitBatch yields parts of b that each fit one request. Tags and params come before metrics, so that a run whose
// logging fails half-way is still labelled.
func splitBatch(b Batch) iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		var part Batch
		bytes := 0
		full := func(n int) bool {
			return len(part.Metrics)+len(part.Params)+len(part.Tags) >= MaxBatch || bytes+n > MaxBatchBytes
		}
		flush := func() bool {
			p := part
			part, bytes = Batch{}, 0
			return yield(p)
		}
		for _, t := range b.Tags {
			n := jsonLen(t.Key) + jsonLen(t.Value)
			if (full(n) || len(part.Tags) >= MaxBatchTags) && !flush() {
				return
			}
			part.Tags, bytes = append(part.Tags, t), bytes+n
		}
		for _, p := range b.Params {
			n := jsonLen(p.Key) + jsonLen(p.Value)
			if (full(n) || len(part.Params) >= MaxBatchParams) && !flush() {
				return
			}
			part.Params, bytes = append(part.Params, p), bytes+n
		}
		for _, m := range b.Metrics {
			n := jsonLen(m.Key) + jsonLen(m.ModelID) + 100
			if (full(n) || len(part.Metrics) >= MaxBatchMetrics) && !flush() {
				return
			}
			part.Metrics, bytes = append(part.Metrics, m), bytes+n
		}
		if len(part.Metrics)+len(part.Params)+len(part.Tags) > 0 {
			flush()
		}
	}
}

// jsonLen bounds the length of s in JSON with its punctuation: a control character takes six bytes.
func jsonLen(s string) int {
	n := len(s) + 24
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == '<' || c == '>' || c == '&' || c == 0xe2: // U+2028 and U+2029 are escaped, too
			n += 5
		case c == '"' || c == '\\':
			n++
		}
	}
	return n
}

// SortedTags returns the tags of a map in key order.
func SortedTags(m map[string]string) []Tag {
	tags := make([]Tag, 0, len(m))
	for k, v := range m {
		tags = append(tags, Tag{Key: k, Value: v})
	}
	slices.SortFunc(tags, func(a, b Tag) int { return strings.Compare(a.Key, b.Key) })
	return tags
}
