"""Flows that change while a centre runs."""

import asyncio

import pytest
from structlog.testing import capture_logs

from agent_desktop.errors import FileMistake, Mistake
from ivr.centre.watching import stamp, watch


class Taken(asyncio.Queue[str]):
    """What was read each time that the flows were taken up."""

    def __init__(self):
        super().__init__()
        self.faults: list[Mistake] = []
        """The next times there are mistakes in them."""


@pytest.fixture
async def taken(tmp_path):
    taken = Taken()

    async def take_up():
        taken.put_nowait((tmp_path / "main.yaml").read_text())
        if taken.faults:
            raise FileMistake([taken.faults.pop()])
        return 1

    (tmp_path / "main.yaml").write_text("old")
    watching = asyncio.create_task(watch(tmp_path, take_up, look_s=0.005))
    await asyncio.sleep(0)
    yield taken
    watching.cancel()


async def test_a_changed_file_is_taken_up_once(taken, tmp_path):
    (tmp_path / "main.yaml").write_text("newer")
    assert await asyncio.wait_for(taken.get(), 5) == "newer"
    (tmp_path / "other.yaml").write_text("a further one")
    assert await asyncio.wait_for(taken.get(), 5) == "newer"
    assert taken.empty()


async def test_a_mistake_is_told_and_the_next_change_is_taken_up_all_the_same(taken, tmp_path):
    with capture_logs() as logs:
        taken.faults.append(Mistake(tmp_path / "main.yaml", 3, "leads nowhere"))
        (tmp_path / "main.yaml").write_text("wrong")
        await asyncio.wait_for(taken.get(), 5)
        (tmp_path / "main.yaml").write_text("right again")
        assert await asyncio.wait_for(taken.get(), 5) == "right again"
        await asyncio.sleep(0)
    assert [entry["mistake"] for entry in logs if entry["log_level"] == "error"] == [
        f"{tmp_path}/main.yaml:3: leads nowhere"
    ]


def test_a_folder_that_is_gone_has_no_files(tmp_path):
    assert stamp(tmp_path / "nowhere") == ()
