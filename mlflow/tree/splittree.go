package tree

import (
	"fmt"
	"math"
)

// splitTree is one tree of a model, checked: node 0 is the root, and children stand after their parents.
type splitTree struct {
	nodes []splitNode
	depth int // edges from the root to the deepest leaf
}

// splitNode is a split, or a leaf when left is 0. The right child of a split is left+1.
type splitNode struct {
	left        int32
	feature     uint32
	right       int32 // the key from which on a row's value goes right
	leaf        float64
	gain        float64
	missing     missing
	defaultLeft bool
	categories  *categorySet // of a split on categories, which has no threshold
	input       int32        // what it tests, as an index of Model.used
}

// maxDepth bounds a tree's depth; XGBoost itself trains none that is deeper than some dozens.
const maxDepth = 4096

// tree checks the arrays of a document and lays the nodes that the root reaches out anew, breadth first. (XGBoost's
// arrays may hold deleted nodes, and a child's index may be lower than its parent's.)
func (d *treeDocument) tree(width int) (*splitTree, error) {
	if err := d.checkShape(); err != nil {
		return nil, err
	}
	categories, err := d.categorySets()
	if err != nil {
		return nil, err
	}
	t := &splitTree{nodes: make([]splitNode, 1, len(d.Left))}
	reached := make([]bool, len(d.Left))
	type visit struct{ from, to, depth int }
	queue := []visit{{0, 0, 0}}
	reached[0] = true
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		n, err := d.node(v.from, width, categories)
		if err != nil {
			return nil, err
		}
		t.depth = max(t.depth, v.depth)
		if d.Left[v.from] >= 0 {
			n.left = int32(len(t.nodes))
			for side, child := range [2]int32{d.Left[v.from], d.Right[v.from]} {
				if err := d.reach(reached, v.from, child, v.depth+1); err != nil {
					return nil, err
				}
				queue = append(queue, visit{int(child), int(n.left) + side, v.depth + 1})
			}
			t.nodes = append(t.nodes, splitNode{}, splitNode{})
		}
		t.nodes[v.to] = n
	}
	return t, nil
}

// reach marks a child as visited. A tree reaches each node once: twice is a cycle or a node with two parents.
func (d *treeDocument) reach(reached []bool, parent int, child int32, depth int) error {
	where := fmt.Sprintf("node %d", parent)
	switch {
	case child < 0 || int(child) >= len(reached):
		return malformed(where, "its child %d is not one of %d nodes", child, len(reached))
	case reached[child]:
		return malformed(where, "its child %d is reached twice", child)
	case depth > maxDepth:
		return malformed(where, "it lies deeper than %d levels", maxDepth)
	}
	reached[child] = true
	return nil
}

func (d *treeDocument) checkShape() error {
	if size := d.Param.SizeLeafVector; size != "" && size != "0" && size != "1" {
		return &UnsupportedError{"a tree with leaf vectors of " + size, "train one model a target"}
	}
	n := len(d.Left)
	if n == 0 || n > math.MaxInt32/2 {
		return malformed("", "it has %d nodes", n)
	}
	for _, a := range []struct {
		name   string
		length int
		needed bool
	}{
		{"right_children", len(d.Right), true},
		{"split_indices", len(d.Feature), true},
		{"split_conditions", len(d.Condition), true},
		{"default_left", len(d.DefaultLeft), true},
		{"split_type", len(d.SplitType), false},
		{"loss_changes", len(d.Gain), false},
	} {
		if a.length != n && (a.needed || a.length != 0) {
			return malformed("", "%s has %d entries for %d nodes", a.name, a.length, n)
		}
	}
	return nil
}

func (d *treeDocument) node(i, width int, categories map[int32]*categorySet) (splitNode, error) {
	where := fmt.Sprintf("node %d", i)
	if (d.Left[i] < 0) != (d.Right[i] < 0) {
		return splitNode{}, malformed(where, "it has one child")
	}
	if d.Left[i] < 0 {
		return splitNode{leaf: float64(d.Condition[i])}, nil
	}
	n := splitNode{feature: d.Feature[i], right: key(d.Condition[i]), defaultLeft: d.DefaultLeft[i] != 0}
	if int64(n.feature) >= int64(width) {
		return splitNode{}, malformed(where, "it splits on feature %d of %d", n.feature, width)
	}
	if len(d.Gain) > 0 {
		n.gain = float64(d.Gain[i])
	}
	if len(d.SplitType) > 0 && d.SplitType[i] != 0 {
		if n.categories = categories[int32(i)]; n.categories == nil {
			return splitNode{}, malformed(where, "it splits on categories but lists none")
		}
	}
	return n, nil
}
