package sample

import (
	"strings"
	"time"

	"github.com/typedml/typedml/validate"
)

// Invoice has decimals and dates wherever a column may have them.
//
//typedml:schema name=sample.invoice version=1.0.0
type Invoice struct {
	ID      string                         `json:"id" validate:"required" feature:"key"`
	Net     validate.Decimal               `json:"net" validate:"gt=-1000000" check:"decimal=18.4"`
	Tax     *validate.Decimal              `json:"tax" check:"decimal=38.38"`
	Whole   validate.Opt[validate.Decimal] `json:"whole" check:"decimal=38.0"`
	Parts   []validate.Decimal             `json:"parts,omitzero" check:"dive,decimal=9.2"`
	ByMonth map[string]validate.Decimal    `json:"by_month,omitzero" check:"dive,decimal=20.2"`
	Due     validate.Date                  `json:"due" validate:"gte=1900-01-01"`
	Paid    validate.Opt[validate.Date]    `json:"paid"`
	Days    []validate.Date                `json:"days,omitzero"`
	At      time.Time                      `json:"at" feature:"timestamp"`
}

// NewInvoice returns valid invoice number i: every field differs from invoice to invoice.
func NewInvoice(i int) Invoice {
	x := Invoice{
		ID: "invoice-" + string(rune('a'+i%26)), Net: decimal(int64(i)*10_001-5, 4), Due: validate.NewDate(2026, 1, 1+i), At: time.UnixMicro(int64(i) * 1e6).UTC(),
		ByMonth: map[string]validate.Decimal{"01": decimal(int64(i), 2), "02": decimal(-1999, 2)},
	}
	if i%2 == 0 {
		tax, _ := validate.ParseDecimal("0." + strings.Repeat("9", 37) + string(rune('1'+i%9)))
		whole, _ := validate.ParseDecimal("-" + strings.Repeat("9", 37) + string(rune('1'+i%9)))
		x.Tax, x.Whole = &tax, validate.Some(whole)
		x.Parts = []validate.Decimal{decimal(int64(i), 2), {}, decimal(9_999_999_99, 2)}
		x.Paid, x.Days = validate.Some(x.Due.AddDays(-i)), []validate.Date{{}, x.Due}
	}
	return x
}

func decimal(unscaled int64, scale int) validate.Decimal {
	d, _ := validate.NewDecimal(unscaled, scale)
	return d
}

// Invoices returns n valid invoices.
func Invoices(n int) []Invoice {
	rows := make([]Invoice, n)
	for i := range rows {
		rows[i] = NewInvoice(i)
	}
	return rows
}
