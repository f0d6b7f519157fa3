package tree

// maxCategory bounds category codes: values are float32, exact below 2^24.
const maxCategory = 1 << 24

// categorySet is the set of category codes that a split sends to one side, XGBoost's to the right, as a bit set.
type categorySet struct {
	bits []uint64
	left bool // the set goes left and everything else right, as LightGBM has it
}

// sendsLeft tells whether a value goes left. A code that is negative, too large or unknown goes where the set does not,
// and a fraction is cut off; LightGBM cuts it off before it asks whether the code is negative.
func (s *categorySet) sendsLeft(value float32) bool {
	return s.has(value) == s.left
}

func (s *categorySet) has(value float32) bool {
	if !(value >= 0 && value < maxCategory) && !(s.left && value > -1 && value < 0) {
		return false
	}
	code := uint32(max(value, 0))
	word := int(code / 64)
	return word < len(s.bits) && s.bits[word]&(1<<(code%64)) != 0
}

// categorySets reads the categories of each node that splits on them.
func (d *treeDocument) categorySets() (map[int32]*categorySet, error) {
	n := len(d.CategoriesNodes)
	if len(d.CategoriesSegments) != n || len(d.CategoriesSizes) != n {
		return nil, malformed("", "categories_nodes, _segments and _sizes have %d, %d and %d entries",
			n, len(d.CategoriesSegments), len(d.CategoriesSizes))
	}
	sets := make(map[int32]*categorySet, n)
	for i, node := range d.CategoriesNodes {
		from, size, all := d.CategoriesSegments[i], d.CategoriesSizes[i], int64(len(d.Categories))
		if from < 0 || size < 0 || from > all || size > all-from {
			return nil, malformed("", "categories of node %d are entries %d to %d of %d", node, from, from+size, all)
		}
		set, err := newCategorySet(d.Categories[from : from+size])
		if err != nil {
			return nil, err
		}
		sets[node] = set
	}
	return sets, nil
}

func newCategorySet(codes []int32) (*categorySet, error) {
	s := &categorySet{}
	for _, c := range codes {
		if c < 0 || c >= maxCategory {
			return nil, malformed("", "category %d is not a code from 0 to %d", c, maxCategory-1)
		}
		for int(c/64) >= len(s.bits) {
			s.bits = append(s.bits, 0)
		}
		s.bits[c/64] |= 1 << (c % 64)
	}
	return s, nil
}
