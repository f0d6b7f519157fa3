package tree

import "math"

// maxComplete is the depth up to which trees are laid out as complete ones: 256 nodes, 3 kB a tree.
const maxComplete = 8

// node is a split of a complete tree: a row goes right when threshold <= keys[slot].
type node struct {
	threshold int32
	slot      uint32
}

// quad is four trees of one depth, each laid out as a complete binary tree in level order (the root at 1, the children
// of i at 2i and 2i+1): no pointers to follow and no leaf to look for. Evaluating four side by side lets the processor
// overlap their loads; a single tree is a chain of dependent ones.
type quad[L leaf] struct {
	depth  uint
	nodes  []node // tree t's node i is nodes[t<<depth + i]
	leaves []L    // tree t's leaf i is leaves[t<<depth + i]
}

// node returns the split as a comparison of keys.
func (n *splitNode) node() node {
	return node{threshold: n.right, slot: slot(int(n.input), n.defaultLeft)}
}

// newQuad lays out up to four trees; the rest of the quad is trees that add nothing.
func newQuad[L leaf](trees []*splitTree) *quad[L] {
	q := &quad[L]{}
	for _, t := range trees {
		q.depth = max(q.depth, uint(t.depth))
	}
	q.nodes = make([]node, 4<<q.depth)
	q.leaves = make([]L, 4<<q.depth)
	nothing := &splitTree{nodes: []splitNode{{leaf: math.Copysign(0, -1)}}} // x + -0 is x for every x
	for t := range 4 {
		tree := nothing
		if t < len(trees) {
			tree = trees[t]
		}
		q.place(tree, 0, t<<q.depth, 1)
	}
	return q
}

// place writes the subtree under tree's node from at index i of the complete tree that starts at base. A leaf above
// the last level is written to every leaf below it, and the splits between may go either way.
func (q *quad[L]) place(tree *splitTree, from, base, i int) {
	n := &tree.nodes[from]
	if i >= 1<<q.depth {
		q.leaves[base+i-1<<q.depth] = L(n.leaf)
		return
	}
	left, right := from, from
	if n.left != 0 {
		left, right = int(n.left), int(n.left)+1
		q.nodes[base+i] = n.node()
	}
	q.place(tree, left, base, 2*i)
	q.place(tree, right, base, 2*i+1)
}

// add adds the four trees' leaves to sum, in their order. keys must not be empty.
func (q *quad[L]) add(sum L, keys []int32) L {
	size := uint32(1) << q.depth
	n0, n1, n2, n3 := q.nodes[:size], q.nodes[size:2*size], q.nodes[2*size:3*size], q.nodes[3*size:4*size]
	i0, i1, i2, i3 := uint32(1), uint32(1), uint32(1), uint32(1)
	for range q.depth {
		i0 = 2*i0 + n0[i0].right(keys)
		i1 = 2*i1 + n1[i1].right(keys)
		i2 = 2*i2 + n2[i2].right(keys)
		i3 = 2*i3 + n3[i3].right(keys)
	}
	sum += q.leaves[i0-size]
	sum += q.leaves[i1]
	sum += q.leaves[i2+size]
	sum += q.leaves[i3+2*size]
	return sum
}

// right is 1 when the row goes right. It compiles to a comparison and a set, without a branch.
func (n node) right(keys []int32) uint32 {
	var r uint32
	if n.threshold <= keys[n.slot] {
		r = 1
	}
	return r
}
