# Every command makes or renews .venv first; only Python ≥ 3.11 and package registries are needed.
PYTHON ?= python3
UV ?= uv
PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=
export PORT HOST

RULES = $$(find tests -name 'test_rules*.py') tests/assessments/scoring
IN  := $(PYTHON) config/bootstrap.py
DEV := $(PYTHON) config/bootstrap.py --dev

# Stand-ins for the deployment check: production settings refuse to start without these names.
PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production ALLOWED_HOSTS=portolan.example \
	SITE_URL=https://portolan.example EMAIL_URL=smtp+tls://user:password@mail.portolan.example:587 \
	DATABASE_URL=postgres://portolan@127.0.0.1/portolan REDIS_URL=redis://127.0.0.1/0 \
	SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN

.DEFAULT_GOAL := help
.PHONY: help run test rules browser faulty faults bench check format lock messages

help: ## Show these lines
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: ## Start Portolan with its demo agency on http://localhost:$PORT
	@$(IN) python manage.py serve

test: ## Run the tests (DATABASE_URL and REDIS_URL choose PostgreSQL and Redis)
	@$(DEV) python -m pytest -n auto --maxprocesses=8 $(ARGS)

rules: ## Test what decides, by itself: every branch of every rule must be taken
	@$(DEV) python -m pytest --cov --cov-report=term --hypothesis-profile=branches $(RULES) $(ARGS)

browser: ## Run the browser tests with the Chromium of this machine
	@$(DEV) python -m pytest tests/browser -m browser $(ARGS)

faulty: ## The short form of the fault runs, on both installations
	@$(DEV) python -m pytest tests/faults -m fault $(ARGS)

faults: ## Kill, stop and jump for a quarter of an hour; writes docs/reliability.md
	@$(DEV) python -m tests.faults $(ARGS)

bench: ## Measure against the raw SQL on PostgreSQL; writes docs/performance.md
	@$(DEV) python -m tests.performance

check: ## Lint, types, import contracts, migrations, templates, translations, deployment
	$(DEV) ruff check .
	$(DEV) ruff format --check .
	$(DEV) mypy .
	$(DEV) lint-imports
	$(DEV) python manage.py makemigrations --check --dry-run
	$(DEV) djlint --lint --quiet config firms assessments programs
	$(DEV) python manage.py check_translations
	$(PRODUCTION) $(DEV) python manage.py check --deploy --fail-level WARNING

format: ## Bring code and templates into shape
	@$(DEV) ruff check --fix .
	@$(DEV) ruff format .

messages: ## Collect the words of the screens and compile the translations (needs gettext)
	@$(DEV) python manage.py makemessages --all --no-obsolete --no-wrap --ignore=tests --ignore=data -v 0
	@$(DEV) python manage.py compilemessages -v 0

LOCK := $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--quiet --no-header --no-annotate

lock: ## Renew the two requirements files from pyproject.toml (needs uv)
	@$(LOCK) -o requirements.txt
	@$(LOCK) --extra dev -c requirements.txt -o requirements-dev.txt \
		$$(sed -n "s/^\([A-Za-z0-9._-]*\)\(\[.*\]\)\{0,1\}==[^;]*$$/--no-emit-package \1/p" requirements.txt)
	@sed -i '1i -r requirements.txt' requirements-dev.txt
