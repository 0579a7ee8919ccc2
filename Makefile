# Everything one does here. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet

.PHONY: help setup demo run test check fix docs bench bench-truth package clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/base: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -e .
	@touch $@

$(VENV)/all: $(VENV)/base
	$(INSTALL) -e '.[postgres,mysql,spark,dev]'
	@touch $@

setup: $(VENV)/all ## install everything that tests need into .venv

demo: $(VENV)/base ## an invented shop from its export to a report page: treue-demo/report.html
	$(BIN)/treue demo

run: $(VENV)/base ## one night of your own shop: make run HOME_DIR=treue-home
	$(BIN)/treue run --home $(or $(HOME_DIR),treue-home)

test: $(VENV)/all ## every test, PostgreSQL and Spark included where they are installed
	$(BIN)/pytest -q --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

check: $(VENV)/all ## format, lint, types, direction of imports; under a minute
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	TREUE_HOME=$(VENV)/home $(BIN)/mypy
	$(BIN)/pytest -q tests/test_house.py

fix: $(VENV)/all ## let the formatter and the linter mend what they can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/all ## run the snippets and check that no command, setting or table lacks its page
	$(BIN)/pytest -q tests/test_docs.py

bench-truth: $(VENV)/all ## what a night believes beside what is true: five simulated shops, two seeds
	$(BIN)/python bench/truth.py

bench: bench-truth ## the full figures: speed at a million, ten thousand files, accuracy and warnings on public data, invented worlds and shops
	$(BIN)/python bench/run.py
	$(BIN)/python bench/accuracy.py
	$(BIN)/python bench/worlds.py
	$(BIN)/python bench/twin.py
	PYTHONPATH=tests/value:tests/value/warning:tests/value/next_order $(BIN)/python bench/early_warning.py
	PYTHONPATH=tests/value:tests/value/experience $(BIN)/python bench/frictions.py
	$(BIN)/python bench/night.py --growth
	$(BIN)/python bench/world.py
	$(BIN)/python bench/shapes.py

package: $(VENV)/all ## the wheel, in dist/
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip wheel --quiet --no-deps -w dist .

clean: ## forget the environment and what was built
	rm -rf $(VENV) dist build treue-demo
