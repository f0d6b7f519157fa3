package finance

// The types below are the categories of the data, value by value as its source writes them.
type (
	// CheckingAccount is the balance of a checking account.
	CheckingAccount string
	// CreditHistory is how earlier credits were paid back.
	CreditHistory string
	// Purpose is what a loan is for.
	Purpose string
	// Savings is the value of savings and bonds.
	Savings string
	// Employment is how long an employment has lasted.
	Employment string
	// PersonalStatus is a protected attribute.
	PersonalStatus string
	// Debtors is who else answers for a loan.
	Debtors string
	// Property is the most valuable property.
	Property string
	// InstallmentPlans is other plans that are paid.
	InstallmentPlans string
	// Housing is how an applicant lives.
	Housing string
	// Job is a kind of work.
	Job string
	// Telephone is whether a telephone is registered.
	Telephone string
	// YesNo is an answer.
	YesNo string
	// Creditability is the outcome of a loan.
	Creditability string
)

// Values of CheckingAccount.
const (
	CheckingBelow0   CheckingAccount = "... < 0 DM"
	CheckingAbove200 CheckingAccount = "... >= 200 DM / salary assignments for at least 1 year"
	CheckingBelow200 CheckingAccount = "0 <= ... < 200 DM"
	CheckingNone     CheckingAccount = "no checking account"
)

// Values of CreditHistory.
const (
	HistoryPaidHere  CreditHistory = "all credits at this bank paid back duly"
	HistoryCritical  CreditHistory = "critical account/ other credits existing (not at this bank)"
	HistoryDelayed   CreditHistory = "delay in paying off in the past"
	HistoryPaidSoFar CreditHistory = "existing credits paid back duly till now"
	HistoryNone      CreditHistory = "no credits taken/ all credits paid back duly"
)

// Values of Purpose.
const (
	PurposeBusiness   Purpose = "business"
	PurposeNewCar     Purpose = "car (new)"
	PurposeUsedCar    Purpose = "car (used)"
	PurposeAppliances Purpose = "domestic appliances"
	PurposeEducation  Purpose = "education"
	PurposeFurniture  Purpose = "furniture/equipment"
	PurposeOther      Purpose = "others"
	PurposeTelevision Purpose = "radio/television"
	PurposeRepairs    Purpose = "repairs"
	PurposeRetraining Purpose = "retraining"
)

// Values of Savings.
const (
	SavingsBelow100  Savings = "... < 100 DM"
	SavingsAbove1000 Savings = "... >= 1000 DM"
	SavingsBelow500  Savings = "100 <= ... < 500 DM"
	SavingsBelow1000 Savings = "500 <= ... < 1000 DM"
	SavingsUnknown   Savings = "unknown/ no savings account"
)

// Values of Employment.
const (
	EmployedBelow1 Employment = "... < 1 year"
	EmployedAbove7 Employment = "... >= 7 years"
	EmployedBelow4 Employment = "1 <= ... < 4 years"
	EmployedBelow7 Employment = "4 <= ... < 7 years"
	Unemployed     Employment = "unemployed"
)

// Values of PersonalStatus.
const (
	FemaleOther  PersonalStatus = "female : divorced/separated/married"
	MaleDivorced PersonalStatus = "male : divorced/separated"
	MaleMarried  PersonalStatus = "male : married/widowed"
	MaleSingle   PersonalStatus = "male : single"
)

// Values of Debtors.
const (
	DebtorsCoApplicant Debtors = "co-applicant"
	DebtorsGuarantor   Debtors = "guarantor"
	DebtorsNone        Debtors = "none"
)

// Values of Property.
const (
	PropertySavings    Property = "building society savings agreement/ life insurance"
	PropertyCar        Property = "car or other, not in attribute Savings account/bonds"
	PropertyRealEstate Property = "real estate"
	PropertyNone       Property = "unknown / no property"
)

// Values of InstallmentPlans.
const (
	PlansBank   InstallmentPlans = "bank"
	PlansNone   InstallmentPlans = "none"
	PlansStores InstallmentPlans = "stores"
)

// Values of Housing.
const (
	HousingFree Housing = "for free"
	HousingOwn  Housing = "own"
	HousingRent Housing = "rent"
)

// Values of Job.
const (
	JobManagement  Job = "management/ self-employed/ highly qualified employee/ officer"
	JobSkilled     Job = "skilled employee / official"
	JobNonResident Job = "unemployed/ unskilled - non-resident"
	JobUnskilled   Job = "unskilled - resident"
)

// Values of Telephone.
const (
	TelephoneNone       Telephone = "none"
	TelephoneRegistered Telephone = "yes, registered under the customers name"
)

// Values of YesNo.
const (
	No  YesNo = "no"
	Yes YesNo = "yes"
)

// Values of Creditability.
const (
	Bad  Creditability = "bad"
	Good Creditability = "good"
)
