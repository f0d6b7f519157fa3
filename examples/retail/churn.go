package retail

// ChurnRow is a row to train on: the features, and whether the customer bought nothing in the following half year.
//
//typedml:schema name=churn.rows version=1.0.0
type ChurnRow struct {
	FeatureVector
	// Churned is simulated: see Simulate.
	Churned bool `json:"churned" feature:"label"`
}

// Customer is one row of the CDNOW data (data/README.md): what a cohort bought up to the end of September 1997.
//
//typedml:schema name=cdnow.customers version=1.0.0
type Customer struct {
	// ID numbers the customers from 1.
	ID int32 `json:"ID" validate:"gte=1" feature:"key"`
	// Repeats counts the purchases after the first.
	Repeats int32 `json:"x" validate:"gte=0,lte=10000"`
	// LastPurchase is the time from the first to the last purchase, in weeks.
	LastPurchase float64 `json:"t_x" validate:"gte=0" check:"decimals=2"`
	// Age is the time from the first purchase to the end of the data, in weeks.
	Age float64 `json:"T" validate:"gt=0" check:"decimals=2"`
	// MeanSpend is the mean amount of a repeat purchase, in dollars; 0 without one.
	MeanSpend float64 `json:"zbar" validate:"gte=0" check:"decimals=2"`
}
