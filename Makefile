# `make run` and `make test` are all a newcomer needs. Works with GNU make 3.81 (macOS) and later.

.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
CATALOGS := $(shell find locales -name '*.po' 2>/dev/null)
LOCK := uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

.PHONY: help setup run test gates test-long locales picture lock bench

help:
	@echo "make run        set up and talk to the bot (Telegram when TILLID_TELEGRAM_TOKEN is set)"
	@echo "make test       gates and quick tests"
	@echo "make test-long  what takes longer"
	@echo "make setup | locales | picture | lock | bench"

setup: $(VENV)/.run-done $(VENV)/.catalogs-done

run: setup
	@exec $(BIN)/tillid run

gates: $(VENV)/.dev-done $(VENV)/.catalogs-done
	@echo "Style: ruff"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@echo "Types: mypy"
	@$(BIN)/mypy --no-error-summary tillid bot storage locales flows tests bench docs
	@echo "Directions: import-linter"
	@$(BIN)/lint-imports > $(VENV)/.imports.log 2>&1 || { cat $(VENV)/.imports.log; exit 1; }
	@echo "Sizes, names, addresses"
	@$(BIN)/pytest -q tests/gates

test: gates
	@echo "Tests, three at a time"
	@$(BIN)/pytest -q -n 3 -m "not long" --ignore=tests/gates --cov --cov-report=term

test-long: $(VENV)/.dev-done $(VENV)/.catalogs-done
	@echo "Tests that take longer"
	@$(BIN)/pytest -q -n 2 -m long || [ $$? -eq 5 ]

locales: $(VENV)/.dev-done
	@for step in extract update compile; do echo "Catalogs: $$step"; $(BIN)/python -m locales $$step || exit 1; done

picture: $(VENV)/.catalogs-done
	@$(BIN)/python -m docs.conversation_svg

lock:
	@echo "Locking versions and hashes"
	@$(LOCK) --extra build pyproject.toml -o requirements/run.lock
	@$(LOCK) --extra build --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock

bench: $(VENV)/.dev-done $(VENV)/.catalogs-done
	@$(BIN)/python -m bench.telegram

$(BIN)/python:
	@for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Tillid needs Python 3.11 or later, and none is on PATH. Install one, or name it: make PYTHON=/path/to/python3 setup"; exit 1; \
	fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "This Python has no venv module. On Debian and Ubuntu: apt install python3-venv"; exit 1; \
	fi; \
	echo "Making $(VENV)"; $$found -m venv $(VENV)

$(VENV)/.run-done: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Tillid runs on (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-done: requirements/dev.lock $(VENV)/.run-done
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.catalogs-done: $(CATALOGS) $(VENV)/.run-done
	@echo "Compiling the catalogs"
	@$(BIN)/python -m locales compile > /dev/null
	@touch $@
