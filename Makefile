# Two commands: `make demo` and `make test`. Both do all their own set-up.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench setup translations clean

demo: setup
	$(BIN)/agent-desktop demo

test: setup
	@.ci/debian test
	@.ci/asterisk
	@.ci/clients
	@.ci/modems
	@.ci/headset
	.ci/check

bench: setup
	$(BIN)/python -m bench

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml .ci/debian
	@.ci/debian run
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

translations: setup
	$(BIN)/python -m agent_desktop.ui.translations

clean:
	rm -rf .venv .asterisk .clients .modems .headset demo-out dist build
