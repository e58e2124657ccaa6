# make demo   sets up what is missing, builds, runs the demonstration, says where its report is
# make test   sets up, checks the code and runs every test
# More: make build, make bench, make check-real, make check-twin, make clean. See README.md.

PATH := $(PATH):/usr/local/go/bin:/usr/lib/go-1.26/bin
# The vector kernels need this experiment; without it the plain ones are built.
# It is a build setting, so `make build GOEXPERIMENT=` shows what others get.
GOEXPERIMENT ?= simd
RESPINE_DATA ?= $(abspath ../shared/data)
OUT ?= out/demo
# The version comes from git where the checkout has it, and is stamped by us:
# go's own stamp fails in a checkout that belongs to somebody else.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GOFLAGS := $(filter-out -buildvcs%,$(GOFLAGS)) -buildvcs=false
# A machine account without a home still needs somewhere for go's caches.
ifeq ($(wildcard $(HOME)/.),)
GOPATH := $(CURDIR)/.tools/go
GOCACHE := $(CURDIR)/.tools/cache
GOFLAGS += -modcacherw
export GOPATH GOCACHE
endif
export PATH GOEXPERIMENT RESPINE_DATA GOFLAGS

LDFLAGS := -X main.version=$(VERSION)
STATICCHECK := go tool -modfile=tools/go.mod staticcheck

.PHONY: build demo test setup vet race plain bench check-real check-twin clean

build: setup
	@mkdir -p bin
	go build -ldflags '$(LDFLAGS)' -o bin/respine ./cmd/respine

demo: build
	bin/respine demo --out '$(OUT)'

test: setup vet race plain
	go test -timeout 30m ./...

setup:
	@tools/setup.sh

vet:
	@files=$$(gofmt -l $$(find . -name '*.go' -not -path './.*')); \
	if [ -n "$$files" ]; then echo "not formatted; run gofmt -w on:"; echo "$$files"; exit 1; fi
	go vet ./...
	$(STATICCHECK) ./...

# The race detector sees goroutines only where there are some, and makes
# everything several times slower: packages that start goroutines, short tests.
race:
	@if ! tools/setup.sh races; then \
		echo "make test: no C compiler, or cgo is off: the race detector is LEFT OUT"; \
	else \
		set -x; go test -race -short -timeout 30m $$(tools/concurrent.sh); \
	fi

# What users without the experiment get: the plain kernels, under their own tests.
plain:
	GOEXPERIMENT= go test -short -timeout 5m ./img ./convnet

bench: build
	bench/run.sh out/bench.json
	bench/films.sh
	bench/calcium.sh

check-real: setup
	@bench/check-real.sh

# Every claim of the twin without each mechanism: about ten minutes of a core.
check-twin: setup
	RESPINE_TWIN=full go test -run TestEveryAblation -timeout 2h -v ./twin

clean:
	rm -rf bin out .tools
