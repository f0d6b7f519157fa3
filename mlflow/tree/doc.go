// Package tree evaluates gradient-boosted trees in pure Go: it reads the JSON model that XGBoost writes and the text that
// LightGBM writes, and answers with the numbers that the library would answer with, without it, without cgo and without
// allocating.
//
//	m, err := tree.LoadXGBoost(data)          // checks everything once; hostile input is an error, never a panic
//	plan, err := m.Bind(schemaFeatureNames)   // by name, never by position or count
//	p, err := plan.Predict(row)               // 0 allocations
//
// Features bind by name, because the libraries' own matrix prediction does not: XGBoost's, given no names, takes 46 of a
// model's 47 columns, or the columns reversed, without a word. [Model.Bind] computes a gather plan from the names that the
// caller has, in the caller's order, to the model's list, and refuses with the names when one is absent.
//
// Rows are float32. XGBoost's margins are sums of float32 in the order of the trees, LightGBM's of float64, as the
// libraries compute them, so they are equal bit for bit; probabilities agree to the last place of a float32, and of a
// float64. Missing values (NaN) take each split's learned default branch, LightGBM's three treatments of missing values
// and zeros are followed, and splits on integer category codes are evaluated. A model with parts that this package does
// not evaluate (other boosters, several classes or targets, linear leaves, other objectives) is refused by the name of
// that part when it is loaded.
//
// Evaluation keeps no state: a [Model] and a [Plan] may be used by any number of goroutines.
package tree
