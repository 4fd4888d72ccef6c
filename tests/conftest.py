"""What a run says at its end beyond pass and fail."""

import re

import hypothesis
import pytest
import structlog

from agent_desktop import logs
from tests.fakes import ari_clients, asterisk

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_SUITE = "test_conformance.py"
_CLIENTS = "test_independent_clients.py"


@pytest.fixture(autouse=True)
def own_logs(monkeypatch):
    """A command that a test runs in this process says how it logs, and that would last: loggers keep what they were first used with."""
    monkeypatch.setattr(logs, "configure", lambda **_: None)
    yield
    structlog.reset_defaults()


def pytest_terminal_summary(terminalreporter):
    """How many scenarios of the conformance suite met each switch, or why the real one was not there."""
    _tell_of_clients(terminalreporter)
    passed = [report.nodeid for report in terminalreporter.stats.get("passed", ()) if report.when == "call"]
    ours = [report for report in passed if _SUITE in report]
    if not any(_SUITE in report.nodeid for reports in terminalreporter.stats.values() for report in _reports(reports)):
        return
    terminalreporter.section("conformance of the lines")
    for switch in ("simulator", "asterisk", "modem"):
        met = re.compile(rf"[\[-]{switch}[\]-]")
        terminalreporter.line(f"{sum(met.search(each) is not None for each in ours)} scenarios passed on {switch}")
    if asterisk.REVIVED:
        told = (
            f"!! Asterisk took no application's connection any more and was started again {len(asterisk.REVIVED)} times"
        )
        terminalreporter.line(told, yellow=True, bold=True)
    if reason := asterisk.why_not():
        terminalreporter.line(f"!! NOT RUN on a real Asterisk: {reason}", red=True, bold=True)


def _tell_of_clients(terminalreporter):
    if not any(
        _CLIENTS in report.nodeid for reports in terminalreporter.stats.values() for report in _reports(reports)
    ):
        return
    for kind in ("python", "node"):
        if reason := ari_clients.why_not(kind):
            terminalreporter.line(
                f"!! NOT RUN with the independent ARI clients for {kind}: {reason}", red=True, bold=True
            )


def _reports(items):
    return [item for item in items if hasattr(item, "nodeid") and hasattr(item, "when")]
