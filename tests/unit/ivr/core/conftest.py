import pytest

from agent_desktop.errors import Refusal
from agent_desktop.protocol.errors import ErrorId
from tests.fakes.coreworld import CoreWorld


@pytest.fixture
def world():
    return CoreWorld()


@pytest.fixture
def refused(world):
    """Ask for something that cannot be: gives the refusal's id, and has seen that nothing changed."""

    def ask(request, world=world):
        world.core.tick(world.now)
        before = world.core.snapshot()
        with pytest.raises(Refusal) as caught:
            world.give(request)
        assert world.core.snapshot() == before
        assert set(caught.value.arguments) == set(ErrorId(caught.value.error_id).arguments)
        return caught.value.error_id

    return ask
