# make run    installs what serving needs and serves the map; make test    installs what the tests need and runs them all
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
DATA ?= data
PORT ?= 8501
BIN := $(VENV)/bin

.PHONY: run test check bench screenshots lock wheels clean

run: $(VENV)/.run
	$(BIN)/mahalla serve --data $(DATA) --port $(PORT)

test: $(VENV)/.dev
	sh tests/browser/install_chromium.sh
	sh tests/geodata/register/install_postgresql.sh
	sh tests/deploy/install_nginx.sh
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy geodata layers dashboard pages bench
	$(BIN)/lint-imports

# ONLY="pack soak" measures some parts; COUNTRY= are the files of a country, SERVED= a data folder with it.
bench: $(VENV)/.dev
	sh tests/browser/install_chromium.sh
	sh tests/geodata/register/install_postgresql.sh
	sh tests/deploy/install_nginx.sh
	$(BIN)/python -m bench $(if $(COUNTRY),--country $(COUNTRY)) $(if $(SERVED),--served $(SERVED)) $(if $(ONLY),--only $(ONLY))

screenshots: $(VENV)/.dev
	sh tests/browser/install_chromium.sh
	$(BIN)/python -m bench.screenshots docs/screenshots

lock: $(VENV)/.dev
	sh tests/lock.sh $(BIN)

# A folder to carry to a closed network: wheels of everything, hashes, an installer.
wheels: $(VENV)/.run
	sh deploy/wheels.sh $(abspath $(BIN)/python) $(or $(TO),dist/mahalla)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The stamps are made anew when a lock changes; --require-hashes refuses any file that is not the one pinned.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
