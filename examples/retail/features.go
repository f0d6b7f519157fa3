// Package retail predicts customer churn: the features that typedml's documentation explains.
package retail

import "time"

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// FeatureVector holds the churn features of one customer.
//
//typedml:schema name=churn.features version=1.0.0
type FeatureVector struct {
	// CustomerID identifies the customer.
	CustomerID string `json:"customer_id" validate:"required" feature:"key"`
	// TransactionAmount is the mean amount of a transaction in dollars, to the cent.
	TransactionAmount float64 `json:"transaction_amount" validate:"gte=0" check:"decimals=2"`
	// TransactionCount is the number of transactions; 0 is a value, not a missing one.
	TransactionCount int `json:"transaction_count" validate:"gte=0,lte=10000"`
	// DaysSinceLastPurchase counts whole days.
	DaysSinceLastPurchase int `json:"days_since_last_purchase" validate:"gte=0"`
	// CategoryEmbeddings is a unit vector in the space of product categories.
	CategoryEmbeddings []float64 `json:"category_embeddings" validate:"len=64" check:"norm=0.99..1.01"`
	// Timestamp is when the features were true.
	Timestamp time.Time `json:"timestamp" feature:"timestamp"`
}
