# The one front door. `make` prints what there is.

PYTHON ?= python3
STUDY ?= secure_stairs
SEED ?= 2018
WORKERS ?= 2
BIN := .venv/bin
SOURCES := src tests docs $(wildcard bench)
# Tests run in so many processes; those of one file stay together, in their order, and make what they share once.
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help evaluate serve test postgres check fix verify bench docs lock clean browser

help: ## print this list
	@echo "make <what>:"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1|/p' Makefile | awk -F'|' '{ printf "%-11s %s\n", $$1, $$2 }'

evaluate: .venv/.runtime ## rehearse the example study, freeze, analyse, check and write its report
	$(BIN)/newel evaluate studies/$(STUDY) --seed $(SEED)

serve: .venv/.runtime build/$(STUDY)/report/report.html ## open the site with the example study loaded
	$(BIN)/newel serve studies/$(STUDY) --example

test: .venv/.dev browser spark ## run every test, in a real browser where that matters, on Spark where Java is
	$(PYTEST) $(OPTIONS)

postgres: .venv/.dev browser ## run the tests of the site on a PostgreSQL of their own, where it is installed
	@.ci/postgres $(PYTEST) -q $(or $(ON),tests/web tests/journeys) || [ $$? = 69 ]

check: .venv/.dev ## style, types, contracts, documents, the example study; changes nothing
	$(BIN)/python -m compileall -q src
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/newel check studies/$(STUDY)
	$(PYTEST) -q tests/architecture tests/docs

fix: .venv/.dev ## repair what can be repaired: style, order of imports, generated pages
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/python docs/generate.py

verify: .venv/.dev ## compare every estimator with the reference software, a JSON object a line; then with all else
	@$(BIN)/newel verify
	@$(BIN)/python -m pytest -q -p tests.support.verifying tests/oracle 1>&2

bench: .venv/.dev ## time one thing against its peer: make bench NAME=…
	@test -n "$(NAME)" || { echo "make bench NAME=…, one of: $(basename $(notdir $(wildcard bench/[a-z]*.py)))"; exit 2; }
	$(BIN)/python -m bench.$(NAME) $(OPTIONS)

docs: .venv/.dev ## build the documents into site/
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "Open site/index.html"

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: .venv/.dev ## renew the hashed locks from requirements/*.in
	$(LOCK) --upgrade requirements/runtime.in requirements/build.in -o requirements/runtime.txt > /dev/null
	for extra in second deid suggest postgres; do \
	  $(LOCK) --upgrade requirements/$$extra.in -c requirements/runtime.txt -o requirements/$$extra.txt > /dev/null || exit 1; done
	$(LOCK) --upgrade requirements/dev.in -c requirements/runtime.txt -o requirements/dev.txt > /dev/null
	$(LOCK) --upgrade requirements/spark.in -c requirements/runtime.txt -o requirements/spark.txt > /dev/null
	$(LOCK) --upgrade requirements/runtime.in requirements/build.in requirements/bayes.in -o requirements/bayes.txt > /dev/null

clean: ## remove what was built, and the environment
	rm -rf build site .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info

build/$(STUDY)/report/report.html: | .venv/.runtime
	$(MAKE) evaluate

browser:
	@command -v chromium > /dev/null || command -v chromium-browser > /dev/null || bash .ci/install-browser

.PHONY: spark
spark: .venv/.dev
	@if command -v java > /dev/null; then $(MAKE) --no-print-directory .venv/.spark; \
	else echo "Java was not found: the test on two engines is left out. It needs Java 17 or later."; fi

# The environment. uv is used where it is found and reaches the packages; otherwise pip.

install = { command -v uv > /dev/null && uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); } \
  || $(BIN)/pip install -qq --require-hashes -r $(1)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Newel needs Python 3.11 or later: make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/.runtime: $(BIN)/python requirements/runtime.txt requirements/runtime.in pyproject.toml
	@echo "Installing the locked packages; once, a minute or two."
	@$(call install,requirements/runtime.txt)
	@$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements/dev.txt
	@echo "Installing what tests and checks need; once, a minute."
	@$(call install,requirements/dev.txt)
	@touch $@

# pyspark is built on the spot from its one archive; setuptools for that is in the lock of the runtime.
.venv/.spark: .venv/.dev requirements/spark.txt
	@echo "Installing Spark, about 450 MB; once, a minute or more."
	@$(BIN)/pip install -qq --no-build-isolation --require-hashes -r requirements/spark.txt
	@touch $@
