# make setup | run | test [NEO4J=5.26] [ARGS=tests/graph] | bench | bench-browser | lock
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := run
.PHONY: setup setup-test postgres chromium run test bench bench-http bench-browser screenshots lock

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --require-hashes
ENGINE_VERSIONS := $(patsubst graph/engine/locks/%.tsv,%,$(wildcard graph/engine/locks/*.tsv))
# The system's own Python first: distributions build it with a profile, and an import by one that was compiled on the
# machine without takes a tenth longer.
NAMES := python3.11 python3.12 python3.13
PYTHONS := $(addprefix /usr/bin/,$(NAMES)) $(NAMES) python3
ENOUGH := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in $(PYTHONS); do $$name -c '$(ENOUGH)' 2>/dev/null && echo $$name && break; done)

# Which version of the private engine; empty leaves it to the settings.
NEO4J ?=
ifneq ($(NEO4J),)
export FENGQIAO_ENGINE := $(NEO4J)
endif

setup: $(VENV)/.run web/static/vendor/.stamp
	@$(BIN)/python -m graph.engine
	@$(BIN)/python -m ingest.resolve.compile
	@$(BIN)/python -m web.rehearsal

setup-test: setup $(VENV)/.test

$(VENV)/.made:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer with venv is needed: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt $(VENV)/.made
	@echo "installing what requirements.txt pins"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@echo "installing what requirements-dev.txt pins"
	@$(PIP) -r requirements-dev.txt
	@touch $@

web/static/vendor/.stamp: web/package-lock.json web/assets.py $(wildcard web/translations/*/LC_MESSAGES/*.po) $(VENV)/.run
	@echo "fetching the pages' kit that web/package-lock.json pins"
	@$(BIN)/python -m web.assets
	@touch $@

postgres:
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then become=; elif sudo -n true 2>/dev/null; then become=sudo; \
	else echo "the tests need PostgreSQL: apt-get install postgresql" >&2; exit 1; fi; \
	echo "installing Debian's package postgresql, which the tests of SQL sources need" >&2; \
	$$become apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$become apt-get install -y -qq \
	--no-install-recommends postgresql >/dev/null

chromium:
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then become=; elif sudo -n true 2>/dev/null; then become=sudo; \
	else echo "the tests need Chromium: apt-get install chromium" >&2; exit 1; fi; \
	echo "installing Debian's package chromium, which the tests of the pages need" >&2; \
	$$become apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$become apt-get install -y -qq \
	--no-install-recommends chromium >/dev/null

run: setup
	@$(BIN)/python app.py start
	@exec $(BIN)/python app.py serve

test: setup-test postgres chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(ARGS)

bench: setup-test
	@$(BIN)/python -m bench $(ARGS)
	@[ -n "$(ARGS)" ] || $(BIN)/python -m bench communities

bench-http: setup-test
	@$(BIN)/python -m bench http $(ARGS)
	@$(BIN)/python -m bench pages

screenshots: setup-test chromium
	@$(BIN)/python -m docs.screenshots $(ARGS)

bench-browser: setup-test chromium
	@$(BIN)/python -m bench browser $(ARGS)

# For maintainers: pin anew. The engine's lock needs Maven; ENGINE_VERSIONS="A B" locks other versions.
lock: setup-test
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	$(BIN)/python -m graph.engine.relock $(ENGINE_VERSIONS)
