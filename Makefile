.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# Side by side: many tests wait for a bot or a chat, which leaves room for others. What
# was compiled is kept: each of four processes needs all tests, hundreds need the bot.
TEST := -m pytest -n 4 --dist worksteal

.PHONY: run test check analyse accuracy bench chaos bad-inputs load sheet schema lock clean help ready

run: ready ## Start the coach: a chat in the browser, or Telegram with TELEGRAM_BOT_TOKEN
	@exec $(PYTHON) -m bot

test check: export PYTHONDONTWRITEBYTECODE =

test: ready ## Run the tests
	@$(PYTHON) $(TEST) $(ARGS)

check: ready ## Check form, types, packages and tests, as before every commit
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@$(PYTHON) setup/audit.py
	@$(PYTHON) $(TEST) $(ARGS)

analyse: ready ## Analyse one clip: make analyse CLIP=start.mp4
	@test -n "$(CLIP)" || { echo "Which clip? make analyse CLIP=start.mp4"; exit 2; }
	@$(PYTHON) -m analysis "$(CLIP)" $(ARGS)

accuracy: ready ## Compare the analysis with clips whose truth is known
	@$(PYTHON) -m benchmarks.accuracy $(ARGS)

bench: ready ## Measure time and memory of one analysis
	@$(PYTHON) -m benchmarks.cost $(ARGS)

chaos: ready ## Kill the bot 200 times, let its Telegram fail, count what was lost
	@$(PYTHON) -m benchmarks.chaos $(ARGS)

bad-inputs: ready ## Give 900 bad inputs to the process that reads clips
	@$(PYTHON) -m benchmarks.bad_inputs $(ARGS)

load: ready ## Measure many athletes on several processes and one PostgreSQL
	@$(PYTHON) -m benchmarks.load $(ARGS)

sheet: ready ## Draw all kinds of pictures on one sheet: docs/contact_sheet.jpg
	@$(PYTHON) -m benchmarks.contact_sheet

schema: ready ## Write analysis/analysis.schema.json anew from the types
	@$(PYTHON) -m analysis.schema

lock: ## Write requirements.lock anew from pyproject.toml
	@setup/lock.sh

clean: ## Remove what was installed and cached here; data/ stays
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

ready: ## Install what is needed, without starting anything
	@setup/install.sh
