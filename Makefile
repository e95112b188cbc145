# The entry points. `make` alone lists them; README.md and CONTRIBUTING.md say when to use which.
SWIFT_FILES := Package.swift Sources Tests Benchmarks

.DEFAULT_GOAL := help
.PHONY: help setup build release demo run test lint format openapi docs sanitize bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing (quick when nothing is)
	@scripts/setup.sh

build: setup ## debug build
	swift build

release: setup ## release build with the Swift runtime linked in
	swift build -c release --static-swift-stdlib -Xswiftc -cross-module-optimization --product gradehook

demo: setup ## start the service, send it signed traces, print their scores, stop it
	@scripts/demo.sh

run: setup ## the same, and leave the service running
	@scripts/demo.sh --stay

test: lint ## lint, build and run every test
	@scripts/test.sh

lint: openapi ## formatting, documentation and house rules
	@swift format lint --strict --recursive $(SWIFT_FILES)
	@scripts/lint.sh

openapi: ## validate openapi.yaml, its examples included
	@scripts/setup.sh --test
	@.venv/bin/python scripts/check_openapi.py

format: ## format every Swift file in place
	swift format --in-place --recursive $(SWIFT_FILES)

docs: setup ## write docs/graders.md anew from the catalogue
	swift build --product gradehook
	@.build/debug/gradehook graders --format markdown > .build/graders.md
	@mv .build/graders.md docs/graders.md

sanitize: setup ## run the tests under the thread sanitizer, then under the address sanitizer
	@scripts/sanitize.sh thread
	@scripts/sanitize.sh address

bench: ## measure against the figures in docs/benchmarks.md
	@scripts/setup.sh --bench
	@scripts/bench.sh

clean: ## delete what was built, the Python environment included
	rm -rf .build .build-tsan .build-asan .build-bench .venv .venv-bench .venv-litellm .venv-openjudge
