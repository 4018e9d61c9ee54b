# The two commands are `make run` and `make test`; `make help` lists the others.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench format lock screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/runtime .env var/static/staticfiles.json ## Prepare everything and serve the site on http://127.0.0.1:8000 (PORT=)
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} \
	  && export SITE_URL \
	  && python manage.py prepare_demo --port $(PORT) \
	  && exec python manage.py serve --port $(PORT)

test: .venv/development ## Run all tests: on SQLite, on PostgreSQL, in a real browser
	@python -m tests.browser.chromium
	pytest tests --ignore tests/browser --numprocesses 2 --cov --cov-report=term:skip-covered
	python -m tests.postgresql pytest tests --ignore tests/browser --numprocesses 2
	pytest tests/browser --numprocesses 2

check: .venv/development ## Formatting, lint, types, templates, migrations, deployment settings
	ruff format --check .
	ruff check .
	djlint templates --check --lint --quiet
	mypy
	DJANGO_SETTINGS_MODULE=tests.settings python manage.py makemigrations --check --dry-run
	DEBUG=off HTTPS=on SECRET_KEY=$$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  ALLOWED_HOSTS=example.org SITE_URL=https://example.org EMAIL_URL=smtp://127.0.0.1 \
	  OFFICE_EMAIL=office@example.org FROM_EMAIL=hallo@example.org python manage.py check --deploy --fail-level WARNING

bench: .venv/development ## Measure what pages cost the server, as ratios
	python -m tests.benchmark

format: .venv/development ## Format Python and templates
	ruff format .
	ruff check --fix .
	djlint templates --reformat --quiet

lock: .venv/development ## Lock the newest versions that pyproject.toml allows (needs uv)
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock

screenshots: .venv/development ## Take the pictures in docs/ from the running site
	python -m tests.screenshots

clean: ## Remove the virtual environment; var/ with its database stays
	rm -rf .venv

# Installing ------------------------------------------------------------------------------------

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "TechMinds needs Python 3.11 or newer as $(PYTHON); name another one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 \
	  || { rm -rf .venv; echo "$(PYTHON) cannot make virtual environments; install its venv module (Debian: apt-get install python3-venv)."; exit 1; }

.venv/runtime: requirements.lock | .venv/bin/python
	@$(call install,requirements.lock)

.venv/development: requirements-dev.lock | .venv/bin/python
	@$(call install,requirements-dev.lock)

# The log is shown only where it helps: a failing install nearly always means no registry.
define install
mkdir -p var
echo "Installing $(1) ..."
$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement $(1) > var/install.log 2>&1 \
  || { echo "Could not install $(1): is a package registry reachable? var/install.log has the details."; exit 1; }
touch $@
endef

# Hashing and compressing takes seconds, so only what changed does it again.
var/static/staticfiles.json: .venv/runtime $(shell find static -type f) | .env
	@DEBUG=off python manage.py collectstatic --no-input --verbosity 0 && touch $@

.env:
	@key=$$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	  && sed "s|^SECRET_KEY=.*|SECRET_KEY=$$key|" .env.example > .env && chmod 600 .env
