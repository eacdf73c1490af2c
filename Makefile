# Two commands matter: `make report` shows what Amana does, `make test` runs every gate.
# `make help` lists the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt

ARTICLE ?= examples/article.ar.txt
REFERENCE ?= examples/reference.en.txt
OUT ?= out

# Idle OpenMP threads that spin take the cores from those that work.
export OMP_WAIT_POLICY ?= passive

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

# -- what is installed, and when it has to be again ------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Amana needs Python 3.11 or newer; set PYTHON=…")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || scripts/system-packages python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Amana and what it runs on into $(VENV) (a few minutes, once) …"
	$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Amana and its development tools into $(VENV) (a few minutes, once) …"
	$(PIP) --editable '.[train,dev]'
	@touch $(VENV)/.runtime $@

.PHONY: browser
browser:
	@scripts/system-packages --browser

.PHONY: postgresql
postgresql:
	@scripts/system-packages --postgresql

# -- use -------------------------------------------------------------------------------------------

.PHONY: report
report: $(VENV)/.runtime ## write the report of the example to out/report.html and out/report.json
	@mkdir -p $(OUT)
	@$(BIN)/amana report $(ARTICLE) $(REFERENCE) --html $(OUT)/report.html --json $(OUT)/report.json
	@echo "The page: $(abspath $(OUT)/report.html)"
	@echo "The data: $(abspath $(OUT)/report.json)"

# -- gates -----------------------------------------------------------------------------------------

.PHONY: test
test: lint browser postgresql ## run every gate: format, lint, types, layers, tests with doctests
	HF_HUB_OFFLINE=1 $(BIN)/pytest

.PHONY: lint
lint: $(VENV)/.dev ## run the gates that only read the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/.dev ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# -- made files ------------------------------------------------------------------------------------

.PHONY: docs
docs: $(VENV)/.dev ## write docs/cli.md and docs/report-schema.json from the code
	$(BIN)/python scripts/cli_reference.py > docs/cli.md
	$(BIN)/python scripts/report_schema.py > docs/report-schema.json

.PHONY: images
images: report $(VENV)/.dev browser ## take the pictures of the documentation from the example's report
	$(BIN)/python scripts/screenshots.py $(OUT)/report.html docs/images/report.png

.PHONY: constraints
constraints: $(VENV)/.dev ## write constraints.txt from what is installed
	$(BIN)/python scripts/constraints.py > constraints.txt

.PHONY: clean
clean: ## remove what the other targets made, except the installed packages
	rm -rf $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
