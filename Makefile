# `make run` and `make test` need only Python 3.11+ with venv and the public package index.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := .uv/bin/uv
endif
export UV_PYTHON_DOWNLOADS = never
# A company network often has a certificate authority of its own, which the system knows.
export UV_SYSTEM_CERTS = true
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test lint format types layers bench lock clean
.DEFAULT_GOAL := run

run: $(READY)
	$(BIN)/regwatch demo

test: lint types layers
	$(BIN)/pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

# One at a time: a figure taken beside another is no figure.
bench: $(READY)
	@for script in bench/bench_*.py; do echo; echo "== $$script"; $(BIN)/python $$script || exit 1; done

lock: $(UV)
	$(UV) lock

clean:
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

# uv is taken where it is installed; otherwise it gets a folder of its own, since `uv sync` empties .venv of strangers.
.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "regwatch needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .uv || { echo "Could not make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }
	.uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.5'

$(READY): $(UV) pyproject.toml uv.lock
	$(UV) sync --locked --quiet --python $(PYTHON)
	@touch $@
