# `make chat` and `make test` install what they need into .venv the first time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

CATALOGUES := $(wildcard bot/locales/*/LC_MESSAGES/article_bot.po)

.PHONY: chat install telegram test quick chaos lint check audit messages picture ablation pins clean

chat: $(VENV)/installed
	@$(BIN)/article-bot chat

# Only install; `article-bot` is then in .venv/bin.
install: $(VENV)/installed

telegram: $(VENV)/installed
	@$(BIN)/article-bot telegram

# All tests, on all cores.
test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q -n auto --dist worksteal

# The tests of pure parts alone: seconds.
quick: $(VENV)/installed-dev
	$(BIN)/python -m pytest -q tests/unit bot corpus index

# Half an hour of kills, faults, nonsense and load against the real process.
chaos: $(VENV)/installed-dev
	$(BIN)/python -m tests.chaos $(OPTIONS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

# Ask the advisory database about what is pinned; needs the network. Packages that were skipped were not audited.
audit: $(VENV)/installed-dev
	$(BIN)/python -m tests.audit requirements.txt

# Bring the catalogues up to date with the sentences in the sources; what is new in them is to be translated.
messages: $(VENV)/installed-dev
	$(BIN)/python -m tests.catalogues

picture: $(VENV)/installed-dev
	$(BIN)/python docs/make_picture.py
	$(BIN)/python -m docs.make_chat_pictures

ablation: $(VENV)/installed-dev
	$(BIN)/python docs/make_ablation.py $(DATA)

# Pin anew what is installed, with hashes; needs uv (python -m pip install uv).
pins:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-annotate --no-header --no-emit-index-url -q -o requirements.txt
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --upgrade \
		-c requirements.txt --generate-hashes --no-annotate --no-header --no-emit-index-url -q -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Standard input belongs to the chat, so the steps of the installation are kept from reading it.
$(VENV)/installed: requirements.txt pyproject.toml $(CATALOGUES)
	$(call install,requirements.txt)

# What is needed to develop includes what is needed to run.
$(VENV)/installed-dev: requirements-dev.txt pyproject.toml $(CATALOGUES)
	$(call install,requirements-dev.txt)
	@touch $(VENV)/installed

define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Installing what is needed into $(VENV) (about a minute, once) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) </dev/null
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r $(1) </dev/null
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --editable . </dev/null
	@touch $@
endef
