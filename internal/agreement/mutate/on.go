package mutate

// Switch says which fault is there; 0 is none. Programs that hold mutants set it; it is not for concurrent use.
var Switch int

// Met collects the faults whose code runs, while it is not nil.
var Met map[int]bool

// On reports whether a fault is there.
func On(id int) bool {
	if Met != nil {
		Met[id] = true
	}
	return id == Switch
}
