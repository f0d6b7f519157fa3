package tree

// sparse is one tree that is too deep for a complete layout or splits on categories.
type sparse[L leaf] struct {
	nodes []sparseNode[L]
}

// sparseNode is a split, or a leaf when left is 0; its right child is left+1.
type sparseNode[L leaf] struct {
	node
	left       int32
	leaf       L
	categories *categorySet
}

func newSparse[L leaf](t *splitTree) *sparse[L] {
	s := &sparse[L]{nodes: make([]sparseNode[L], len(t.nodes))}
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.left == 0 {
			s.nodes[i] = sparseNode[L]{leaf: L(n.leaf)}
			continue
		}
		s.nodes[i] = sparseNode[L]{node: n.node(), left: n.left, categories: n.categories}
	}
	return s
}

func (s *sparse[L]) add(sum L, keys []int32) L {
	n := &s.nodes[0]
	for n.left != 0 {
		right := n.right(keys)
		if n.categories != nil {
			right = n.rightByCategory(keys)
		}
		n = &s.nodes[uint32(n.left)+right]
	}
	return sum + n.leaf
}

func (n *sparseNode[L]) rightByCategory(keys []int32) uint32 {
	switch k := keys[n.slot]; {
	case k == missingRight:
		return 1
	case k == missingLeft, n.categories.sendsLeft(value(k)):
		return 0
	}
	return 1
}
