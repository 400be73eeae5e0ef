# What one does with Essaim. Needs git, make and Python 3.11 or newer; `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
# On a server: `make install LOCK=run` leaves the development tools out.
LOCK   ?= dev
UV     := VIRTUAL_ENV="$(CURDIR)/$(VENV)" $(BIN)/uv --quiet
# `uv pip compile` without what would write an address or a path of this machine.
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes \
           --no-annotate --no-header
PYTEST := $(BIN)/python -m pytest
WORKERS ?= 2
# Who has done his tests takes some of another's.
SHARED := -n $(WORKERS) --dist worksteal
# More for pytest: make test ARGS='-k listing'
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help install run test test-postgres test-browser check format relevance figures bench bench-peers lock screenshots clean

help: ## Say what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 22

install: $(STAMP) ## Make .venv ready (instant when nothing has changed)

$(STAMP): pyproject.toml requirements/bootstrap.txt requirements/$(LOCK).txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Essaim needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || { echo "Creating $(VENV)…"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing from requirements/$(LOCK).txt…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements/bootstrap.txt
	@$(UV) pip sync --require-hashes requirements/bootstrap.txt requirements/$(LOCK).txt
	@$(UV) pip install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

run: install ## Serve the demonstration set on http://127.0.0.1:8000
	@$(BIN)/essaim demo --if-empty
	@exec $(BIN)/essaim serve

test: install ## All tests, on SQLite
	$(PYTEST) $(SHARED) $(ARGS)

test-postgres: install ## The same tests, on a PostgreSQL of their own
	$(BIN)/python -m tests.postgres $(PYTEST) $(SHARED) $(ARGS)

test-browser: install ## The pages in a real browser
	$(PYTEST) $(SHARED) tests/end_to_end $(ARGS)

check: install ## Format, lint, types, templates, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	ESSAIM_DATA=build/check $(BIN)/mypy essaim tests $(if $(wildcard bench/*.py),bench)
	ESSAIM_DATA=build/check $(BIN)/essaim makemigrations --check --dry-run
	$(BIN)/python -m tests.dead_templates

format: install ## Put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

relevance: install ## Measure what the search finds, on judged queries
	$(BIN)/python -m tests.relevance $(ARGS)

figures: install ## Measure how right figures are read, on labelled texts
	$(BIN)/python -m tests.figures

bench: install ## Measure, beside peers
	$(BIN)/python -m bench

bench-peers: install ## Install what the benchmark compares with, apart from Essaim
	@test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	@VIRTUAL_ENV="$(CURDIR)/build/peers" $(BIN)/uv --quiet pip sync --require-hashes \
	  requirements/bench.txt

screenshots: install ## The pictures of the README (REVIEW=1: every page, for review)
	$(BIN)/python -m tests.end_to_end.shots $(if $(REVIEW),--review)

lock: install ## Write the locks again (add UPGRADE=1 for newer versions)
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) requirements/bench.in -o requirements/bench.txt

clean: ## Remove what was built; never the data
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache *.egg-info
