package mlflow

import "strings"

// Quote returns a text as a value of a search filter: name = 'churn'. A text with a single quote is put into double ones,
// since MLflow has no escape; one with both is put as it is best, and a server may refuse it.
func Quote(text string) string {
	if strings.Contains(text, "'") {
		return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return "'" + text + "'"
}
