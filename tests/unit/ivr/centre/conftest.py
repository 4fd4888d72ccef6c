"""A core with a bug in it, and desks over one that has none."""

import pytest

from ivr.core.core import Core
from tests.fakes.deskroom import Room


@pytest.fixture
def failing_core(monkeypatch):
    """Cores made from now on fail when they have told of a new call, and before they have done anything else about it."""
    whole = Core._call_arrived

    def failing(core, event):
        whole(core, event)
        raise ZeroDivisionError

    monkeypatch.setattr(Core, "_call_arrived", failing)


@pytest.fixture
def room():
    """Desks with nobody at them yet."""
    return Room()


@pytest.fixture
def talking(room):
    """Ann talks to a caller."""
    room.talk()
    return room
