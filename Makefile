# Everything a person or CI does with this project.
.PHONY: help install build test lint frontend dist demo screenshots bench fmt crash deny openapi

# What the front end's build is made from, and the file that a finished build leaves.
SOURCES := $(shell find frontend/src frontend/locales frontend/public frontend/*.html frontend/*.ts frontend/*.json -type f)
DIST := frontend/dist/.vite/manifest.json

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

install: ## Installs what the build and the tests need
	@.ci/install

build: dist ## Builds the server for use
	cargo build --release

dist: $(DIST) ## Builds the front end, where it has changed

$(DIST): $(SOURCES) | frontend/node_modules
	cd frontend && npx vite build --logLevel warn

lint: ## Formatting and lints
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

fmt: ## Formats the code
	cargo fmt --all

test: install dist ## All tests, on SQLite and on PostgreSQL, and those of the front end
	$(MAKE) --no-print-directory lint frontend
	.ci/with-postgres cargo nextest run --workspace --cargo-quiet
	cd frontend && npm run e2e

frontend: frontend/node_modules dist ## Types, lints and tests of the front end
	cd frontend && npm run lint && npx tsc --noEmit && npm test

frontend/node_modules: frontend/package-lock.json
	@command -v npm >/dev/null || { echo "Node.js 20.19 or later is missing: see https://nodejs.org"; exit 1; }
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

crash: install ## SIGKILL under load, a thousand times on each database
	ROUNDS=$${ROUNDS:-1000} .ci/with-postgres cargo nextest run --profile crash --cargo-quiet --test it -E 'test(/^crash::/)'

deny: ## Licences, advisories and sources of the dependencies
	@cargo deny --version >/dev/null 2>&1 || cargo install cargo-deny --locked
	cargo deny check

openapi: frontend/node_modules ## Writes docs/openapi.json, and the types that the front end makes of it, from the code
	UPDATE=1 cargo nextest run --cargo-quiet --test it -E 'test(the_committed_description)'
	cd frontend && npm run api

demo: dist ## A living demo at http://127.0.0.1:8080 (ARGS=--fresh begins anew)
	@.ci/install build
	cargo run --release -- demo $(ARGS)

screenshots: install dist ## Pictures of the demo for README and guides (docs/images)
	cargo build --bin jiaxiu
	cd frontend && JIAXIU_E2E=screenshots.ts npm run e2e

bench: install ## All benchmarks, one table
	JIAXIU_TEST_FSYNC=on .ci/with-postgres cargo bench
