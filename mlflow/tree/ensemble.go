package tree

// leaf is what an engine adds up: XGBoost float32, LightGBM float64.
type leaf interface{ float32 | float64 }

// ensemble is a model's trees, to be summed in their order.
type ensemble[L leaf] struct {
	base   L
	blocks []block[L]
}

// block is either four complete trees or one sparse tree. (A concrete pair, not an interface: a call through one would
// move each prediction's scratch to the heap.)
type block[L leaf] struct {
	quad   *quad[L]
	sparse *sparse[L]
}

// newEnsemble turns checked and numbered trees into blocks.
func newEnsemble[L leaf](base L, trees []*splitTree) *ensemble[L] {
	e := &ensemble[L]{base: base}
	var pending []*splitTree
	flush := func() {
		if len(pending) > 0 {
			e.blocks = append(e.blocks, block[L]{quad: newQuad[L](pending)})
			pending = pending[:0]
		}
	}
	for _, t := range trees {
		if !t.complete() {
			flush()
			e.blocks = append(e.blocks, block[L]{sparse: newSparse[L](t)})
			continue
		}
		if pending = append(pending, t); len(pending) == 4 {
			flush()
		}
	}
	flush()
	return e
}

func (e *ensemble[L]) sum(keys []int32) L {
	sum := e.base
	for i := range e.blocks {
		if q := e.blocks[i].quad; q != nil {
			sum = q.add(sum, keys)
		} else {
			sum = e.blocks[i].sparse.add(sum, keys)
		}
	}
	return sum
}
