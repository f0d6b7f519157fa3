package sample_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// FuzzOrder and FuzzInvoice hold generated decoders of every kind of field to what decoders promise, on any bytes.
func FuzzOrder(f *testing.F) {
	seed(f, sample.Rows(6))
	f.Fuzz(decoded[sample.Order])
}

func FuzzInvoice(f *testing.F) {
	seed(f, sample.Invoices(6))
	f.Fuzz(decoded[sample.Invoice])
}

// seed adds rows, and each with one of its members broken.
func seed[T json.Marshaler](f *testing.F, rows []T) {
	f.Helper()
	for i, row := range rows {
		text, err := row.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
		members := strings.Split(string(text), ",")
		for _, other := range []string{"null", "1e2", "-0.5", `"é\ud83d\ude00"`, "[]", "{}", "1e400"} {
			at := (7*i + len(other)) % len(members)
			key, _, _ := strings.Cut(members[at], ":")
			broken := slices.Clone(members)
			broken[at] = key + ":" + other
			f.Add([]byte(strings.Join(broken, ",")))
		}
	}
}

// decoded demands of any bytes: what is no JSON is refused; UnmarshalJSON and a stream find what DecodeJSON does, and a value
// changes only when all is well; then it is valid and is written so that it is read as the same.
func decoded[T any, P interface {
	jsonio.Row[T]
	json.Unmarshaler
	Validate() error
	AppendJSON(b []byte) ([]byte, error)
}](t *testing.T, data []byte) {
	r := validate.Report{Now: time.Unix(1e9, 0)}
	var x, y, fresh T
	P(&x).DecodeJSON(data, &r)
	if r.Len() == 0 && !json.Valid(data) {
		t.Fatalf("takes what is no JSON: %q", data)
	}
	err := P(&y).UnmarshalJSON(data)
	var found *validate.Error
	if errors.As(err, &found) != (r.Len() > 0) || err != nil && found == nil {
		t.Fatalf("DecodeJSON finds %v, UnmarshalJSON %v", r.Err(), err)
	}
	if json.Valid(data) {
		streamed[T, P](t, data, &r)
	}
	if err != nil {
		if got, want := r.Err().Error(), err.Error(); got != want {
			t.Fatalf("DecodeJSON finds %s\nUnmarshalJSON %s", got, want)
		}
		if !reflect.DeepEqual(y, fresh) {
			t.Fatalf("refused, and changed the value: %q", data)
		}
		return
	}
	if err := P(&x).Validate(); err != nil {
		t.Fatalf("decoded, and not valid: %v", err)
	}
	text, err := P(&x).AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	var again T
	if err := P(&again).UnmarshalJSON(text); err != nil {
		t.Fatalf("%s\nis refused: %v", text, err)
	}
	if second, err := P(&again).AppendJSON(nil); err != nil || !bytes.Equal(text, second) {
		t.Fatalf("%v\n%s\nis read and written as\n%s", err, text, second)
	}
}

// streamed demands that an array of the text is one row with the same findings.
func streamed[T any, P jsonio.Row[T]](t *testing.T, data []byte, want *validate.Report) {
	t.Helper()
	n := 0
	for _, err := range jsonio.Array[T, P](bytes.NewReader(slices.Concat([]byte("["), data, []byte("]"))), 0) {
		n++
		var row *jsonio.RowError
		if errors.As(err, &row) != (want.Len() > 0) {
			t.Fatalf("DecodeJSON finds %v, the stream %v", want.Err(), err)
		}
	}
	if n != 1 {
		t.Fatalf("%d rows in an array of %q", n, data)
	}
}
