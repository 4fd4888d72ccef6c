"""A whole centre whose only line is a modem on a pty: the same core, seats and database as with any switch."""

import asyncio
import contextlib
import sys

import msgspec
import pytest

from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.profile import AnswerMode
from agent_desktop.cti.modem.studio import FileStudio
from agent_desktop.cti.modem.switch import ModemSwitch
from agent_desktop.protocol import messages as m
from db import models
from ivr.centre.process import Centre
from tests.fakes.centreworld import add_users, rows, seat, settings_in, with_flows
from tests.fakes.modem_pty import PluggedModem
from tests.fakes.modems import CONEXANT, HAYES, TableModem

if sys.platform == "win32":
    pytest.skip("there are no ptys", allow_module_level=True)

SOON_S = 20
FLOW = "language: en\nstart: to_agent\nnodes:\n  to_agent: {type: queue, queue: general}\n"


class ModemCentre(Centre):
    """A centre on this modem."""

    modem: ModemSwitch

    async def _make_switch(self, stack):
        return self.modem


class Office:
    def __init__(self, tmp_path, table):
        self.settings = self._settings(tmp_path)
        add_users(self.settings)
        self.peer = TableModem(table)
        self.plugged = PluggedModem(self.peer, tmp_path / "modem")
        stations = frozenset(agent.station for agent in self.settings.agents.values() if agent.station)
        studio = FileStudio(self.settings.prompts_directory, tmp_path / "recordings")
        self.switch = ModemSwitch(str(tmp_path / "modem"), Place("GB", stations), studio)

    def _settings(self, tmp_path):
        (tmp_path / "flows").mkdir()
        (tmp_path / "flows" / "main.yaml").write_text(FLOW, encoding="utf-8")
        settings = with_flows(settings_in(tmp_path), tmp_path / "flows", entries={}, without_prompts="main")
        simulator = msgspec.structs.replace(settings.simulator, embedded=False)
        return msgspec.structs.replace(settings, simulator=simulator)

    @contextlib.asynccontextmanager
    async def open(self):
        self.plugged.plug_in()
        centre = ModemCentre(self.settings)
        centre.modem = self.switch
        async with centre:
            serving = asyncio.create_task(centre.serve())
            async with seat(centre.url, "emma") as desk:
                await desk.ask(m.SetAgentState(m.AgentState.READY))
                await self._until_her_telephone_stands()
                yield desk
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        self.plugged.unplug()

    async def _until_her_telephone_stands(self):
        async with asyncio.timeout(SOON_S):
            while not any(row["kind"] == "StationUp" for row in rows(self.settings, models.Event)):  # noqa: ASYNC110 - the writer is a thread
                await asyncio.sleep(0.02)

    async def until_asked(self, command, times=1):
        async with asyncio.timeout(SOON_S):
            while self.peer.commands.count(command) < times:  # noqa: ASYNC110 - the modem is at the other end of a pty
                await asyncio.sleep(0.01)

    def rings(self):
        self.peer.tell("RING", "NMBR = 02079460103", "NAME = EMMA CLARKE")
        self.plugged.speak()


@pytest.fixture
def office(tmp_path, request):
    return Office(tmp_path, request.param)


async def offered(desk):
    return (await asyncio.wait_for(desk.until(m.CallOffered), SOON_S)).desk.view


async def phase(desk, wanted):
    await asyncio.wait_for(desk.until(m.CallChanged, lambda event: event.view.phase is wanted), SOON_S)


@pytest.mark.parametrize("office", [CONEXANT], indirect=True)
async def test_from_ring_to_file(office):
    async with office.open() as desk:
        office.rings()
        view = await offered(desk)
        await desk.ask(m.AnswerCall(view.call))
        await phase(desk, m.CallPhase.CONNECTED)
        await office.until_asked("AT+VLS=3")
        await desk.ask(m.HoldCall(view.call))
        await phase(desk, m.CallPhase.HELD)
        await office.until_asked("AT+VLS=1", 2)
        await desk.ask(m.RetrieveCall(view.call))
        await phase(desk, m.CallPhase.CONNECTED)
        await office.until_asked("AT+VLS=3", 2)
        office.peer.event("d")
        office.plugged.speak()
        await phase(desk, m.CallPhase.WRAP_UP)
        await desk.ask(m.CompleteLog(view.call, m.LogDraft(disposition="enquiry_answered")))
    (call,) = rows(office.settings, models.Call)
    assert (call["ani"], call["outcome"]) == ("02079460103", "handled")
    assert office.peer.commands[-6:] == ["AT+VLS=3", "AT+VLS=1", "AT+VLS=3", "AT+VLS=0", "ATH", "AT+FCLASS=0"]


@pytest.mark.parametrize("office", [HAYES], indirect=True)
async def test_a_plain_modem_is_answered_by_the_agent(office):
    async with office.open() as desk:
        office.rings()
        view = await offered(desk)
        assert "ATH1" not in office.peer.commands, "it rings until an agent takes it"
        await desk.ask(m.AnswerCall(view.call))
        await phase(desk, m.CallPhase.CONNECTED)
        await desk.ask(m.ClearConnection(view.call))
        await phase(desk, m.CallPhase.WRAP_UP)
    assert office.peer.commands[-2:] == ["ATH1", "ATH"]


@pytest.mark.parametrize("office", [CONEXANT], indirect=True)
async def test_an_agent_calls_out(office):
    async with office.open() as desk:
        office.peer.results["ATDT"] = ["BUSY"]
        await desk.ask(m.MakeCall("+442079460999"))
        await phase(desk, m.CallPhase.WRAP_UP)
    (call,) = rows(office.settings, models.Call)
    assert (call["cause"], call["outcome"]) == ("busy", "not_reached")


@pytest.mark.parametrize("office", [CONEXANT], indirect=True)
async def test_the_modem_is_unplugged_in_mid_call(office, caplog):
    async with office.open() as desk:
        office.rings()
        view = await offered(desk)
        await desk.ask(m.AnswerCall(view.call))
        await phase(desk, m.CallPhase.CONNECTED)
        office.plugged.unplug()
        down = await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
        assert down is not None
        await phase(desk, m.CallPhase.WRAP_UP)
        await desk.ask(m.CompleteLog(view.call, m.LogDraft(disposition="enquiry_answered")))
        office.plugged.plug_in()
        await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: event.up), SOON_S)
        office.rings()
        assert (await offered(desk)).call == view.call + 1


def test_when_an_answer_is_given_is_a_matter_of_the_line() -> None:
    assert Place("GB").answers is None
    assert {mode.value for mode in AnswerMode} == {"at_once", "when_taken"}
