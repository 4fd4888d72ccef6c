"""A core with a bug in it."""

import pytest

from ivr.core.core import Core


@pytest.fixture
def failing_core(monkeypatch):
    """Cores made from now on fail when they have told of a new call, and before they have done anything else about it."""
    whole = Core._call_arrived

    def failing(core, event):
        whole(core, event)
        raise ZeroDivisionError

    monkeypatch.setattr(Core, "_call_arrived", failing)
