# The two commands of the README are `make run` and `make test`; `make help` lists the others.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PARALLEL := -n auto --maxprocesses 4 --dist loadfile  # each process loads the language model once

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all test-nightly lint format lock clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(INSTALLED)  ## make the environment .venv from the lock file

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "communique needs Python 3.11 or newer; call make with PYTHON=/path/to/it"; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup  ## read the bundled sample and serve its graph on http://127.0.0.1:8000 (KG_PORT)
	$(BIN)/kg ingest sample
	$(BIN)/kg serve

test: setup  ## run the tests that need nothing but Python; names what it skips
	$(BIN)/python -m pytest $(PARALLEL)

test-all: setup  ## run all tests, skip none; needs what .ci/run installs
	KG_TEST_REQUIRE=all $(BIN)/python -m pytest $(PARALLEL)

test-nightly: setup  ## run the tests of faults at length: 200 kills, ten minutes of reading beside writing
	KG_TEST_REQUIRE=all KG_TEST_KILLS=200 KG_TEST_SOAK=600 KG_TEST_DAMAGES=100 KG_TEST_MERGES=50000 KG_TEST_ROUNDS=60 \
	  $(BIN)/python -m pytest -o faulthandler_timeout=14400 tests/test_kills.py tests/test_engine_kills.py \
	  tests/test_writing.py tests/test_damage.py tests/test_soak.py tests/test_merge.py tests/test_links.py \
	  tests/test_journal.py

lint: setup  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup  ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup  ## resolve the dependencies anew into requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --upgrade --output-file requirements.lock

clean:  ## remove the environment and caches, keep the data
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
