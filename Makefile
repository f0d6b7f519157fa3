# typedml. `make` alone lists the targets. Needs Go, make, and python3 with pip and venv; nothing else.

GO       ?= go
EXAMPLE  ?= finance
ENGINE   ?= memory
STORE    ?= delta
DEMO     := .demo/$(EXAMPLE)
PORT     ?= 5050
ONLY     ?=
FUZZTIME ?= 20s
PKG      ?= ./...
TOOL     := $(GO) tool -modfile=internal/tools/tools.mod
SYSTEMS  := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

TRAINING  := ./pipeline/train/... ./mlflow/tree/...
AGREEMENT := ./internal/agreement/... ./internal/interop/jsonschema ./internal/interop/pydantic
ROUNDING  := ./schema ./schema/sql ./validate/... ./featurestore/columns ./mlflow/tree ./gen ./pipeline/evaluate ./pipeline/train

# What users run on their own machines, and all that has files for one system. The rest is drivers, which take long to compile.
PORTABLE := ./cmd/typedml ./validate/... ./schema ./featurestore/columns ./mlflow/tree ./pipeline/train/... ./internal/interop

# Tests note here what they skipped and measured: the go command shows no output of packages that pass.
NOTES := $(CURDIR)/.notes
export TYPEDML_NOTES := $(NOTES)

# A listing of every file git knows or would add, with its checksum.
TREE := git ls-files -z --cached --others --exclude-standard | sort -z | xargs -0 cksum 2>/dev/null

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo ui setup engine test test-race test-nocgo test-v3 interop notebook fuzz cover bench generate fmt check \
	check-format check-vet check-staticcheck check-tidy check-generated cross cross-build clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: engine ## run an example from data to prediction (EXAMPLE=finance, retail, healthcare or manufacturing; ENGINE=dbos survives a kill; STORE=spark)
	@case "$(STORE)/$(EXAMPLE)" in \
		delta/finance|delta/retail|delta/healthcare|delta/manufacturing) exec $(GO) run ./examples/$(EXAMPLE)/demo -dir $(DEMO) -engine $(ENGINE) ;; \
		spark/finance) $(GO) run ./internal/setup spark && exec $(GO) run ./internal/interop/sparkserver/run \
			$(GO) run ./examples/finance/demo -dir $(DEMO) -engine $(ENGINE) -table spark://{}/spark_catalog.default.credit ;; \
		*/finance|*/retail|*/healthcare|*/manufacturing) echo "STORE is delta, or spark with EXAMPLE=finance, not $(STORE) with EXAMPLE=$(EXAMPLE)" >&2; exit 2 ;; \
		*) echo "EXAMPLE is finance, retail, healthcare or manufacturing, not $(EXAMPLE)" >&2; exit 2 ;; \
	esac

ui: ## open the demo's newest run in MLflow; installs it first, 850 MB (PORT=5050)
	@test -f $(DEMO)/mlflow.db || { echo "no $(DEMO)/mlflow.db yet: run make demo EXAMPLE=$(EXAMPLE) first" >&2; exit 1; }
	@$(GO) run ./internal/setup mlflow
	@bin=$$($(GO) run ./internal/setup -bin mlflow) && PATH="$$bin:$$PATH" exec $(GO) run ./internal/interop/ui -port $(PORT) $(DEMO)

setup: ## get what tests and demo need besides Go; lists names and sizes first
	@$(GO) run ./internal/setup/modules test
	@$(GO) run ./internal/setup

engine: ## get the native training libraries only (9 MB)
	@$(GO) run ./internal/setup/modules demo
	@$(GO) run ./internal/setup engine

test: setup ## run all tests: with -race, without cgo, on another CPU level
	@status=0; for t in test-race test-nocgo test-v3; do $(MAKE) --no-print-directory $$t || status=1; done; \
		if [ -s $(NOTES) ]; then echo "== noted"; sort -u $(NOTES); fi; rm -f $(NOTES); exit $$status

test-race: # where there is a C compiler, with the race detector; what compares targets starts no goroutines: test-v3 has it
	@rm -f $(NOTES); cc=$$($(GO) env CC); race=-race; \
		if [ "$$($(GO) env CGO_ENABLED)" != 1 ] || ! command -v "$${cc%% *}" >/dev/null; then \
			race=; echo "SKIP race: no C compiler ($$cc), or CGO_ENABLED=0"; fi; \
		echo "== all packages $$race"; $(GO) test $$race -shuffle=on -timeout 40m $$($(GO) list ./... | grep -Ev '/internal/(agreement|interop/(jsonschema|pydantic))')
	@cd internal/bench && $(GO) test -timeout 40m ./...
	@echo "== servers of gin and echo"; cd internal/dropin && $(GO) test ./...

test-nocgo: # purego has two ways to call C; this is the one without a C compiler
	@echo "== training without cgo"; CGO_ENABLED=0 $(GO) test -shuffle=on $(TRAINING)
	@echo "== sums and lists of numbers without assembly"; $(GO) test -tags purego -shuffle=on ./validate/vec ./validate/jsonio

test-v3: # Go fuses x*y+z on this level of amd64: results must not change
	@packages="$(AGREEMENT) $(ROUNDING)"; \
		if [ "$$($(GO) env GOARCH)" = amd64 ] && GOAMD64=v3 $(GO) run ./internal/setup -list engine >/dev/null 2>&1; then export GOAMD64=v3; \
		else echo "SKIP GOAMD64=v3: this is not amd64, or an older CPU"; packages="$(AGREEMENT)"; fi; \
		echo "== agreement, GOAMD64=$$($(GO) env GOAMD64)"; $(GO) test -shuffle=on -timeout 40m $$packages

interop: setup ## run the tests against real MLflow, deltalake, pydantic; a skip is a failure
	CI=true $(GO) test -count=1 -timeout 20m $(PKG)

notebook: engine ## run the Go notebook of the finance example and keep its outputs
	@$(GO) run ./internal/setup notebook
	@CI=true $(GO) test -count=1 -run TestNotebook ./examples/finance -update

fuzz: ## fuzz everything that parses bytes (FUZZTIME=20s each, PKG=./...)
	@set -e; for pkg in $$($(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' $(PKG)); do \
		for f in $$(cat "$$pkg"/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p'); do \
			echo "== $$pkg $$f"; (cd "$$pkg" && $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) .); \
		done; done

cover: ## print the test coverage of each package, and in all
	@$(GO) test -cover -coverprofile=cover.out ./...
	@$(GO) tool cover -func=cover.out | tail -1; echo "by line: go tool cover -html=cover.out"

bench: ## compare with peers, side by side (ONLY=validate for one area)
	@cd internal/bench && $(GO) run . -only "$(ONLY)"

generate: ## regenerate all generated code
	$(GO) generate ./...
	@cd internal/bench && $(GO) generate ./rows

fmt: ## format all Go files
	$(TOOL) gofumpt -w .

check: check-format check-vet check-staticcheck check-tidy check-generated ## everything CI checks before the tests

check-format: ## gofumpt would change nothing
	@out=$$($(TOOL) gofumpt -l .) && if [ -n "$$out" ]; then echo "not formatted; make fmt:"; echo "$$out"; exit 1; fi

check-vet: ## go vet, the benchmarks' module included
	@$(GO) vet ./...
	@cd internal/bench && $(GO) vet ./...
	@cd internal/dropin && $(GO) vet ./...
	@cd internal/tools/kernels && $(GO) vet ./...

check-staticcheck: ## staticcheck, pinned in internal/tools
	@$(TOOL) staticcheck ./...

check-tidy: ## go mod tidy would change nothing in any of the modules
	@$(GO) mod tidy -diff
	@cd internal/bench && $(GO) mod tidy -diff
	@cd internal/dropin && $(GO) mod tidy -diff
	@cd internal/tools/kernels && $(GO) mod tidy -diff
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
		for m in tools notebook; do cp internal/tools/$$m.mod "$$dir/go.mod" && cp internal/tools/$$m.sum "$$dir/go.sum" && \
		(cd "$$dir" && $(GO) mod tidy -diff) || exit 1; done

check-generated: ## regenerating would change nothing
	@set -e; before=$$(mktemp); after=$$(mktemp); trap 'rm -f "$$before" "$$after"' EXIT; \
		$(TREE) >"$$before" || true; $(GO) generate ./...; (cd internal/bench && $(GO) generate ./rows); $(TREE) >"$$after" || true; \
		diff "$$before" "$$after" || { echo "stale files were regenerated: commit them" >&2; exit 1; }

cross: ## check everything for linux, darwin, windows on amd64 and arm64: types of all, build and vet of what runs there
	@$(GO) run ./internal/cross $(SYSTEMS)
	@$(MAKE) --no-print-directory cross-build PKG="$(PORTABLE)"

cross-build: ## build and vet for linux, darwin, windows on amd64 and arm64 (PKG=./...: every driver, an hour without a build cache)
	@set -e; for s in $(SYSTEMS); do echo "== $$s: build and vet"; export GOOS=$${s%/*} GOARCH=$${s#*/} CGO_ENABLED=0; \
		$(GO) build $(PKG); $(GO) vet $(PKG); done

clean: ## remove what the demo and the tests wrote here (downloads stay in the cache folder)
	rm -rf .demo .notes cover.out
