# Every target makes what it needs: a fresh machine wants only Python 3.11-3.13, make and a package index.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info < (3,14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
unexport PIP_FIND_LINKS PIP_EXTRA_INDEX_URL
# The tests start many processes: each would compile all of the code anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run sandbox test test-long check bench mutants lock sbom audit clean

# Only the first run makes a database: one that is gone later is to be put back, and not to be begun anew.
run: $(VENV)/run.stamp
	@test -e .first-run || { $(BIN)/python bot.py migrate && touch .first-run; }
	@exec $(BIN)/python bot.py run

sandbox: $(VENV)/run.stamp
	@exec $(BIN)/python bot.py sandbox

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest -m "not long" -n 4 --dist worksteal

test-long: $(VENV)/test.stamp
	$(BIN)/python -m pytest -rs

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/lint-imports --no-cache --config tests/rooms.toml
	$(BIN)/lint-imports --no-cache --config tests/layers.toml
	$(BIN)/python -m pytest -p no:cacheprovider tests/docs

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.bench

# Small faults in the code, one at a time, and whether the tests notice: hours; PARTS="tg storage" for some only.
mutants: $(VENV)/test.stamp
	$(BIN)/python -m tests.mutants $(PARTS)

# One file to run, one to test; no index address is written into either.
lock: $(VENV)/test.stamp
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/test.in -o requirements/test.txt

# What the bot is made of, with versions and hashes, as CycloneDX.
sbom: $(VENV)/test.stamp
	$(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json
	@echo sbom.json

# Known vulnerabilities of what is locked; wants the network. --strict: what an index knows nothing of is a fault, and
# not passed over as sound.
audit: $(VENV)/test.stamp
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements/run.txt
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements/test.txt

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found on PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements/run.txt
	$(BIN)/python -m compileall -q zc_bot
	$(BIN)/python -m zc_bot.toml_cache
	$(BIN)/python -m zc_bot.lighter
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
