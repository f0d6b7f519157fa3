package healthcare

// HoldOut keeps every fifth malignant and every fifth benign biopsy out, in the order of the rows: what is held has the
// classes in the same shares, and nothing is drawn.
func HoldOut(rows []Biopsy) (kept, held []Biopsy) {
	seen := map[Diagnosis]int{}
	for _, row := range rows {
		seen[row.Diagnosis]++
		if seen[row.Diagnosis]%5 == 0 {
			held = append(held, row)
		} else {
			kept = append(kept, row)
		}
	}
	return kept, held
}
