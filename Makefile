# Everything a newcomer needs: each target makes the environment it uses, and is quick the second time.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONTAINER ?= $(firstword $(notdir $(shell command -v podman docker)))
READY := $(VENV)/.ready
ENGINES := .venv-engines
PYTEST := $(BIN)/python -m pytest -n auto -q

.PHONY: demo test check format coverage clean
.PHONY: heuristics chaos corpus fuzz differential bench profile
.PHONY: mutation golden german docs
.PHONY: dist test-wheel image engines

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

demo: $(READY)  ## import samples/contacts.csv into the sandbox: no account, no network
	$(BIN)/lox24 phones import samples/contacts.csv --group 7116 --region DE --sandbox --yes --report-dir .demo
	$(BIN)/lox24 groups show 7116 --sandbox

test: $(READY)  ## all tests
	$(PYTEST)

check: $(READY)  ## lint, format, types, architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(READY)  ## write the golden texts anew; read the diff before committing it
	$(BIN)/python -m pytest -q -n 0 --update-golden tests

german: $(READY)  ## bring the German catalogue up to the code and compile it; prints what is to be translated
	$(BIN)/python -m tests.translating.catalogue

docs: $(READY)  ## write docs/commands, docs/topics and the man page anew, from the help
	$(BIN)/python -m tests.manual

dist: $(READY)  ## wheel and sdist in dist/, built twice: fails where the bytes differ
	$(BIN)/python -m tests.dist build

test-wheel: dist  ## all tests against the installed wheel, in an environment of its own
	$(BIN)/python -m tests.dist test $(WORDS)

image:  ## a container image, with podman or docker
	$(CONTAINER) build -f Containerfile -t lox24 .

coverage: $(READY)  ## what the tests reach, the command's own processes counted; fails below 97 %
	rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -n auto -q
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

chaos: $(READY)  ## 2,000 imports and a year of nightly syncs under random faults and kills; prints the figures
	$(BIN)/python -m tests.crash.chaos --runs 2000; imports=$$?; \
	$(BIN)/python -m tests.crash.nights --nights 365 && exit $$imports

corpus: $(READY)  ## contact lists of known truth, ours and strangers'; prints rows right, held back and wrong
	$(BIN)/python -m tests.corpus.judge --files 2000; ours=$$?; \
	$(BIN)/python -m tests.corpus.strangers.judge --files 2000 && exit $$ours

fuzz: $(READY)  ## 20,000 damaged and random files; prints exits and failures
	$(BIN)/python -m tests.corpus.fuzz --runs 20000

heuristics: $(READY)  ## each judging rule switched off in its turn: the rows and tests that go wrong without it
	$(BIN)/python -m tests.heuristics --jobs 2 --write

differential: $(READY)  ## 1,000,000 numbers and as many cells read quickly and by their judges; prints where they differ
	$(BIN)/python -m tests.numbers.differential --numbers 1000000

$(VENV)/.bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	touch $(VENV)/.bench

$(VENV)/.mutation: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'cosmic-ray>=8.7'
	touch $(VENV)/.mutation

mutation: $(VENV)/.mutation  ## MUTANTS (50) random changes in each of numbers/, mapping/, delivery/, journal/: those that no test notices
	rm -rf .mutation && mkdir .mutation && git archive HEAD | tar -x -C .mutation
	export PATH="$(abspath $(BIN)):$$PATH"; cd .mutation && for room in numbers mapping delivery journal; do \
	    cosmic-ray init tests/mutation/$$room.toml $$room.sqlite && \
	    python tests/mutation/sample.py $$room.sqlite $(or $(MUTANTS),50) && \
	    cosmic-ray exec tests/mutation/$$room.toml $$room.sqlite; \
	    cr-report --show-diff --surviving-only $$room.sqlite; done

bench: $(VENV)/.bench  ## time and memory against what one would write or use otherwise
	$(BIN)/python benchmarks/run.py $(BENCH)

profile: $(VENV)/.bench  ## where the processor time of one import goes, stage by stage in µs a row
	$(BIN)/python benchmarks/profile_stages.py $(BENCH)

$(ENGINES)/.ready: pyproject.toml
	$(PYTHON) -m venv $(ENGINES)/dask
	$(ENGINES)/dask/bin/python -m pip install --quiet --disable-pip-version-check -e . distributed kubernetes-validate
	$(PYTHON) -m venv $(ENGINES)/airflow
	$(ENGINES)/airflow/bin/python -m pip install --quiet --disable-pip-version-check -e . apache-airflow
	touch $(ENGINES)/.ready

engines: $(ENGINES)/.ready  ## the examples on Dask, Airflow, Kubernetes' schemas and systemd; workers are killed, all are counted
	$(ENGINES)/dask/bin/python -m tests.engines.dask_groups $(DASK)
	$(ENGINES)/airflow/bin/python -m tests.engines.airflow_dag
	$(ENGINES)/dask/bin/kubernetes-validate --strict examples/kubernetes/cronjob.yaml
	$(PYTHON) -m tests.engines.systemd_units

clean:
	rm -rf $(VENV) $(ENGINES) .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.*
