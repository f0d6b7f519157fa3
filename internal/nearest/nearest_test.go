package nearest

import (
	"fmt"
	"strings"
	"testing"
)

func ExampleOf() {
	fmt.Println(Of("xgbost", []string{"lightgbm", "random_forest", "xgboost"}))
	// Output: xgboost
}

func TestOf(t *testing.T) {
	choices := []string{"name", "rounds", "train_ratio", "gte", "Größe", "id", "xgboost", "xgboost2"}
	for word, want := range map[string]string{
		"nmae": "name", "NMAE": "name", "Name": "name", "nam": "name", "names": "name",
		"round": "rounds", "ROUNDS": "rounds", "train_ration": "train_ratio", "tra_rat": "", "trainratio": "train_ratio",
		"ge": "gte", "gtee": "gte", "gx": "", "xte": "gte", "e": "", "": "",
		"grösse": "Größe", "Grose": "", "ID": "id", "ix": "",
		"boost":    "",
		"xgboost3": "xgboost", "xgboost22": "xgboost2",
		"zzzz": "", "a much longer text than any of the choices": "",
		"\xff\xfe": "",
	} {
		if got := Of(word, choices); got != want {
			t.Errorf("Of(%q) = %q, want %q", word, got, want)
		}
	}
	for _, choices := range [][]string{{"len", "lte"}, {"lte", "len"}} {
		if got := Of("le", choices); got != "lte" {
			t.Errorf("Of le in %v = %q: lte has both of its ends", choices, got)
		}
	}
	if got := Within("999", []string{"109", "998"}, 1); got != "998" {
		t.Errorf("Within one edit of 999 = %q", got)
	}
	if got := Within("999", []string{"109"}, 1); got != "" {
		t.Errorf("Within one edit of 999 = %q, which is two away", got)
	}
	if got := Of("name", nil); got != "" {
		t.Errorf("Of without choices = %q", got)
	}
}

func TestLongWordsAreNotCompared(t *testing.T) {
	at, above := strings.Repeat("ü", longest), strings.Repeat("ü", longest+1)
	if got := Of(at, []string{above}); got != above {
		t.Errorf("a word of %d characters found %q", longest, got)
	}
	if got := Of(above, []string{above}); got != "" {
		t.Errorf("a word of %d characters found %q", longest+1, got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"abc", "abc", 0},
		{"abc", "abd", 1},
		{"abc", "acb", 1},
		{"abcd", "badc", 2},
		{"kitten", "sitting", 3},
		{"ca", "abc", 3},
		{"ü", "u", 1},
		{"flaw", "lawn", 2},
	} {
		if got := distance([]rune(c.a), []rune(c.b)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance([]rune(c.b), []rune(c.a)); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}
