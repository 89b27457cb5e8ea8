# Everything here sets up what it needs, on a machine with Go 1.26, Node 20, make
# and git, and does again only what has changed.

GO     ?= go
NPM    ?= npm
PORT   ?= 8787
DATA   ?= data

export GOFLAGS := -trimpath -buildvcs=false
export CGO_ENABLED := 0
export DEBIAN_FRONTEND := noninteractive
export HOME := $(or $(HOME),$(shell eval echo "~$$(id -un)"))

posts    := $(wildcard testdata/posts/*.jsonl)

# What the module, the command and the extension are made of.
core_go  := $(shell find core -name '*.go' ! -name '*_test.go')
core_all := $(shell find core -type f ! -name '*_test.go' ! -path '*/testdata/*')
wasm_go  := $(shell find wasm -name '*.go' ! -name '*_test.go')
cmd_all  := $(shell find server wasm/headless -type f ! -name '*_test.go' ! -path '*/testdata/*' ! -path 'server/cmd/worker/*' ! -path 'server/web/dist/*')
web_src  := $(shell find extension -type f ! -path '*/node_modules/*' ! -path 'extension/.*' ! -path 'extension/artifacts/*' ! -path 'extension/tests/*' ! -path 'extension/store/*' ! -name '*.test.*' ! -path 'extension/public/*.wasm' ! -path 'extension/public/*.pack' ! -path 'extension/public/root.json')
page_src := $(shell find server/web extension/lib extension/ui -type f ! -name '*.test.*' ! -name '*.go' ! -path 'server/web/dist/*')
page     := server/web/dist/index.html

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test soak build lint bench bench-server worker worker-dev eval train package package-check clean \
	tools nginx browsers lint-go lint-web test-go test-unit test-browser test-worker

help: ## Say what there is
	@echo "Bedside reads a physician's draft post and says what to mind, on the device."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: build ## Build all and serve the playground at http://localhost:8787
	build/bedside serve --addr localhost:$(PORT) --data $(DATA)

build: build/bedside build/bedside.wasm build/base.pack build/extension.built ## Build the module, the command, the rules and the extension

test: lint test-go test-unit test-browser test-worker ## Lint and run every test, in both browsers too

lint: lint-go lint-web ## Check the form of all code

# The last line is the figures as JSON.
bench: build/bedside.wasm build/base.pack wasm/bench/node_modules/.installed ## Measure speed and size, beside two peers
	$(GO) run ./wasm/bench build/bedside.wasm testdata/posts build
	@node wasm/bench/bench.mjs build testdata/posts

# On Linux, beside nginx, which apt installs. The last line is the figures as JSON.
bench-server: nginx build/bedside ## Measure the update server beside nginx, for each second of the processor
	$(GO) run ./server/bench

worker: server/cmd/worker/node_modules/.installed build ## Build the Cloudflare Worker, and say how large it is
	cd server/cmd/worker && $(NPM) run --silent build

worker-dev: worker ## Run the Worker on the local workerd
	cd server/cmd/worker && node dev.mjs

eval: tools ## Score the reports on the labelled posts, each file with a model that never saw it
	$(GO) run ./server/cmd/bedside eval --cv --with 'testdata/training/*.jsonl' --by-file $(posts)

train: tools ## Fit the judge's model to all labelled posts, after rules or posts have changed
	$(GO) run ./server/cmd/bedside train -o core/pack/rules/judge.model --with 'testdata/training/*.jsonl' $(posts)

package: build ## Pack what people install into build/package
	rm -rf build/package && mkdir -p build/package
	cd extension && $(NPM) run --silent lint:firefox && node scripts/pack.mjs ../build/package
	cp build/bedside.wasm build/base.pack build/package/
	for p in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64; do \
		GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -ldflags='-s -w' -o build/package/bedside-$${p%/*}-$${p#*/} ./server/cmd/bedside || exit 1; \
	done
	mv build/package/bedside-windows-amd64 build/package/bedside-windows-amd64.exe
	cd build/package && sha256sum * >SHA256SUMS

# What reviewers of the stores do: build from the sources in the package, elsewhere.
package-check: package ## Build the extension again from its packed sources, and compare to the byte
	rm -rf build/again && mkdir -p build/again
	node extension/scripts/pack.mjs --unpack build/package/bedside-sources-*.zip build/again
	cd build/again && git init -q && git add -A && $(MAKE) --no-print-directory build
	cd build/again/extension && node scripts/pack.mjs ../build/package
	cd build/again/build/package && for z in *.zip; do cmp $$z ../../../package/$$z || exit 1; done
	rm -rf build/again
	@echo "The packages are the same to the byte."

clean: ## Remove what was built; installed npm packages and served data stay
	rm -rf build extension/.output extension/.wxt extension/artifacts server/cmd/worker/build
	find server/web/dist -mindepth 1 ! -name .gitignore -delete
	rm -f extension/public/bedside.wasm extension/public/base.pack extension/public/root.json

# --- Go ---

# The command holds the playground.
build/bedside: $(core_all) $(cmd_all) $(page) go.mod go.sum | tools
	$(GO) build -ldflags='-s -w' -o $@ ./server/cmd/bedside

# The module is the same to the byte wherever it is built.
build/bedside.wasm: $(core_go) $(wasm_go) go.mod go.sum | tools
	$(GO) run ./wasm/slim $@

# The module's twin that fails on request; only tests use it.
build/bedside-faults.wasm: $(core_go) $(wasm_go) go.mod go.sum | tools
	$(GO) run ./wasm/slim -tags faults $@

build/base.pack: $(core_all) go.mod go.sum | tools
	$(GO) run ./server/cmd/bedside rules build -o $@

build/staticcheck: go.mod go.sum | tools
	$(GO) build -o $@ honnef.co/go/tools/cmd/staticcheck

# Some files build only for the module, others only for the worker. In the module,
# staticcheck takes exports for unused code.
lint-go: build/staticcheck
	@wrong=$$(gofmt -l $$(find core server wasm -name '*.go' ! -path '*/node_modules/*')); \
	if [ -n "$$wrong" ]; then echo "Run gofmt -w on:" $$wrong; exit 1; fi
	$(GO) vet ./...
	build/staticcheck ./...
	GOOS=wasip1 GOARCH=wasm $(GO) vet ./wasm
	GOOS=wasip1 GOARCH=wasm build/staticcheck -checks=inherit,-U1000 ./wasm
	GOOS=js GOARCH=wasm $(GO) vet ./server/cmd/worker ./server/store
	GOOS=js GOARCH=wasm build/staticcheck ./server/cmd/worker ./server/store

test-go: tools
	$(GO) test ./...

# --- Web ---

# npm ci takes what package-lock.json says, and runs again when that changes.
%/node_modules/.installed: %/package.json %/package-lock.json | tools
	cd $* && $(NPM) ci --no-audit --no-fund --loglevel=error
	mkdir -p $(@D) && touch $@

# TypeScript's settings are generated; without them nothing is compiled.
extension/.wxt/tsconfig.json: extension/node_modules/.installed extension/wxt.config.ts
	cd extension && npx wxt prepare
	touch $@

$(page): extension/.wxt/tsconfig.json $(page_src)
	cd extension && $(NPM) run --silent playground -- --logLevel warn
	touch $@

# The extension for both browsers, with the module and the rules inside.
build/extension.built: extension/node_modules/.installed $(web_src) build/bedside.wasm build/base.pack
	cd extension && $(NPM) run --silent build
	touch $@

lint-web: extension/node_modules/.installed
	cd extension && $(NPM) run --silent check

test-unit: extension/node_modules/.installed build/bedside.wasm build/bedside-faults.wasm build/base.pack
	cd extension && $(NPM) test --silent

# The suites of both browsers run side by side, and then the control experiment, thousands
# of steps long, in both. How soon underlines and the gate come is timed last, with nothing
# beside it.
test-browser: browsers build
	@cd extension; failed=0; \
	for part in browser control latency; do $(NPM) run --silent test:$$part || failed=1; done; \
	exit $$failed

# 20,000 steps of the control experiment in each editor; an idle minute, a thousand
# composers; every attack and every post in the module: an hour or two.
soak: browsers build ## Look for harm in the long run: the same tests, at length
	BEDSIDE_ALL_POSTS=1 BEDSIDE_ALL_ATTACKS=1 $(GO) test -count=1 -timeout 1h ./server/cmd/bedside ./wasm/headless
	cd extension && $(NPM) run --silent test:soak

test-worker: server/cmd/worker/node_modules/.installed build
	cd server/cmd/worker && $(NPM) test --silent

# --- What must be there first ---

# tools says in a sentence which program is missing or too old.
tools:
	@mkdir -p build
	@command -v $(GO) >/dev/null || { echo "Go 1.26 or later is needed: https://go.dev/dl/"; exit 1; }
	@$(GO) version >/dev/null || { echo "Go could not get the version that go.mod asks for; install Go 1.26 or later: https://go.dev/dl/"; exit 1; }
	@command -v node >/dev/null && command -v $(NPM) >/dev/null || { echo "Node 20 or later with npm is needed: https://nodejs.org/"; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node 20 or later is needed, this is $$(node --version): https://nodejs.org/"; exit 1; }

# browsers installs those that the tests drive where apt and root are at hand, and
# nginx installs it for the bench.
browsers nginx:
	@missing=; \
	case $@ in nginx) wanted=nginx;; *) wanted="chromium firefox-esr";; esac; \
	for b in $$wanted; do command -v $$b >/dev/null || missing="$$missing $$b"; done; \
	[ -n "$$missing" ] || exit 0; \
	ask="This needs $$wanted; missing here:$$missing. Install what is missing and run this again."; \
	command -v apt-get >/dev/null || { echo "$$ask"; exit 1; }; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else echo "$$ask"; exit 1; fi; \
	echo "Installing$$missing ..."; \
	{ $$as apt-get update -qq && $$as apt-get install -y -qq --no-install-recommends $$missing; } >build/apt.log 2>&1 || { tail -n 5 build/apt.log; echo "$$ask"; exit 1; }
