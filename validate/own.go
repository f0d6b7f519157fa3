package validate

// own words typedml's own rules on lists, probabilities and times, "" every other one.
func (v *Violation) own() string {
	p := v.rule.Param
	switch v.rule.Name {
	case "probability":
		return "must be a probability from 0 to 1"
	case "simplex":
		if v.index != 0 {
			return "must be a probability from 0 to 1"
		}
		return "must be probabilities whose sum is 1"
	case "one_hot":
		return "must hold one 1 and zeros"
	case "sorted", "monotonic":
		return orders[p]
	case "past":
		return "must be in the past"
	case "future":
		return "must be in the future"
	case "max_age":
		return "must be at most " + p + " old"
	case "min_age":
		return "must be at least " + p + " old"
	case "max_ahead":
		return "must be at most " + p + " ahead of now"
	case "within":
		return "must be within " + p + " of now"
	}
	return ""
}

// orders word what an item must be beside the one before it.
var orders = map[string]string{
	"": "must not be less than the item before it", "asc": "must not be less than the item before it",
	"desc": "must not be greater than the item before it", "increasing": "must be greater than the item before it",
	"decreasing": "must be less than the item before it", "nondecreasing": "must not be less than the item before it",
	"nonincreasing": "must not be greater than the item before it",
}
