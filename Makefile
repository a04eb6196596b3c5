# make demo         install, index the sample articles, ask one question
# make test         the same environment with the development tools; every check
# make bench        the measurements (over an hour, 10 GB of disk)
# make bench-peers  how long others of the kind take to start, on this machine
# make screenshots  the pictures of this README, drawn anew
# make clean        removes the environment and the caches

VENV   ?= .venv
PYTHON ?= python3
QUESTION ?= How many terrorist cells has Morocco dismantled?

BIN := $(VENV)/bin

.PHONY: demo test bench bench-peers screenshots clean lock

demo:
	@$(PYTHON) .ci/install.py $(VENV) bundled
	@$(BIN)/qa index rebuild
	@echo
	@echo "> qa ask \"$(QUESTION)\""
	@$(BIN)/qa ask "$(QUESTION)"
	@echo
	@echo "demo: done. Your own articles: $(BIN)/qa ask --corpus FOLDER \"...\""

test:
	@$(PYTHON) .ci/install.py $(VENV) bundled,dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest
	@echo "test: everything passed"

bench:
	@$(PYTHON) .ci/install.py $(VENV) bundled,dev,bench
	$(BIN)/python tests/benchmarks/cold.py
	$(BIN)/python tests/benchmarks/warm.py
	$(BIN)/python tests/benchmarks/generator.py
	$(BIN)/python tests/benchmarks/paint.py
	$(BIN)/python tests/benchmarks/keys.py 3
	$(BIN)/python tests/benchmarks/lexical.py 200000
	$(BIN)/python tests/benchmarks/scale.py 10000 100000 1000000
	$(BIN)/python tests/benchmarks/rebuild.py changes
	$(BIN)/python tests/benchmarks/rebuild.py memory
	$(BIN)/python tests/benchmarks/rebuild.py speed

# Beside other tools, which are installed into an environment of their own (3 GB).
bench-peers:
	@$(PYTHON) .ci/install.py $(VENV) bundled,dev
	$(BIN)/python tests/benchmarks/peers.py

screenshots:
	@$(PYTHON) .ci/install.py $(VENV) bundled,dev
	$(BIN)/python tests/tui/screenshots.py

# Writes constraints.txt anew from what is installed; run it in an environment that passes `make test`.
lock:
	@$(BIN)/python .ci/lock.py > constraints.new && mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
