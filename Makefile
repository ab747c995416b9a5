# The developers' habits. A fresh machine needs none of this: `python3 start.py` is enough.
BIN := .venv/bin
# As start.py does: what was compiled is kept, in one place, also where an image forbids it.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/bytecode
unexport PYTHONDONTWRITEBYTECODE

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 22

install:  ## fill .venv with what developers need
	@python3 start.py install

run:  ## the program with its demonstration, at http://localhost:8000
	@python3 start.py

test:  ## the whole suite, as the README says
	@python3 start.py test

test-fast: install  ## core and adapters, without the thorough tests and with few generated examples: seconds
	@FLANEUR_SHARED= $(BIN)/pytest -q -p no:django -p no:xdist -p no:logging --hypothesis-profile=quick -m "not thorough and not hostile" tests/core tests/adapters

test-networks: install  ## against real servers, the stand-ins, recorded sessions and the vendors' own descriptions
	@$(BIN)/pytest -n 2 --dist loadfile -m "not hostile and not crash" tests/networks tests/rehearsal tests/adapters

test-postgres: install  ## what touches the database, on PostgreSQL
	@scripts/postgres $(BIN)/pytest -n 2 -m "not network and not crash and not hostile and not browser" \
		tests/models tests/services tests/web tests/demo

crash-test: install  ## kill workers at every step of every adapter, drop answers, fill the disk; count lost and doubled
	@$(BIN)/pytest -m crash -s tests/crash

crash-test-postgres: install  ## the same, on PostgreSQL, which restarts in the middle
	@scripts/postgres $(BIN)/pytest -m crash -s tests/crash

hostile-test: install  ## read hostile texts of a hundred thousand letters, and see that the time grows with them
	@$(BIN)/pytest -q -m hostile tests/core tests/tone tests/web/guest

check: install  ## everything that judges without running: style, types, rooms, migrations, lock files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir var/cache/imports
	$(BIN)/flaneur makemigrations --check --dry-run

fmt: install  ## put the code in the house's shape
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: install  ## resolve the lock files anew (needs uv)
	scripts/lock

bench: install  ## the measured figures, beside those of others
	@for each in bench/*.py; do echo "== $$each"; $(BIN)/python -m bench.$$(basename $$each .py) || exit 1; done

bench-publish: install  ## publications in time, and 5,000 in the same second, beside procrastinate: on PostgreSQL, 12 minutes
	@scripts/postgres $(BIN)/python -m bench.publish

bench-people: install  ## how well contempt for people is told from talk about them
	@$(BIN)/python -m bench.people

bench-tone: install  ## how well the needles tell friend, institution and brochure apart
	@$(BIN)/python -m bench.tone

screenshots: install  ## the pictures of docs/, taken anew
	$(BIN)/python -m scripts.screenshots

docs: install  ## the generated pages of docs/reference
	$(BIN)/python scripts/docs.py

.PHONY: hostile-test help install run test test-fast test-networks test-postgres crash-test crash-test-postgres check fmt lock bench bench-people bench-publish bench-tone screenshots docs
