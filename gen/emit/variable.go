package emit

import "strconv"

// index names the loop variable of a list by how many lists stand around it: i, j, l, m, i5, i6 and so on.
func index(depth int) string {
	if names := [...]string{"i", "j", "l", "m"}; depth < len(names) {
		return names[depth]
	}
	return at("i", depth)
}

// at names a variable by how many of its name may stand around it: v, v2, v3 and so on.
func at(name string, depth int) string {
	if depth == 0 {
		return name
	}
	return name + strconv.Itoa(depth+1)
}
