package sqlite

import (
	"math/rand/v2"
	"strconv"
)

// randomName makes up a name in MLflow's form, such as calm-river-412, for runs and models that have none.
func randomName() string {
	first := []string{
		"agile", "amber", "brisk", "calm", "clear", "crisp", "eager", "early", "fair", "fleet", "fond", "glad", "golden",
		"keen", "kind", "late", "light", "lively", "lucid", "mellow", "merry", "mild", "neat", "noble", "plain", "prime",
		"quick", "quiet", "rapid", "ready", "sharp", "silent", "smooth", "solid", "steady", "still", "sunny", "swift",
		"tidy", "true", "vivid", "warm", "wide", "wise", "young",
	}
	second := []string{
		"acorn", "alder", "badger", "basin", "beech", "birch", "brook", "canyon", "cedar", "cliff", "cloud", "crane",
		"delta", "dune", "eagle", "ember", "falcon", "fern", "field", "finch", "fjord", "glade", "harbor", "heron",
		"hill", "island", "lake", "larch", "lynx", "maple", "marten", "meadow", "moor", "oak", "otter", "pine", "plover",
		"reef", "ridge", "river", "shore", "sparrow", "spring", "stone", "summit", "tern", "valley", "willow", "wren",
	}
	return first[rand.IntN(len(first))] + "-" + second[rand.IntN(len(second))] + "-" + strconv.Itoa(rand.IntN(1000))
}
