# One word a chore; .ci/run calls `make check` and `make wheel`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help setup check lint types test fix expected schema wheel bench

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup:           ## a virtual environment with everything that developing takes
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q -e '.[dev]'

check: lint types test  ## lint, types, tests

lint:            ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:           ## mypy, strict
	$(BIN)/mypy

test:            ## pytest and the rules' own examples
	$(BIN)/python -m pytest
	$(BIN)/lawcheck rules test
	$(BIN)/lawcheck rules test --checklist gov-info-disclosure
	$(BIN)/lawcheck rules check
	$(BIN)/lawcheck rules check --checklist gov-info-disclosure

fix:             ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

expected:        ## rewrite tests/expected/ (review the diff)
	$(BIN)/python tests/reporters/rewrite_expected.py

schema:          ## rewrite rules/schemas/ from the models
	$(BIN)/lawcheck rules schema > rules/schemas/checklist-1.schema.json
	$(BIN)/lawcheck rules schema --cases > rules/schemas/cases-1.schema.json
	$(BIN)/lawcheck rules schema --report > rules/schemas/report-1.schema.json

wheel:           ## build the wheel, install it into an empty environment, run it from another folder
	sh tests/try_wheel.sh $(PYTHON) $(SAMPLES)

bench:           ## speed beside bare searches, stages, starts, scaling; a large corpus; the cost of each format
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.endurance --engines
	$(BIN)/python -m benchmarks.formats
