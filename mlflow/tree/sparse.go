package tree

// sparse is one tree that is too deep for a complete layout or splits on categories.
type sparse struct {
	nodes []sparseNode
}

// sparseNode is a split, or a leaf when left is 0; its right child is left+1.
type sparseNode struct {
	node
	left       int32
	leaf       float32
	categories *categorySet
}

func newSparse(t *splitTree, used []int32) *sparse {
	s := &sparse{nodes: make([]sparseNode, len(t.nodes))}
	for i, n := range t.nodes {
		if n.left == 0 {
			s.nodes[i] = sparseNode{leaf: n.leaf}
			continue
		}
		s.nodes[i] = sparseNode{
			node:       node{threshold: key(n.threshold), slot: slot(int(used[n.feature]), n.defaultLeft)},
			left:       n.left,
			categories: n.categories,
		}
	}
	return s
}

func (s *sparse) add(sum float32, keys []int32) float32 {
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

func (n *sparseNode) rightByCategory(keys []int32) uint32 {
	switch k := keys[n.slot]; {
	case k == missingRight:
		return 1
	case k == missingLeft, n.categories.sendsLeft(value(k)):
		return 0
	}
	return 1
}
