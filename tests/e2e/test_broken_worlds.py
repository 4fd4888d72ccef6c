"""Each world that breaks in its own way: the calls go on, nothing is lost, nothing is done twice, and whoever can mend it is told."""

import asyncio
import contextlib
import json
import os
import re
import sys
import time
from collections import Counter

import msgspec
import pytest
from structlog.testing import capture_logs
from websockets.asyncio.client import connect

from agent_desktop.cti.simulator.life import Stage
from agent_desktop.cti.simulator.server import SimulatorServer
from agent_desktop.cti.vocabulary import AgentId, StationMode
from agent_desktop.errors import Refusal
from agent_desktop.headless import SessionEnded
from agent_desktop.protocol import messages as m
from agent_desktop.protocol.record import MatchKind
from agent_desktop.settings.model import AgentSettings
from db import models
from ivr import inputs
from tests.fakes.centreworld import (
    PASSWORD,
    add_users,
    caller,
    calls,
    centre_process,
    free_port,
    ready,
    rows,
    running,
    seat,
    settings_file,
    settings_in,
    with_flows,
)
from tests.fakes.faults import OldSwitch
from tests.fakes.postgres import find_programs, running_postgres

PAUSE_S = 0.02
ENQUIRY = m.LogDraft(disposition="enquiry_answered")
FLOWS = {
    "direct": "language: en\nstart: general\nnodes:\n  general: {type: queue, queue: general}\n",
    "waiting": "language: en\nstart: music\nnodes:\n  music: {type: wait, seconds: 600, next: music}\n",
    "main": """
language: en
start: choose
nodes:
  choose:
    type: menu
    say: {en: "Press 1.", zh_CN: "请按 1。"}
    keys: {1: {label: {en: Help, zh_CN: 帮助}, next: general}}
    timeout_s: 60
    otherwise: general
  general: {type: queue, queue: general}
""",
}
"""Nobody listens to a long welcome here."""


@pytest.fixture
def flows(tmp_path):
    directory = tmp_path / "flows"
    directory.mkdir()
    for name, text in FLOWS.items():
        (directory / f"{name}.yaml").write_text(text, encoding="utf-8")
    return directory


@pytest.fixture
def make_settings(tmp_path, flows):
    """Settings with those flows and with users; `changes` are those of `settings_in`, or sections."""

    def make(*, switch_url=None, database=None, **sections):
        settings = with_flows(settings_in(tmp_path, switch_url=switch_url, database=database), flows)
        settings = msgspec.structs.replace(settings, **sections)
        add_users(settings)
        return settings

    return make


async def until(reached, within_s=60.0):
    """Wait for something that only looking can tell: rows of a database, files of another process."""
    async with asyncio.timeout(within_s):
        while not (found := reached()):  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(PAUSE_S)
    return found


async def phase(desk, wanted):
    await desk.until(m.CallChanged, lambda event: event.view.phase is wanted)


async def answered(desk):
    call = (await desk.until(m.CallOffered)).desk.view.call
    await desk.ask(m.AnswerCall(call))
    await phase(desk, m.CallPhase.CONNECTED)
    return call


async def finish(desk, call):
    await desk.ask(m.ClearConnection(call))
    await phase(desk, m.CallPhase.WRAP_UP)
    await desk.ask(m.CompleteLog(call, ENQUIRY))


async def complete(settings, count):
    """So many calls are complete in the database, and that is all there is: nothing lost, nothing twice."""

    def logged():
        found = calls(settings)
        return found if sum(row["logged_ms"] is not None for row in found) == count else None

    found = await until(logged)
    assert len(found) == count
    numbers = [row["number"] for row in rows(settings, models.Event)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    return found


def handled(found):
    assert {row["outcome"] for row in found} == {"handled"}, Counter(row["outcome"] for row in found)


@contextlib.asynccontextmanager
async def diligent(url, *users):
    """Agents who take each call, end it and log it, whatever happens to their link."""
    async with contextlib.AsyncExitStack() as stack:
        desks = [await stack.enter_async_context(seat(url, user)) for user in users]
        async with asyncio.TaskGroup() as group:
            work = [group.create_task(_work(desk)) for desk in desks]
            yield
            for task in work:
                task.cancel()


async def _work(desk):
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):  # then the seat may have come back to another desk
                call = await _to_do(desk)
            await _do_call(desk, call)


async def _to_do(desk):
    """What is on the desk, or the next call."""
    snapshot, desk.snapshot = desk.snapshot, None
    if snapshot is not None and snapshot.agent.state is m.AgentState.NOT_READY:
        await _refused(desk, m.SetAgentState(m.AgentState.READY))
    if snapshot is not None and snapshot.calls:
        return snapshot.calls[0].view.call
    return (await desk.until(m.CallOffered)).desk.view.call


async def _do_call(desk, call):
    """Whatever stage the call is in: a refusal means that it is in a later one, if it does not mean to try again."""
    await _insist(desk, m.AnswerCall(call))
    await _insist(desk, m.ClearConnection(call))
    await _insist(desk, m.CompleteLog(call, ENQUIRY))


async def _insist(desk, request):
    while await _refused(desk, request) in {"switch_down", "store_unavailable", "request_lost"}:  # noqa: ASYNC110 - asked until it is done
        await asyncio.sleep(PAUSE_S)


async def _refused(desk, request):
    """The id of the refusal, or nothing."""
    try:
        await desk.ask(request)
    except Refusal as refusal:
        return refusal.error_id
    except SessionEnded as ended:
        return str(ended)  # the centre died over it, and whether it was done nobody knows
    return None


# --- the database -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres():
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("NOT TESTED: a database that stops (PostgreSQL is not installed: apt-get install postgresql)")
    with running_postgres(programs) as server:
        yield server


async def test_the_database_stops_in_mid_call_and_comes_back(make_settings, postgres):
    settings = make_settings(database=postgres.url())
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        emma = await ready(centre.url, "emma", stack)
        centre.simulator.place_call(caller())
        first = await answered(emma)
        sara = await ready(centre.url, "sara", stack)
        await asyncio.to_thread(postgres.stop)

        await emma.ask(m.HoldCall(first))
        assert (await emma.until(m.Notice)).error == "store_unavailable"
        assert (await sara.until(m.Notice)).error == "store_unavailable"
        with pytest.raises(Refusal, match="store_unavailable"):
            await emma.ask(m.SaveDraft(first, m.LogDraft(notes="so far")))
        with pytest.raises(Refusal, match="store_unavailable"):
            await emma.ask(m.SearchCustomers("Clarke"))
        await emma.ask(m.RetrieveCall(first))
        centre.simulator.place_call(caller(id="second"))
        offered = (await sara.until(m.CallOffered)).desk
        assert offered.pop.kind is MatchKind.UNAVAILABLE
        second = offered.view.call
        await sara.ask(m.AnswerCall(second))
        await sara.ask(m.ClearConnection(second))
        await phase(sara, m.CallPhase.WRAP_UP)
        with pytest.raises(Refusal, match="store_unavailable"):
            await sara.ask(m.CompleteLog(second, ENQUIRY))

        await asyncio.to_thread(postgres.start)
        for desk, call in ((emma, first), (sara, second)):
            await _insist(desk, m.SaveDraft(call, m.LogDraft(notes="so far")))
        await finish(emma, first)
        await sara.ask(m.CompleteLog(second, ENQUIRY))
        handled(await complete(settings, 2))
    assert sorted(row["call_id"] for row in rows(settings, models.CallLog)) == [first, second]


# --- the centre is killed ---------------------------------------------------------------------------------------------


class Killed:
    """A switch that lives on, one agent's seat, and a centre in a process of its own that is killed between two inputs."""

    def __init__(self, settings, switch, stack):
        self.switch, self.stack = switch, stack
        self.port = free_port()
        self.url = f"ws://127.0.0.1:{self.port}"
        self.settings = settings
        self.file = settings_file(settings.data_directory, switch_url=switch.url, port=self.port)
        text = self.file.read_text(encoding="utf-8")
        short = re.sub(
            r'(?<=\[flows\]\ndefault = "main")(.*\n)directory = ""',
            rf'\1directory = "{settings.flows.directory}"',
            text,
        )
        short = short.replace('while_waiting = "waiting"', 'while_waiting = ""')
        self.file.write_text(short, encoding="utf-8")
        self.stages, self.moved = {}, asyncio.Event()
        switch.on_news = self.hear

    def hear(self, news):
        self.stages[news.channel] = news.stage
        self.moved.set()

    async def stage(self, channel, wanted):
        while self.stages.get(channel) is not wanted:
            self.moved.clear()
            await asyncio.wait_for(self.moved.wait(), 10)

    def telephones(self):
        """The channels of agents' telephones that stand at the switch."""
        return set(self.switch.simulation.machine.at(time.time()).channels) - set(self.stages)

    def run(self):
        return centre_process(self.file, self.url)

    async def kill(self, process):
        process.kill()
        await process.wait()


@pytest.fixture
async def killed(make_settings):
    async with SimulatorServer(app="agent-desktop") as switch, contextlib.AsyncExitStack() as stack:
        yield Killed(make_settings(), switch, stack)


async def in_the_menu(world, desk):
    channel = world.switch.place_call(caller(number="+441632960001", dials="95001", menu_s=600.0))
    await world.stage(channel, Stage.LISTENING)
    return channel


async def queued(world, desk):
    await desk.ask(m.SetAgentState(m.AgentState.NOT_READY, "break"))
    channel = world.switch.place_call(caller())
    await desk.until(m.QueuesChanged, lambda event: any(view.waiting for view in event.queues))
    return channel


async def offered(world, desk):
    channel = world.switch.place_call(caller())
    await desk.until(m.CallOffered)
    return channel


async def connected(world, desk):
    channel = world.switch.place_call(caller())
    await answered(desk)
    return channel


async def held(world, desk):
    channel = world.switch.place_call(caller())
    await desk.ask(m.HoldCall(await answered(desk)))
    await phase(desk, m.CallPhase.HELD)
    return channel


async def wrapping_up(world, desk):
    channel = world.switch.place_call(caller())
    call = await answered(desk)
    await desk.ask(m.SaveDraft(call, m.LogDraft(notes="so far")))
    await desk.ask(m.ClearConnection(call))
    await phase(desk, m.CallPhase.WRAP_UP)
    return channel


@pytest.mark.parametrize("place", [in_the_menu, queued, offered, connected, held, wrapping_up])
async def test_a_centre_killed_while_a_call_is(killed, place):
    async with killed.run() as process:
        desk = await ready(killed.url, "emma", killed.stack)
        await desk.until(m.AgentChanged, lambda event: event.agent.state is m.AgentState.READY)
        channel = await place(killed, desk)
        await killed.kill(process)
    async with killed.run():
        await desk.until_back()
        if place is in_the_menu:
            await _choose(killed, channel)
        elif place is queued:
            await desk.ask(m.SetAgentState(m.AgentState.READY))
        standing = desk.snapshot.calls
        view = standing[0].view if standing else (await desk.until(m.CallOffered)).desk.view
        call = view.call
        assert call == 1
        if view.phase is m.CallPhase.OFFERED:
            await desk.ask(m.AnswerCall(call))
            await phase(desk, m.CallPhase.CONNECTED)
            await killed.stage(channel, Stage.TALKING)
        if place is wrapping_up:
            assert standing[0].draft.notes == "so far"
            await desk.ask(m.CompleteLog(call, ENQUIRY))
        else:
            await finish(desk, call)
        (row,) = await complete(killed.settings, 1)
    handled([row])
    assert (row["logged_by"], row["disposition"]) == ("emma", "enquiry_answered")
    assert len(rows(killed.settings, models.Leg)) == len(rows(killed.settings, models.CallLog)) == 1
    assert killed.stages[channel] is Stage.GONE


async def test_a_centre_killed_while_nobody_calls(killed):
    """Agents are ready as before, their telephones have never been hung up, and the next call is offered without a word."""
    async with killed.run() as process:
        desk = await ready(killed.url, "emma", killed.stack)
        await desk.until(m.AgentChanged, lambda event: event.agent.state is m.AgentState.READY)
        await until(lambda: any(row["kind"] == "StationUp" for row in rows(killed.settings, models.Event)))
        telephones = killed.telephones()
        await killed.kill(process)
    async with killed.run():
        await desk.until_back()
        assert desk.snapshot.agent.state is m.AgentState.READY
        killed.switch.place_call(caller())
        await finish(desk, await answered(desk))
        handled(await complete(killed.settings, 1))
        assert killed.telephones() == telephones != set()


async def _choose(world, channel):
    """As often as it takes to be heard."""
    while world.stages[channel] is Stage.LISTENING:
        world.switch.press(channel, "1")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.3):
                await world.stage(channel, Stage.WAITING)


async def test_a_centre_killed_again_and_again_while_calls_keep_coming(killed):
    """Each run's agents go on with whatever is on the desk when they log in."""
    agents, total = ("emma", "sara"), 8
    for first in range(0, total, 4):
        async with killed.run() as process, ready_at_switch(killed.url), diligent(killed.url, *agents):
            for number in range(first, first + 4):
                killed.switch.place_call(caller(id=f"caller-{number}", number=f"+4416329600{number:02}"))
            await until(lambda first=first: len(calls(killed.settings)) == first + 4)
            await killed.kill(process)
    async with killed.run(), diligent(killed.url, *agents):
        found = await complete(killed.settings, total)
    handled(found)
    assert len({row["ani"] for row in found}) == total


@contextlib.asynccontextmanager
async def ready_at_switch(url):
    """Somebody whose seat shows that the switch is there."""
    async with seat(url, "admin") as watching:
        if not watching.snapshot.switch_up:
            await watching.until(m.SwitchChanged, lambda event: event.up)
        yield watching


# --- the switch -------------------------------------------------------------------------------------------------------


async def test_a_slow_switch(make_settings):
    async with SimulatorServer(app="agent-desktop") as switch:
        settings = make_settings(switch_url=switch.url)
        async with running(settings) as centre, diligent(centre.url, "emma"):
            switch.response_delay_s = 0.1
            for number in range(2):
                switch.place_call(caller(id=f"caller-{number}"))
            handled(await complete(settings, 2))


async def test_a_switch_that_drops_its_socket_while_calls_arrive(make_settings):
    settings = make_settings()
    async with running(settings) as centre, diligent(centre.url, "emma", "sara", "lin"):
        for drop in range(4):
            async with ready_at_switch(centre.url) as watching:
                for number in range(3 * drop, 3 * drop + 3):
                    centre.simulator.place_call(caller(id=f"caller-{number}", number=f"+4416329600{number:02}"))
                centre.simulator.drop_sockets()
                await watching.until(m.SwitchChanged, lambda event: not event.up)
        found = await complete(settings, 12)
    handled(found)
    assert len({row["ani"] for row in found}) == 12


async def test_a_switch_that_is_too_old_for_a_centre(sample):
    async with OldSwitch(app="agent-desktop") as switch:
        code, said = await said_by("centre", "--settings", sample(switch_url=switch.url))
    assert code == 2
    assert "needs Asterisk 20.14, 21.9, 22.4 or newer" in said


async def test_a_switch_that_comes_back_too_old_for_a_centre_with_calls(make_settings, tmp_path):
    """The log names the versions, the seats' banner says that waiting does not help, and the call is there when it is mended."""
    async with OldSwitch(app="agent-desktop") as switch:
        switch.old = False
        settings = make_settings(switch_url=switch.url)
        with capture_logs() as logs:
            async with running(settings) as centre, seat_process(centre.url, tmp_path / "home") as window:
                await window.hear("opened")
                centre._shell.ask(inputs.BecomeReady(AgentId("emma")))
                switch.place_call(caller())
                await window.hear("call")
                switch.old = True
                switch.drop_sockets()
                assert "no link to the telephone switch" in await window.hear("banner")
                assert "agent-desktop doctor" in await window.hear("banner")
                switch.old = False
                async with seat(centre.url, "sara") as watching:
                    await watching.until(m.SwitchChanged, lambda event: event.up)
                (call,) = calls(settings)
        assert call["ended_ms"] is None
    told = [entry["reason"] for entry in logs if entry["event"] == "ari.link_down"]
    assert len(told) == 2
    assert "needs Asterisk 20.14, 21.9, 22.4 or newer" in told[1]


# --- seats ------------------------------------------------------------------------------------------------------------


async def test_two_seats_answer_at_the_same_instant(make_settings):
    settings = make_settings()
    async with running(settings) as centre, contextlib.AsyncExitStack() as stack:
        emma = await ready(centre.url, "emma", stack)
        centre.simulator.place_call(caller())
        call = (await emma.until(m.CallOffered)).desk.view.call
        sara = await ready(centre.url, "sara", stack)
        answer = m.AnswerCall(call)
        outcomes = await asyncio.gather(*(desk.ask(answer) for desk in (sara, emma, emma)), return_exceptions=True)
        assert [getattr(each, "error_id", None) for each in outcomes] == ["not_your_call", None, "not_offered"]
        await finish(emma, call)
        handled(await complete(settings, 1))
    assert len(rows(settings, models.Leg)) == 1


async def test_an_old_seat_is_refused_by_name(make_settings):
    async with running(make_settings()) as centre, connect(centre.url, compression=None) as old:
        hello = {"type": "hello", "version": m.VERSION - 1, "user": "emma", "password": PASSWORD}
        await old.send(json.dumps(hello))
        answer = json.loads(await old.recv())
        assert (answer["type"], answer["error"]) == ("refused", "seat_too_old")


@pytest.fixture
def crowded(make_settings):
    """Five agents of one queue."""
    agents = {
        f"agent{number}": AgentSettings(f"Agent {number}", ("general",), station=f"10{number:02}")
        for number in range(1, 6)
    }
    assert all(agent.station_mode is StationMode.NAILED_UP for agent in agents.values())
    return make_settings(agents=agents)


async def test_two_hundred_callers_and_five_agents(crowded):
    async with running(crowded) as centre, diligent(centre.url, *crowded.agents):
        for number in range(200):
            centre.simulator.place_call(caller(id=f"caller-{number}", number=f"+44163296{number:04}"))
        found = await complete(crowded, 200)
    handled(found)
    assert len({row["ani"] for row in found}) == 200
    assert len(rows(crowded, models.Leg)) == len(rows(crowded, models.CallLog)) == 200
    by_agent = Counter(row["agent_id"] for row in rows(crowded, models.Leg))
    assert len(by_agent) == 5
    assert min(by_agent.values()) > 20


# --- a seat's process is killed ---------------------------------------------------------------------------------------


class SeatProcess:
    """A real window, offscreen, in a process of its own."""

    def __init__(self, process):
        self.process = process

    async def hear(self, wanted):
        while True:
            line = (await asyncio.wait_for(self.process.stdout.readline(), 20)).decode()
            assert line, "the seat is gone"
            kind, _, rest = line.strip().partition(" ")
            if kind == wanted:
                return rest

    async def type(self, words):
        self.process.stdin.write(f"{words}\n".encode())
        await self.process.stdin.drain()
        await self.hear("typed")

    async def kill(self):
        self.process.kill()
        await self.process.wait()


@contextlib.asynccontextmanager
async def seat_process(url, home):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.seatprocess", url, "emma", PASSWORD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )
    try:
        yield SeatProcess(process)
    finally:
        if process.returncode is None:
            process.kill()
        assert process.stdin
        process.stdin.close()
        await process.wait()


@pytest.mark.parametrize("moment", ["at once", "after the pause"])
async def test_a_seat_killed_in_mid_call_comes_back_to_the_same_call_and_the_same_notes(
    make_settings, tmp_path, moment
):
    settings = make_settings()
    async with running(settings) as centre:
        async with seat_process(centre.url, tmp_path / "home") as window:
            await window.hear("opened")
            centre._shell.ask(inputs.BecomeReady(AgentId("emma")))
            centre.simulator.place_call(caller())
            assert await window.hear("call") == '1 ""'
            await window.type("wants the blue one")
            if moment == "after the pause":
                await until(lambda: rows(settings, models.Draft))
                await window.type(", by Friday")
            await window.kill()
        async with seat_process(centre.url, tmp_path / "home") as window:
            call, _, notes = (await window.hear("call")).partition(" ")
        assert call == "1"
        assert json.loads(notes) == "wants the blue one" + (", by Friday" if moment == "after the pause" else "")


# --- at the terminal --------------------------------------------------------------------------------------------------


async def said_by(*arguments, **environment):
    """What a command says before it ends by itself: its code, and all that it said. One that hangs is killed; a machine that is busy with
    other things takes its time, and is not what is tested.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent_desktop", *map(str, arguments)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={
            name: value
            for name, value in os.environ.items()
            if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        }
        | environment,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), 120)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert b"Traceback" not in said, said.decode()
    return process.returncode, said.decode()


@pytest.fixture
def sample(tmp_path):
    """Settings as a file; with a change to its text."""

    def make(*change, switch_url="ws://127.0.0.1:1", port=0, database=""):
        path = settings_file(tmp_path, switch_url=switch_url, port=port, database=database)
        if change:
            text = path.read_text(encoding="utf-8")
            assert change[0] in text
            path.write_text(text.replace(*change, 1), encoding="utf-8")
        return path

    return make


async def test_settings_that_are_no_toml(sample):
    code, said = await said_by("centre", "--settings", sample("[queues.general]", "[queues.general"))
    assert code == 2
    assert "settings.toml:" in said


async def test_settings_that_are_not_there(tmp_path):
    code, said = await said_by("centre", "--settings", tmp_path / "gone.toml")
    assert code == 2
    assert "gone.toml: cannot be read: No such file" in said


async def test_a_port_that_is_taken(sample):
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        code, said = await said_by("centre", "--settings", sample(port=port))
    assert code == 2
    assert str(port) in said
    assert "in use" in said


@pytest.mark.parametrize(
    ("database", "words"),
    [
        ("postgresql://somebody@127.0.0.1:1/desk", "nothing listens there"),
        ("sqlite:////proc/desk.sqlite3", "cannot be opened"),
    ],
)
async def test_a_database_that_cannot_be_opened(sample, database, words):
    code, said = await said_by("centre", "--settings", sample(database=database))
    assert code == 2
    assert words in said


async def test_a_wrong_password_for_the_switch(sample):
    async with SimulatorServer(users=()) as switch:
        code, said = await said_by("centre", "--settings", sample(switch_url=switch.url))
    assert code == 2
    assert "password" in said


async def test_a_second_centre_on_the_same_data(sample):
    async with SimulatorServer(app="agent-desktop") as switch:
        file = sample(switch_url=switch.url)
        async with centre_process(file, "ws://127.0.0.1"):
            code, said = await said_by("centre", "--settings", file)
    assert code == 2
    assert "another centre runs in" in said


async def test_a_centre_that_is_ended_as_soon_as_it_is_open_closes_in_order(sample):
    async with (
        SimulatorServer(app="agent-desktop") as switch,
        centre_process(sample(switch_url=switch.url), "ws://127.0.0.1") as process,
    ):
        process.terminate()
        said = await asyncio.wait_for(process.stdout.read(), 60)
        code = await asyncio.wait_for(
            process.wait(), 60
        )  # before anybody sends it another signal: that may take the code away
    assert said.decode().endswith("Closing …\n")
    assert code == 0


async def test_a_seat_without_a_display():
    code, said = await said_by("seat")
    assert code == 2
    assert "there is no display here" in said


async def test_a_seat_with_certificates_that_are_none(tmp_path):
    (tmp_path / "ca.pem").write_text("none")
    code, said = await said_by("seat", "--ca", tmp_path / "ca.pem", QT_QPA_PLATFORM="offscreen")
    assert code == 2
    assert "no certificate in it" in said
