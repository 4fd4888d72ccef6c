"""The journal: the same inputs lead to the same state; a torn end costs itself and nothing else."""

import errno
import subprocess
import sys
import textwrap

import msgspec
import pytest

from agent_desktop.cti import switch
from agent_desktop.errors import UserError
from ivr import facts, inputs
from ivr.centre import journal as journals
from ivr.centre.journal import Header, Journal
from ivr.facts import NumberedFact
from tests.fakes.coreworld import CoreWorld
from tests.fakes.journals import a_day, header, of_version, recorded
from tests.fakes.plans import ANN


@pytest.fixture
def day(tmp_path):
    return recorded(a_day(), tmp_path / "day.jsonl")


def facts_of(decided):
    return [effect for effects in decided for effect in effects if isinstance(effect, NumberedFact)]


def test_a_replay_ends_where_the_day_ended(day):
    world, path = day
    recording = journals.read(path)
    core, decided = recording.replay()
    assert core.snapshot() == world.core.snapshot()
    assert facts_of(decided) == world.facts
    assert [(entry.at, entry.input) for entry in recording.entries] == world.inputs
    assert not recording.torn
    assert recording.whole_bytes == path.stat().st_size


def test_a_replay_can_be_repeated(day):
    recording = journals.read(day[1])
    assert recording.replay()[0].snapshot() == recording.replay()[0].snapshot()


def test_a_journal_that_begins_with_a_snapshot(tmp_path):
    world = a_day()
    half = Header(journals.VERSION, world.plan, msgspec.Raw(world.core.snapshot()), None, [])
    said = len(world.inputs)
    world.wait(500)
    path = tmp_path / "second.jsonl"
    journal = Journal.begin(path, half)
    for at, item in world.inputs[said:]:
        journal.write(at, item)
    journal.close()
    assert journals.read(path).replay()[0].snapshot() == world.core.snapshot()


def test_a_torn_last_line_loses_only_itself(day):
    world, path = day
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in range(1, len(lines[-1])):
        path.write_bytes(whole[:-cut])
        recording = journals.read(path)
        assert recording.torn
        assert [(entry.at, entry.input) for entry in recording.entries] == world.inputs[:-1]


def test_going_on_after_a_torn_line(day):
    world, path = day
    path.write_bytes(path.read_bytes() + b'[1,{"ty')
    recording = journals.read(path)
    journal = journals.resume(path, recording)
    assert journal.entries == len(world.inputs)  # those of the last run count for when a new one begins
    journal.write(world.now, inputs.SeatLost(ANN))
    assert journal.entries == len(world.inputs) + 1
    journal.close()
    again = journals.read(path)
    assert not again.torn
    assert again.entries[-1].input == inputs.SeatLost(ANN)
    assert len(again.entries) == len(recording.entries) + 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"[", b"[1,2,3]", b'[1,{"type":"NeverHeardOf"}]', b'["x",null]', b"\xff\xff", b"\x00" * 9, b"[" * 9999],
)
def test_damage_in_the_middle_is_named_by_its_line(day, damage):
    _, path = day
    lines = path.read_bytes().split(b"\n")
    lines[4] = damage
    path.write_bytes(b"\n".join(lines))
    with pytest.raises(UserError, match=r"day\.jsonl:5: damaged"):
        journals.read(path)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (1, "of a newer version of this program.*Update the program"),
        (-1, "of an earlier version.*the version that wrote it"),
    ],
)
def test_another_version_is_refused(day, by, words):
    _, path = day
    of_version(path, journals.VERSION + by)
    with pytest.raises(UserError, match=rf"day\.jsonl is a journal of version {journals.VERSION + by}, {words}"):
        journals.read(path)


@pytest.mark.parametrize("content", [b"", b"{", b"{}\n", b"[settings]\n", b'{"version": 2}\n', b"\xff\n", b"\x7fELF\n"])
def test_what_is_no_journal(tmp_path, content):
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    with pytest.raises(UserError, match="is not a journal"):
        journals.read(path)


def test_a_snapshot_of_another_version_is_refused(tmp_path):
    world = a_day()
    old = msgspec.Raw(world.core.snapshot().replace(b'"version":1', b'"version":7', 1))
    path = tmp_path / "old.jsonl"
    Journal.begin(path, Header(journals.VERSION, world.plan, old)).close()
    with pytest.raises(UserError, match="version 7"):
        journals.read(path).replay()


def test_a_journal_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be written"):
        Journal.begin(tmp_path / "file" / "x.jsonl", header(CoreWorld()))


def test_an_old_journal_stands_until_the_new_one_is_whole(day, tmp_path):
    _, path = day
    before = path.read_bytes()
    (tmp_path / "day.new").mkdir()  # in the way of the new one
    with pytest.raises(UserError):
        Journal.begin(path, header(CoreWorld()))
    assert path.read_bytes() == before


def test_a_full_device_is_told_with_its_own_reason():
    with open("/dev/full", "ab", buffering=0) as full:  # noqa: PTH123 - a device
        journal = Journal(full)
        with pytest.raises(OSError, match="No space left") as caught:
            journal.write(1.0, None)
        assert caught.value.errno == errno.ENOSPC


def test_a_line_that_did_not_fit_is_cut_off(tmp_path):
    """A real limit of the system, in a process of its own; half of the line fits."""
    program = """
        import resource, sys
        from pathlib import Path
        from agent_desktop.cti import switch
        from ivr.centre.journal import Journal
        from tests.fakes.coreworld import CoreWorld
        from tests.fakes.journals import header
        journal = Journal.begin(Path(sys.argv[1]), header(CoreWorld()))
        journal.write(1.0, switch.SwitchDown("gone"))
        size = Path(sys.argv[1]).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, resource.RLIM_INFINITY))
        try:
            journal.write(2.0, switch.SwitchUp(()))
        except OSError as error:
            print(error.strerror)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        journal.write(3.0, None)
        journal.close()
    """
    path = tmp_path / "small.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(path)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "File too large\n", done.stderr
    recording = journals.read(path)
    assert not recording.torn
    assert [(entry.at, entry.input) for entry in recording.entries] == [(1.0, switch.SwitchDown("gone")), (3.0, None)]


def test_where_the_core_failed_a_replay_fails_and_goes_on_the_same_way(tmp_path, failing_core):
    """A bug of ours must not keep a centre from starting again."""
    world = CoreWorld()
    world.ready(ANN)
    with pytest.raises(ZeroDivisionError):
        world.ring()
    world.take(world.core.unfinished)
    world.wait(30)
    _, path = recorded(world, tmp_path / "bug.jsonl")
    core, decided = journals.read(path).replay()
    assert core.snapshot() == world.core.snapshot()
    assert facts_of(decided) == world.facts
    assert [fact.number for fact in world.facts] == list(range(1, len(world.facts) + 1))
    assert facts.CallArrived in {type(fact.fact) for fact in world.facts}


def test_closing_twice_and_syncing_when_closed_does_nothing(day):
    _, path = day
    journal = journals.resume(path, journals.read(path))
    journal.close()
    journal.close()
    journal.sync()
