# claimtrace: `make demo` shows it, `make test` proves it. Everything goes into .venv; only the package index is reached.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv

.PHONY: help install demo test explore bench train quality audit lock clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

install: .venv/installed  ## install claimtrace into .venv from the hashed lock file

demo: install  ## crawl, tag, load and report three demo sites on two days
	$(BIN)/claimtrace demo

test: .venv/tested  ## formatting, lint, types, import contracts, SQL lint and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar -q warehouse reports
	$(BIN)/pytest -q --numprocesses=auto --dist=loadfile

explore: .venv/tested  ## the property tests with new random input each time, a thousand examples each
	HYPOTHESIS_PROFILE=explore $(BIN)/pytest -q --numprocesses=auto --dist=loadfile -m hypothesis

bench: .venv/tested  ## how fast each stage is, as ratios to a floor in the same run: one table, a history and a plot in bench/
	$(BIN)/python -m tests.benchmarks.bench

train: .venv/installed  ## train the models that ship, from annotated articles and pages: make train GOLD="a.jsonl b.jsonl" CORPUS=folder [MEASURED=dev.jsonl]
	$(if $(GOLD),,$(error make train GOLD="a.jsonl b.jsonl" CORPUS=folder: which annotated articles, and where the pages are))
	cd training && PATH="$(CURDIR)/$(BIN):$$PATH" weasel run all . --vars.gold "$(abspath $(GOLD))" --vars.corpus "$(abspath $(CORPUS))" --vars.dev "$(abspath $(MEASURED))"

quality: .venv/installed  ## measure on annotated articles and write the figures of docs/quality.md: make quality GOLD=path
	$(BIN)/python -m flows.quality $(GOLD)

audit: .venv/uv  ## known vulnerabilities of everything that is locked, by pip-audit from a folder of its own; needs the network
	$(UV) tool run --from 'pip-audit>=2.9' pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements/runtime.lock -r requirements/test.lock -r requirements/uv.lock

lock: .venv/uv  ## resolve the newest versions that pyproject.toml allows
	$(UV) pip compile -q --upgrade $(COMPILE) pyproject.toml requirements/build.in -o requirements/runtime.lock
	$(UV) pip compile -q --upgrade $(COMPILE) --extra test -c requirements/runtime.lock pyproject.toml requirements/build.in -o requirements/test.lock

COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

clean:  ## remove what was installed; data stay
	rm -rf .venv

.venv/uv: requirements/uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "claimtrace needs Python 3.11 or newer; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.lock
	touch $@

# The project itself is installed in place, built with the locked build tools. All is compiled once: where Python may or
# shall not write beside its modules, each start would compile 2,000 of them again, which takes longer than the work.
.venv/installed: .venv/uv requirements/runtime.lock pyproject.toml
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/runtime.lock
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q flows reports spiders transforms warehouse
	touch $@

.venv/tested: .venv/installed requirements/test.lock
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/test.lock
	touch $@
