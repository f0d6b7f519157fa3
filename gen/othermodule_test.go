package gen

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/schema"
)

// otherModule has names of types of its own for those of package validate, and what else a definition may take from elsewhere.
const otherModule = `package money

import (
	"time"

	"github.com/typedml/typedml/validate"
)

type (
	Amount        = validate.Decimal
	Day           = validate.Date
	Maybe         = validate.Opt[validate.Decimal]
	Perhaps[T any] = validate.Opt[T]
	Days          = []Day
	ByMonth       = map[string]Amount
	Moment        = time.Time
	Share         float64
	Ratio         = Share
)

// Status is where a payment is.
type Status string

// The statuses.
const (
	Open Status = "open"
	Paid Status = "paid"
)

// Payment is a definition.
//
//typedml:schema
type Payment struct {
	Amount Amount ` + "`json:\"amount\" validate:\"gt=0\" check:\"decimal=18.2\"`" + `
	Due    Day    ` + "`json:\"due\"`" + `
}

type Transfer = Payment
`

// ownModule takes them.
const ownModule = `package invoices

import "other/money"

// Fee is a name of a name.
type Fee = money.Amount

//typedml:schema
//typedml:check covered "the fee must not exceed the total" fee <= total
type Invoice struct {
	Total   money.Amount               ` + "`json:\"total\" validate:\"gte=0.01\" check:\"decimal=18.2\"`" + `
	Fee     Fee                        ` + "`json:\"fee\" validate:\"ltefield=Total\" check:\"decimal=18.2\"`" + `
	Net     *money.Amount              ` + "`json:\"net\" check:\"decimal=18.2\"`" + `
	Tax     money.Maybe                ` + "`json:\"tax\" check:\"decimal=5.4\"`" + `
	Paid    money.Perhaps[money.Day]   ` + "`json:\"paid\" validate:\"omitnil,gte=2020-01-01\"`" + `
	Due     money.Day                  ` + "`json:\"due\" validate:\"required\"`" + `
	Days    money.Days                 ` + "`json:\"days\" check:\"monotonic=increasing\"`" + `
	Months  money.ByMonth              ` + "`json:\"months\" check:\"dive,decimal=9.2\"`" + `
	Pair    [2]money.Amount            ` + "`json:\"pair\" check:\"sorted,dive,decimal=9.2\"`" + `
	At      money.Moment               ` + "`json:\"at\"`" + `
	Share   money.Share                ` + "`json:\"share\" check:\"probability\"`" + `
	Ratio   money.Ratio                ` + "`json:\"ratio\"`" + `
	Status  money.Status               ` + "`json:\"status\"`" + `
	Parts   []money.Payment            ` + "`json:\"parts\"`" + `
	Last    *money.Transfer            ` + "`json:\"last\"`" + `
}
`

// Types of another module, by its own names for them, mean what they mean here: the output compiles, and behaves as its
// definition says.
func TestTypesOfAnotherModule(t *testing.T) {
	other := t.TempDir()
	require.NoError(t, neighbour.Write(other, "other"))
	put(t, filepath.Join(other, "money", "money.go"), []byte(otherModule))
	dir := module(t, map[string]*txtar.Archive{}, func(string) bool { return true })
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	require.NoError(t, err)
	put(t, filepath.Join(dir, "go.mod"), fmt.Appendf(mod, "\nrequire other v0.0.0\n\nreplace other => %q\n", other))
	put(t, filepath.Join(dir, "invoices", "invoices.go"), []byte(ownModule))

	for _, at := range []string{other, dir} {
		res, err := Generate(t.Context(), Options{Dir: at, Patterns: []string{"./..."}})
		require.NoError(t, err)
		require.Empty(t, res.Diagnostics)
		if at != dir {
			continue
		}
		rec := res.Packages[0].Files[0].Structs[0].Record
		assert.Equal(t, schema.Type{Kind: schema.Decimal, Precision: 18, Scale: 2}, rec.Field("fee").Type)
		assert.Equal(t, schema.Date, rec.Field("days").Type.Elem.Type.Kind)
		assert.True(t, rec.Field("paid").Optional)
		assert.Equal(t, schema.Float64, rec.Field("ratio").Type.Kind)
		assert.Equal(t, "money.Payment", rec.Field("last").Type.Record.Name)
		behave(t, dir, res.Packages)
	}
}
