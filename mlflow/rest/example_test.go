package rest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/rest"
)

func ExampleStore_Health() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "3.17.2") }))
	defer server.Close()

	store, err := rest.New(server.URL, mlflow.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	version, err := store.Health(context.Background())
	fmt.Println(version, err)
	// Output: 3.17.2 <nil>
}
