PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DRAWS ?= 200
CASE ?= islamic-state
SETTINGS ?= 150
MINUTES ?= 25
LEARNED ?= 2017-03-20=24m 2021-12-31=16m
export PYTHONHASHSEED := 0

.PHONY: run posteriors emulator docs test test-web web install lint lock clean

run: install  ## Simulate the shipped case and write its report
	$(BIN)/polemos run islamic-state --draws $(DRAWS)

test: install  ## Lint, types, import rules, then every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2

posteriors: install  ## Learn the posteriors that ship with the case anew, each with its budget (resumes)
	mkdir -p src/polemos/cases/$(subst -,_,$(CASE))/posteriors
	for one in $(LEARNED); do \
		day=$${one%=*}; out=calibrations/$(CASE)-$$day; \
		$(BIN)/polemos calibrate $(CASE) --until $$day --budget $${one#*=} --out $$out || [ $$? -eq 4 ] || exit 1; \
		cp $$out/posterior.npz src/polemos/cases/$(subst -,_,$(CASE))/posteriors/$$day.npz; \
	done

emulator: install  ## Learn the emulator of a case's levers anew and check it, within MINUTES (resumes)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/lever_emulator.py $(CASE) --settings $(SETTINGS) --minutes $(MINUTES) --page docs/explanation/emulator-check.md

docs: install  ## Write the pages of the mechanisms anew, from code and case
	$(BIN)/polemos describe islamic-state --pages docs/explanation/mechanisms

web: frontend/node_modules/.installed  ## Build the app's pages into the package (needs Node 20 or newer)
	cd frontend && npm run check && npm run build

test-web: install frontend/node_modules/.installed  ## Rebuild and compare the pages, then test them in a browser
	cd frontend && npm run check && POLEMOS_BUILD=build npm run build
	diff -r frontend/build src/polemos/web/static
	command -v chromium > /dev/null || (apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core)
	$(BIN)/pytest frontend/tests

frontend/node_modules/.installed: frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund
	touch $@

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("polemos needs Python 3.11 or newer; call make PYTHON=/path/to/it") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock:  ## Renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -o requirements.lock --custom-compile-command "make lock"

clean:
	rm -rf $(VENV) runs calibrations .pytest_cache .mypy_cache .ruff_cache
