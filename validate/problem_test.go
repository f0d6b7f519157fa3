package validate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

// A handler answers with the problem, its status and validate.ProblemType as the content type.
func ExampleError_Problem() {
	x := station{Readings: []reading{{Celsius: -100}}}
	problem := x.Validate().(*validate.Error).Problem(nil)
	problem.Instance = "/stations/7"
	body, _ := json.MarshalIndent(problem, "", "  ")
	fmt.Println(string(body))
	// Output:
	// {
	//   "title": "Unprocessable Content",
	//   "status": 422,
	//   "detail": "#/name: is required and must not be empty (required), got \"\" (and 1 more)",
	//   "instance": "/stations/7",
	//   "errors": [
	//     {
	//       "detail": "is required and must not be empty (required), got \"\"",
	//       "pointer": "#/name",
	//       "rule": "required"
	//     },
	//     {
	//       "detail": "must be at least -90 (gte=-90), got -100",
	//       "pointer": "#/readings/0/celsius",
	//       "rule": "gte",
	//       "limit": "-90"
	//     }
	//   ]
	// }
}

// refuse answers a request whose body breaks rules as RFC 9457 has it, and any other error by its status alone.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	var broken *validate.Error
	if !errors.As(err, &broken) {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	problem := broken.Problem(nil)
	problem.Instance = r.URL.Path
	w.Header().Set("Content-Type", validate.ProblemType)
	w.WriteHeader(problem.Status)
	_ = json.NewEncoder(w).Encode(problem)
}

func ExampleProblem() {
	w := httptest.NewRecorder()
	x := station{Name: "a", Readings: []reading{{Celsius: -100}}}
	refuse(w, httptest.NewRequest(http.MethodPost, "/stations/7", nil), x.Validate())
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	fmt.Println(w.Body)
	// Output:
	// 422 application/problem+json
	// {"title":"Unprocessable Content","status":422,"detail":"#/readings/0/celsius: must be at least -90 (gte=-90), got -100","instance":"/stations/7","errors":[{"detail":"must be at least -90 (gte=-90), got -100","pointer":"#/readings/0/celsius","rule":"gte","limit":"-90"}]}
}

func ExampleError_Pydantic() {
	x := station{Name: "a", Readings: []reading{{Celsius: -100}}}
	body, _ := json.Marshal(x.Validate().(*validate.Error).Pydantic(nil))
	fmt.Println(string(body))
	// Output:
	// [{"type":"greater_than_equal","loc":["readings",0,"celsius"],"msg":"must be at least -90 (gte=-90), got -100","input":-100,"ctx":{"ge":-90}}]
}

func TestProblemWithoutViolations(t *testing.T) {
	body, _ := json.Marshal(new(validate.Error).Problem(nil))
	if want := `{"title":"Unprocessable Content","status":422,"errors":[]}`; string(body) != want {
		t.Errorf("got %s, want %s", body, want)
	}
}

// FuzzPointer reads keys of the input back from the pointer and its fragment.
func FuzzPointer(f *testing.F) {
	for _, key := range []string{"", "a", "/", "~1", "~", "a b%2F", "ä", "\xff", "#?"} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		var r validate.Report
		r.AddUnder(&validate.Rule{Path: "map", Name: "gte"}, key, validate.Int(1))
		e := r.Take().(*validate.Error)
		pointer, err := url.PathUnescape(strings.TrimPrefix(e.Problem(nil).Errors[0].Pointer, "#"))
		if err != nil || pointer != e.Violations[0].Pointer() {
			t.Fatalf("the fragment is %q, the pointer %q: %v", pointer, e.Violations[0].Pointer(), err)
		}
		tokens := strings.Split(pointer, "/")
		if len(tokens) != 3 || strings.ReplaceAll(strings.ReplaceAll(tokens[2], "~1", "/"), "~0", "~") != key {
			t.Fatalf("%q does not lead to %q", pointer, key)
		}
	})
}
