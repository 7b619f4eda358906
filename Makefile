# Two commands are enough: « make run » to meet the assistant, « make test » to prove it.
# Paths are relative and unquoted names hold no space, so a clone may stand anywhere.
SHELL := /bin/sh
PYTHON := .venv/bin/python
PORT ?= 5005
EVAL_DIR ?= ../shared/eval
export RASA_TELEMETRY_ENABLED := false
export EVAL_DIR

.DEFAULT_GOAL := help
.PHONY: help run serve chat setup setup-dev database model test test-door test-widget test-answers browser \
	test-full-rasa container-test quick soak bench load audit sbom wheelhouse lint \
	types validate format lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

run: setup serve ## set up what is missing, then serve the demonstration page (PORT=5005)

serve: ## serve the demonstration page, the widget and the API
	@bin/serve --port $(PORT)

chat: ## talk with the assistant in the terminal
	@bin/chat

setup: ## install, load the database, train: what is missing or has changed
	@scripts/install.sh requirements.txt
	@$(MAKE) --no-print-directory database model

setup-dev: ## the same, and what the tests need
	@scripts/install.sh requirements.txt requirements-dev.txt
	@$(MAKE) --no-print-directory database model

database:
	@bin/load-catalogue

model:
	@$(PYTHON) -W ignore scripts/train.py

test: browser setup-dev lint types validate ## lint, types, data, and every test
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=target test-door test-widget test-answers

# Servers and browsers are waited for more than they work: they share the machine with the others.
test-door:
	$(PYTHON) -m pytest tests/channels tests/deploy

test-widget:
	$(PYTHON) -m pytest tests/widget

test-answers:
	$(PYTHON) -m pytest --ignore=tests/channels --ignore=tests/widget --ignore=tests/deploy

browser:
	@test -x /usr/bin/chromium || { echo "✗ Chromium manque : apt-get install chromium" >&2; exit 1; }

test-full-rasa: setup-dev ## with TensorFlow the model says the same: a second environment and training
	@VENV=var/rasa scripts/install.sh requirements-rasa.txt
	$(PYTHON) -m pytest tests/test_full_rasa.py -m full_rasa

container-test: setup ## build the image, start it closed, talk with it, measure it (BASE=image)
	@deploy/container/try.sh

quick: setup-dev ## the tests that need no model: under a minute
	$(PYTHON) -m pytest -m "not slow and not soak"

soak: setup-dev ## faults under load (processes killed, disks full, upgrades), the wheelhouse; 25 minutes
	$(PYTHON) -m pytest -m soak
	$(PYTHON) -m tests.faults.report

bench: setup-dev ## beside Rasa's own pipelines and others; hours the first time, then minutes (BENCH=--quick)
	$(PYTHON) -m bench.peers $(BENCH)

load: setup-dev ## where the knee is, what is past it, memory over 20 000 messages
	$(PYTHON) -m bench.load $(BENCH)

audit: ## installed = locked, what the server loads, known vulnerabilities (FEED=file or address)
	@$(PYTHON) deploy/audit.py requirements.txt requirements-dev.txt requirements-setup.txt
	@$(PYTHON) deploy/loaded_packages.py 2>/dev/null | tail -n 1
	@$(PYTHON) -m deploy.vulnerabilities $(if $(FEED),--feed "$(FEED)") requirements.txt \
		requirements-dev.txt requirements-setup.txt requirements-audit.txt

# tests/deploy/test_sbom.py holds the whole to the schema, which takes half a minute.
CYCLONEDX := var/audit/bin/python -W ignore -m cyclonedx_py
CYCLONEDX_AS := --pyproject pyproject.toml --spec-version 1.6 --no-validate

sbom: ## what the server consists of, its hashes and licences: var/sbom.json (CycloneDX)
	@scripts/install.sh requirements.txt
	@VENV=var/audit scripts/install.sh requirements-audit.txt
	@{ $(CYCLONEDX) environment $(CYCLONEDX_AS) --output-file var/installed.json $(PYTHON) && \
	$(CYCLONEDX) requirements $(CYCLONEDX_AS) --output-file var/locked.json requirements.txt; \
	} 2> var/sbom.log || { cat var/sbom.log; exit 1; }
	@var/audit/bin/python -m deploy.sbom var/installed.json var/locked.json var/sbom.json

WHEELS ?= requirements.txt requirements-setup.txt
wheelhouse: ## the packages for a machine without a network (WHEELS=locks), in wheelhouse/
	@scripts/install.sh requirements.txt
	@scripts/wheelhouse.sh $(WHEELS)

lint: ## ruff: format and rules
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types: ## mypy
	$(PYTHON) -m mypy

validate: ## Rasa's own check of domain, rules, stories and examples
	@echo "rasa data validate"
	@bin/rasa data validate --max-history 4 > var/validate.log 2>&1 || \
	{ cat var/validate.log; exit 1; }

format: ## let ruff format the code
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

# Rasa whole comes first: it bounds the most. The users' lock is the same without what
# requirements-overrides.txt names, so that both environments predict the same.
COMPILE := uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --python-version 3.10 --python-platform x86_64-manylinux_2_28

lock: ## renew the hash-locked requirements
	$(COMPILE) requirements-rasa.in -o requirements-rasa.txt
	$(COMPILE) --constraints requirements-rasa.txt --overrides requirements-overrides.txt \
	requirements.in -o requirements.txt
	for name in requirements-dev requirements-setup requirements-audit; do $(COMPILE) $$name.in -o $$name.txt || exit; done

clean: ## remove what was made here: environment, database, model
	rm -rf .venv .rasa models var results .mypy_cache .ruff_cache .pytest_cache
