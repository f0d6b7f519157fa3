// Package finance scores credit applications: the Statlog German Credit data, every column typed. It is an example of
// typedml on real data; data/README.md tells where the rows come from.
package finance

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Application is one credit application with its outcome.
//
//typedml:schema name=credit.applications version=1.0.0
type Application struct {
	// CheckingAccount is the balance of the applicant's checking account, in Deutsche Mark.
	CheckingAccount CheckingAccount `json:"status_of_existing_checking_account"`
	// DurationInMonth is the term of the loan in months.
	DurationInMonth int16 `json:"duration_in_month" validate:"gte=1,lte=120"`
	// CreditHistory tells how earlier credits were paid back.
	CreditHistory CreditHistory `json:"credit_history"`
	// Purpose is what the loan is for.
	Purpose Purpose `json:"purpose"`
	// CreditAmount is the amount of the loan, in Deutsche Mark.
	CreditAmount int32 `json:"credit_amount" validate:"gte=100,lte=1000000"`
	// Savings is the value of savings and bonds, in Deutsche Mark.
	Savings Savings `json:"savings_account_and_bonds"`
	// Employment is how long the present employment has lasted.
	Employment Employment `json:"present_employment_since"`
	// InstallmentRate is the installment in percent of the disposable income, in four bands.
	InstallmentRate int8 `json:"installment_rate_in_percentage_of_disposable_income" validate:"gte=1,lte=4"`
	// PersonalStatus is a protected attribute, and the source lists its values out of order: it is carried along, never
	// a feature, never shown.
	PersonalStatus PersonalStatus `json:"personal_status_and_sex" feature:"-,sensitive"`
	// Debtors tells who else answers for the loan.
	Debtors Debtors `json:"other_debtors_or_guarantors"`
	// ResidenceSince is how long the applicant has lived at the address, in four bands.
	ResidenceSince int8 `json:"present_residence_since" validate:"gte=1,lte=4"`
	// Property is the most valuable property.
	Property Property `json:"property"`
	// Age is the applicant's age in years.
	Age int8 `json:"age_in_years" validate:"gte=18,lte=120"`
	// InstallmentPlans are other plans that the applicant pays.
	InstallmentPlans InstallmentPlans `json:"other_installment_plans"`
	// Housing is how the applicant lives.
	Housing Housing `json:"housing"`
	// ExistingCredits counts the applicant's credits at this bank.
	ExistingCredits int8 `json:"number_of_existing_credits_at_this_bank" validate:"gte=1,lte=20"`
	// Job is the kind of work.
	Job Job `json:"job"`
	// Dependents counts the people whom the applicant maintains.
	Dependents int8 `json:"number_of_people_being_liable_to_provide_maintenance_for" validate:"gte=1,lte=20"`
	// Telephone tells whether a telephone is registered.
	Telephone Telephone `json:"telephone"`
	// ForeignWorker tells whether the applicant is a foreign worker.
	ForeignWorker YesNo `json:"foreign_worker"`
	// Creditability is the outcome; a bad one is what the model predicts.
	Creditability Creditability `json:"creditability" feature:"label=bad"`
}
