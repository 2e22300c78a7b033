# `make help` lists what can be done. Everything runs in .venv; all state lies in var/ unless FAHUO_HOME says otherwise.
.DEFAULT_GOAL := help
.PHONY: help setup demo run test check bench chaos bench-karrio clean browser
BIN := .venv/bin
PROCESSES ?= auto

help: ## List what can be done.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv with the pinned packages; quick when nothing changed. The command is then .venv/bin/fahuo.
	@sh scripts/setup.sh run

demo: setup ## Run the whole main job on sample orders with emulated carriers, and print what came of it.
	@$(BIN)/fahuo demo

run: setup ## Serve the web pages and work off background jobs, until Ctrl-C.
	@exec $(BIN)/fahuo run

# Tests keep their state apart from yours. On Debian, root gets Chromium installed; without it browser tests skip.
test: browser ## Run every test on a real PostgreSQL.
	@sh scripts/setup.sh dev
	@sh scripts/zpl_renderer.sh
	@sh scripts/test.sh -n $(PROCESSES) $(TESTS)

check: ## Check style, types, import directions, spelling and templates: what CI runs.
	@sh scripts/setup.sh dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/djlint fahuo --profile=jinja --lint --quiet

bench: ## Measure speed, print a table and write bench.json into FAHUO_HOME.
	@sh scripts/setup.sh dev
	@$(BIN)/python -m tests.bench

chaos: ## Kill workers 350 times while they ship, poll and ask for pick-ups, and count in the carriers' books.
	@sh scripts/setup.sh dev
	@$(BIN)/python -m tests.journeys.chaos
	@KILLS=50 sh scripts/test.sh tests/journeys -k kill

bench-karrio: ## Compare our pricing with Karrio's, which is installed apart for it (tests/bench/karrio/README.md).
	@sh scripts/setup.sh dev
	@sh tests/bench/karrio/run.sh

browser:
	@sh scripts/browser.sh

clean: ## Remove .venv and what tools left; never the state in var/.
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find fahuo tests -name __pycache__ -prune -exec rm -rf {} +
	find fahuo -name '*.mo' -delete
