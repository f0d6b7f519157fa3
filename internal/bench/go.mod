module github.com/typedml/typedml/internal/bench

go 1.26.0

replace github.com/typedml/typedml => ../..
