# make run    builds Claimlight and serves it on this machine
# make test   proves it: vet, unit tests, import rules, then the program in Chromium
# make build  builds bin/claimlight with the program for the browser inside
# make size   prints what each package adds to the download
# make bench  measures it against other annotation tools, into docs/benchmarks.md

ADDR    ?= 127.0.0.1:8577
QUALITY ?= 9

# Some build machines have no home; Go and Chromium both want one.
ifeq ($(HOME),)
export HOME := $(CURDIR)/bin/home
endif

.PHONY: build size release bench run test vet unit e2e chromium site clean

# The tag page leaves out what only the porter and the command line need, and
# bin/lean what go-app needs to serve a site.
build:
	go run -buildvcs=false ./cmd/bundle -lean bin/lean
	GOOS=js GOARCH=wasm go build -buildvcs=false -trimpath -ldflags="-s -w" -modfile bin/lean/go.mod -tags page -o web/app.wasm ./app
	GOOS=js GOARCH=wasm go build -buildvcs=false -trimpath -ldflags="-s -w" -o web/porter.wasm ./cmd/porter
	go run -buildvcs=false ./cmd/bundle -quality $(QUALITY) -strip -goroot "$$(go env GOROOT)"
	go build -buildvcs=false -trimpath -o bin/claimlight ./cmd/claimlight

# What each package adds to the download.
size: build
	go run -buildvcs=false ./cmd/bundle -quality $(QUALITY) -strip -shares -goroot "$$(go env GOROOT)"

# The smallest download; compressing takes about a minute.
release:
	$(MAKE) build QUALITY=11

run: build
	bin/claimlight serve --addr $(ADDR)

test: build vet chromium unit e2e

vet:
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./app/... ./cmd/porter
	GOOS=js GOARCH=wasm go build -buildvcs=false -tags page -o /dev/null ./app

unit:
	go test -timeout 10m $$(go list ./... | grep -v '/test/e2e$$')

e2e: chromium
	go test -timeout 20m -count=1 ./test/e2e

# The tests of what happens in a browser need Chromium or Chrome.
chromium:
	@sh .ci/chromium

# Needs Chromium, Node and npm. Takes about half an hour on a quiet machine.
bench: chromium release
	go run ./test/bench
	go run ./test/bench -report

site: release
	bin/claimlight site -o bin/site

clean:
	rm -rf bin web/app.wasm web/porter.wasm test/e2e/failures
	find web/dist -mindepth 1 ! -name .gitkeep -delete
