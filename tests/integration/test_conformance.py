"""One suite for both switches: each scenario runs unchanged on the simulator and on a real Asterisk, and must give the same facts.

A whole centre, its database and seats; between centre and switch a cable that can be cut. Where Asterisk's packages could not be
had, its half is skipped with the reason.
"""

import asyncio
import contextlib
import shutil
import struct
import wave

import msgspec
import pytest
import sqlalchemy as sa

from agent_desktop.cti.simulator.model import Manner
from agent_desktop.cti.vocabulary import MonitorMode, StationMode
from agent_desktop.errors import UserError
from agent_desktop.protocol import messages as m
from db import models
from db.engine import open_database
from ivr import prompts
from ivr.centre import plan as plans
from ivr.centre.process import Centre
from tests.fakes import asterisk as real
from tests.fakes.cable import Cable
from tests.fakes.centreworld import add_users, running, seat, settings_in
from tests.fakes.lines import AsteriskLine, ModemLine, SimulatedLine

MENU, DIRECT = "95001", "95002"
LIN, EMMA, WANG, SARA = "1001", "1002", "1003", "1004"
CALLER, OUTSIDE = "+442079460103", "+442079460999"
SOON_S = 20
STORY_S = 6
FLOWS = {
    "main.yaml": """\
language: en
start: service
nodes:
  service:
    type: menu
    say: {en: "For orders and deliveries, press 1. For repairs, press 3.", zh_CN: 订单请按 1。报修请按 3。}
    keys:
      1: {label: {en: Orders, zh_CN: 订单}, next: to_orders}
      3: {label: {en: Repairs, zh_CN: 报修}, next: to_repairs}
      4: {label: {en: Complaint, zh_CN: 投诉}, next: to_complaints}
      5: {label: {en: Callback, zh_CN: 回电}, next: call_back}
      6: {label: {en: Message, zh_CN: 留言}, next: message}
      7: {label: {en: Outside, zh_CN: 外线}, next: outside}
    tries: 9
    timeout_s: 20
    otherwise: to_orders
  to_orders: {type: queue, queue: orders}
  call_back:
    {type: callback, queue: orders, otherwise: to_orders, say: {en: We call you back., zh_CN: 我们会给您回电。}}
  to_repairs: {type: queue, queue: repairs}
  to_complaints: {type: queue, queue: complaints}
  message: {type: voicemail, queue: orders, say: {en: Speak., zh_CN: 请说。}, shortest_s: 0.2, next: thanks}
  thanks: {type: hang_up, say: {en: Thank you., zh_CN: 谢谢。}}
  outside: {type: transfer, number: "+442079460999", ring_s: 2, otherwise: to_orders}
""",
    "survey.yaml": """\
language: en
start: how
nodes:
  how: {type: rate, say: {en: How was it?, zh_CN: 请评分。}, next: bye, otherwise: bye}
  bye: {type: hang_up}
""",
    "waits.yaml": """\
language: en
start: music
nodes:
  music: {type: wait, seconds: 6, next: place}
  place: {type: announce, expected_wait: false, next: offer}
  offer:
    type: say
    say:
      en: All our agents are talking to other customers. To be called back, at this number and in your turn, press 1.
      zh_CN: 现在坐席全忙，请您稍候。如需我们按您的排队位置拨打您现在的号码，请按 1。
    next: more_music
  more_music:
    type: wait
    seconds: 60
    keys:
      1: {label: {en: Call back, zh_CN: 回电}, next: call_back}
    next: place
  call_back: {type: callback, otherwise: more_music, say: {en: We call you back., zh_CN: 我们会给您回电。}}
""",
    "direct.yaml": """\
language: en
start: to_agent
nodes:
  to_agent: {type: queue, queue: general}
""",
}
ON_MODEM = {
    "test_from_menu_to_file": MENU,
    "test_the_caller_hangs_up": DIRECT,
    "test_the_caller_hangs_up_on_hold": DIRECT,
    "test_who_is_muted_hears_and_is_not_heard": DIRECT,
    "test_given_up_in_the_menu": MENU,
    "test_given_up_in_the_queue": MENU,
    "test_given_up_while_an_agent_is_offered_the_call": DIRECT,
    "test_declined": DIRECT,
    "test_handed_to_another_queue": DIRECT,
    "test_keys_for_the_far_end": DIRECT,
    "test_a_recording_ends_with_the_call": DIRECT,
    "test_an_agent_calls_somebody": DIRECT,
    "test_a_call_that_we_make_is_not_answered": DIRECT,
    "test_a_call_that_we_make_is_declined": DIRECT,
    "test_called_back": MENU,
    "test_who_waits_hears_their_place_and_is_called_back_instead": MENU,
    "test_who_waits_is_answered_in_mid_sentence_or_music": MENU,
    "test_a_message_is_recorded_and_becomes_a_task": MENU,
    "test_who_hangs_up_after_the_tone_has_left_a_message_too": MENU,
    "test_after_the_conversation_the_caller_says_how_it_was": MENU,
    "test_a_recording_with_a_pause_is_joined_to_the_call": DIRECT,
}
"""What one analogue line can do, and the number that is called. Left out: what needs a telephone of its own for each agent, a third party, or a
link that can be cut while the switch goes on.
"""
LEFT_OUT = {"CallerIdentified", "LanguageChosen", "LegLogged"}
OF_LINES = {"StationDown", "SwitchLost", "SwitchReached"}
TOLD = ("agent", "keys", "queue", "command", "why", "reason", "kind", "target", "cause", "outcome", "disposition")


class World:
    """A centre on a switch, and everybody around it."""

    def __init__(self, settings, line, cable, stack):
        self.settings, self.line, self.cable, self._stack = settings, line, cable, stack
        self.engine = open_database(settings.database_url)
        self.url = ""
        self._kinds = {"caller": "caller", "next": "caller", OUTSIDE: "outside", CALLER: "outside"}

    async def start(self):
        centre = await self._stack.enter_async_context(running(self.settings))
        self.url = centre.url
        try:
            await self.until("SwitchReached")
        except TimeoutError:
            await self.line.revive()
            await self.until("SwitchReached")

    async def agent(self, user, station, manner=Manner.ANSWERS, after_s=0.0):
        """Somebody at their desk, ready for calls."""
        await self.line.telephone(station, manner, after_s)
        desk = await self._stack.enter_async_context(seat(self.url, user))
        await desk.ask(m.SetAgentState(m.AgentState.READY))
        if self.settings.agents[user].station_mode is StationMode.NAILED_UP:
            await self.until("StationUp", agent=user)
        return desk

    async def agent_in(self, user):
        """Somebody at their desk whose telephone stands, but who takes no calls."""
        desk = await self._stack.enter_async_context(seat(self.url, user))
        await self.until("StationUp", agent=user)
        return desk

    async def voices(self, who, *kinds):
        """Wait until they hear just these."""
        heard = set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SOON_S):
                while (heard := await self.line.hears_whom(who)) != set(kinds):  # noqa: ASYNC110 - another process speaks
                    await asyncio.sleep(0.02)
        assert heard == set(kinds), f"{who} hears {heard}"

    async def restart(self):
        """The switch breaks down and comes back."""
        await self.line.restart()
        self.cable.leads_to(self.line.port)

    async def until_times(self, kind, times):
        """Wait for so many facts of this kind."""
        async with asyncio.timeout(SOON_S):
            while len(self.facts(kind)) < times:  # noqa: ASYNC110 - the writer is a thread
                await asyncio.sleep(0.02)

    def recordings(self):
        """Those of the only call, as its record has them."""
        with self.engine.connect() as connection:
            return connection.scalars(sa.select(models.Call.recordings)).one()

    async def hang_up(self, who):
        """Put the receiver down, once nothing is under way that would then fail for want of them."""
        await self.cable.quiet()
        await self.line.hang_up(who)

    async def hears(self, who, wanted):
        """Wait until they hear it."""
        heard = ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SOON_S):
                while (heard := await self.line.hears(who)) != wanted:  # noqa: ASYNC110 - another process speaks
                    await asyncio.sleep(0.02)
        assert heard == wanted, f"{who} hears {heard}"

    async def together(self, *who):
        """Wait until these hear one another and nobody else."""
        for one in who:
            await self.voices(one, *(self._kinds.get(other, "telephone") for other in who if other != one))

    async def told(self, *expected):
        """The story of the calls, as the database has it, becomes exactly this."""
        story = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STORY_S):
                while (story := self._story()) != list(expected):  # noqa: ASYNC110 - the writer is a thread
                    await asyncio.sleep(0.02)
        assert story == list(expected)

    def facts(self, kind):
        """The bodies of the facts of one kind."""
        with self.engine.connect() as connection:
            query = sa.select(models.Event.body).where(models.Event.kind == kind).order_by(models.Event.number)
            return list(connection.scalars(query))

    async def until(self, kind, **fields):
        """Wait for a fact of this kind with these fields."""
        async with asyncio.timeout(SOON_S):
            while not any(fields.items() <= body.items() for body in self.facts(kind)):  # noqa: ASYNC110 - the writer is a thread
                await asyncio.sleep(0.02)

    def _story(self):
        with self.engine.connect() as connection:
            query = sa.select(models.Event.kind, models.Event.body, models.Event.call_id).order_by(models.Event.number)
            rows = connection.execute(query).all()
        begins = {"CallArrived", "CallMade"}
        first = next((index for index, row in enumerate(rows) if row.kind in begins), len(rows))
        calls = (row for row in rows[first:] if (row.call_id or row.kind in OF_LINES) and row.kind not in LEFT_OUT)
        return [_told(row.kind, row.body) for row in calls if not row.kind.startswith("Agent")]


def _told(kind, body):
    return " ".join([kind, *(str(body[name]) for name in TOLD if body.get(name))])


@pytest.fixture(scope="session")
def spoken(tmp_path_factory):
    """The prompts of these flows, spoken once."""
    folder = tmp_path_factory.mktemp("conformance")
    for name, text in FLOWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    flows = plans.load_flows_of(_with_flows(settings_in(folder), folder))
    prompts.render(prompts.sounds(flows), folder / "prompts")
    return folder


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory, spoken):
    if reason := real.why_not():
        pytest.skip(f"no Asterisk: {reason}")
    with real.Asterisk(tmp_path_factory.mktemp("asterisk")) as instance:
        instance.prompts_from(spoken / "prompts")
        yield instance


def pytest_generate_tests(metafunc):
    """Each scenario meets both switches, and an analogue line where a line of one call can do it."""
    if "line" in metafunc.fixturenames:
        lines = ["simulator", "asterisk"] + ["modem"] * (metafunc.function.__name__ in ON_MODEM)
        metafunc.parametrize("line", lines, indirect=True)


@pytest.fixture
def line(request, spoken, tmp_path):
    match request.param:
        case "simulator":
            return SimulatedLine(spoken / "prompts")
        case "modem":
            name = request.function.__name__
            kind = "v253" if any(word in name for word in ("recording", "message")) else "lucent"  # the other cannot
            return ModemLine(ON_MODEM[name], tmp_path / "recordings", kind)
    return AsteriskLine(request.getfixturevalue("asterisk"))


def _with_flows(settings, folder):
    waiting = {"general": "", "complaints": "waits"}
    changed = {
        name: msgspec.structs.replace(settings.queues[name], while_waiting=flow) for name, flow in waiting.items()
    }
    flows = msgspec.structs.replace(settings.flows, directory=str(folder))
    return msgspec.structs.replace(settings, flows=flows, queues=settings.queues | changed)


@pytest.fixture
def settings(tmp_path, spoken, request):
    """Those of the sample, with short flows, and with prompts that are spoken already. A parameter is more about Lin."""
    shutil.copytree(spoken / "prompts", tmp_path / "prompts")
    settings = _with_flows(settings_in(tmp_path, switch_url="ws://127.0.0.1:1"), spoken)
    hasty = msgspec.structs.replace(settings.queues["repairs"], ring_timeout_s=2.0, after_call="survey")
    queues = settings.queues | {"repairs": hasty}
    centre = msgspec.structs.replace(settings.centre, outside_ring_s=2.0)
    lin = msgspec.structs.replace(settings.agents["lin"], **getattr(request, "param", {}))
    return msgspec.structs.replace(settings, queues=queues, centre=centre, agents=settings.agents | {"lin": lin})


@pytest.fixture
async def world(line, settings):
    add_users(settings)
    async with line, contextlib.AsyncExitStack() as stack:
        if isinstance(line, ModemLine):
            world = World(line.of(settings), line, line, stack)
        else:
            cable = await stack.enter_async_context(Cable(line.port))
            switch = msgspec.structs.replace(settings.switch, url=f"ws://127.0.0.1:{cable.port}")
            world = World(msgspec.structs.replace(settings, switch=switch), line, cable, stack)
        await world.start()
        yield world
        world.engine.dispose()


async def offered(desk):
    return (await asyncio.wait_for(desk.until(m.CallOffered), SOON_S)).desk.view.call


async def phase(desk, wanted):
    await asyncio.wait_for(desk.until(m.CallChanged, lambda event: event.view.phase is wanted), SOON_S)


async def answered(desk):
    call = await offered(desk)
    await desk.ask(m.AnswerCall(call))
    await phase(desk, m.CallPhase.CONNECTED)
    return call


async def logged(desk, call):
    await phase(desk, m.CallPhase.WRAP_UP)
    await desk.ask(m.CompleteLog(call, m.LogDraft(disposition="enquiry_answered")))


TALK = ("CallArrived", "Queued general", "Delivered emma general", "Accepted emma", "Established emma")
END = ("CallCleared normal handled", "CallLogged emma enquiry_answered")


async def test_from_menu_to_file(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.line.press("caller", "1")
    call = await answered(desk)
    await world.hears("caller", "people")
    await world.hears(EMMA, "people")
    await desk.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await world.hears(EMMA, "silence")
    await desk.ask(m.RetrieveCall(call))
    await world.hears("caller", "people")
    await world.hears(EMMA, "people")
    await desk.ask(m.ClearConnection(call))
    await logged(desk, call)
    await world.told(
        "CallArrived",
        "KeysPressed 1",
        "Queued orders",
        "Delivered emma orders",
        "Accepted emma",
        "Established emma",
        "Held emma",
        "Retrieved emma",
        "LegEnded emma normal",
        *END,
    )


async def test_the_caller_hangs_up(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.hears("caller", "people")
    await world.hang_up("caller")
    await logged(desk, call)
    await world.told(*TALK, "LegEnded emma normal", *END)


async def test_the_caller_hangs_up_on_hold(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await desk.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await world.hang_up("caller")
    await logged(desk, call)
    await world.told(*TALK, "Held emma", "LegEnded emma normal", *END)


async def test_who_is_muted_hears_and_is_not_heard(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.together(EMMA, "caller")
    await desk.ask(m.MuteCall(call, on=True))
    await world.hears("caller", "silence")
    await world.voices(EMMA, "caller")
    await desk.ask(m.MuteCall(call, on=False))
    await world.together(EMMA, "caller")
    await desk.ask(m.MuteCall(call, on=True))
    await world.hears("caller", "silence")
    await desk.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await desk.ask(m.RetrieveCall(call))
    await world.together(EMMA, "caller")
    await desk.ask(m.MuteCall(call, on=True))
    await world.hears("caller", "silence")
    await world.hang_up("caller")
    await logged(desk, call)
    await world.told(
        *(*TALK, "Muted emma", "Unmuted emma", "Muted emma", "Held emma", "Retrieved emma", "Muted emma"),
        *("LegEnded emma normal", *END),
    )
    await world.line.call("next", DIRECT, CALLER)
    await answered(desk)
    await world.together(EMMA, "next")


async def test_the_agents_headset_drops_in_mid_call(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.hears(EMMA, "people")
    await world.hang_up(EMMA)
    await logged(desk, call)
    await world.told(*TALK, "StationDown emma normal", "LegEnded emma normal", *END)


async def test_given_up_in_the_menu(world):
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.hang_up("caller")
    await world.told("CallArrived", "CallCleared normal in_menu", "CallLogged")


async def test_given_up_in_the_queue(world):
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.line.press("caller", "3")
    await world.hears("caller", "music")
    await world.hang_up("caller")
    await world.told("CallArrived", "KeysPressed 3", "Queued repairs", "CallCleared normal abandoned", "CallLogged")


async def test_given_up_while_an_agent_is_offered_the_call(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    await offered(desk)
    await world.hears("caller", "music")
    await world.hang_up("caller")
    await world.told(
        "CallArrived",
        "Queued general",
        "Delivered emma general",
        "OfferEnded emma abandoned",
        "CallCleared normal abandoned",
        "CallLogged",
    )


async def test_declined(world):
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await offered(emma)
    sara = await world.agent("sara", SARA)
    await emma.ask(m.DeclineCall(call, "away"))
    assert await answered(sara) == call
    await world.hears(SARA, "people")
    await sara.ask(m.ClearConnection(call))
    await logged(sara, call)
    await world.told(
        "CallArrived",
        "Queued general",
        "Delivered emma general",
        "OfferEnded emma declined away",
        "Queued general",
        "Delivered sara general",
        "Accepted sara",
        "Established sara",
        "LegEnded sara normal",
        "CallCleared normal handled",
        "CallLogged sara enquiry_answered",
    )


async def test_handed_to_a_colleague(world):
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    sara = await world.agent("sara", SARA)
    await emma.ask(m.SingleStepTransferCall(call, "agent", "sara"))
    await logged(emma, call)
    assert await answered(sara) == call
    await world.hears("caller", "people")
    await world.hears(SARA, "people")
    await world.hears(EMMA, "silence")
    await sara.ask(m.ClearConnection(call))
    await logged(sara, call)
    await world.told(
        *TALK,
        "Transferred emma agent sara",
        "LegEnded emma normal",
        "Queued general",
        "Delivered sara general",
        "Accepted sara",
        "Established sara",
        "LegEnded sara normal",
        "CallCleared normal handled",
        "CallLogged sara enquiry_answered",
    )


async def test_handed_to_another_queue(world):
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    await emma.ask(m.SingleStepTransferCall(call, "queue", "repairs"))
    await logged(emma, call)
    await world.hears("caller", "music")
    await world.hears(EMMA, "silence")
    await world.hang_up("caller")
    await world.told(
        *TALK,
        "Transferred emma queue repairs",
        "LegEnded emma normal",
        "Queued repairs",
        "CallCleared normal abandoned",
        "CallLogged emma enquiry_answered",
    )


async def test_handed_to_an_outside_number(world):
    await world.line.outside(OUTSIDE)
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    await emma.ask(m.SingleStepTransferCall(call, "number", OUTSIDE))
    await logged(emma, call)
    await world.hears("caller", "people")
    await world.hears(OUTSIDE, "people")
    await world.hang_up(OUTSIDE)
    await world.told(*TALK, f"Transferred emma number {OUTSIDE}", "LegEnded emma normal", *END)


@pytest.mark.parametrize(("manner", "cause"), [(Manner.BUSY, "busy"), (Manner.UNALLOCATED, "unreachable")])
async def test_an_outside_number_that_takes_no_calls(world, manner, cause):
    await world.line.outside(OUTSIDE, manner)
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    await emma.ask(m.SingleStepTransferCall(call, "number", OUTSIDE))
    await logged(emma, call)
    await world.until("Failed")
    await world.hang_up("caller")
    await world.told(
        *TALK,
        f"Transferred emma number {OUTSIDE}",
        "LegEnded emma normal",
        f"Failed Dial {cause}",
        "Queued general",
        "Delivered emma general",
        "OfferEnded emma abandoned",
        "CallCleared normal abandoned",
        "CallLogged emma enquiry_answered",
    )


async def test_keys_for_the_far_end(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.hears("caller", "people")
    await desk.ask(m.GenerateDigits(call, "12#"))
    async with asyncio.timeout(SOON_S):
        while await world.line.digits("caller") != "12#":  # noqa: ASYNC110 - another process listens
            await asyncio.sleep(0.02)
    await world.line.press("caller", "5")  # goes nowhere, and does no harm
    await world.hang_up("caller")
    await logged(desk, call)
    await world.told(*TALK, "LegEnded emma normal", *END)


async def test_a_telephone_that_rings_is_picked_up(world):
    desk = await world.agent("wang", WANG, after_s=0.3)
    await world.line.call("caller", DIRECT, CALLER)
    call = await offered(desk)
    await phase(desk, m.CallPhase.CONNECTED)
    await world.hears("caller", "people")
    await world.hears(WANG, "people")
    await world.hang_up(WANG)
    await logged(desk, call)
    await world.told(
        "CallArrived",
        "Queued general",
        "Delivered wang general",
        "Accepted wang",
        "Established wang",
        "LegEnded wang normal",
        "CallCleared normal handled",
        "CallLogged wang enquiry_answered",
    )


@pytest.mark.parametrize(
    "settings",
    [{"auto_answer": True}, {"auto_answer": True, "station_mode": StationMode.ON_DEMAND}],
    ids=["nailed_up", "on_demand"],
    indirect=True,
)
async def test_an_offer_that_needs_no_hand(world):
    desk = await world.agent("lin", LIN)
    await world.line.call("caller", DIRECT, CALLER)
    call = await offered(desk)
    await phase(desk, m.CallPhase.CONNECTED)
    await world.hears("caller", "people")
    await world.hears(LIN, "people")
    await world.hang_up("caller")
    await logged(desk, call)
    await world.told(
        *("CallArrived", "Queued general", "Delivered lin general", "Accepted lin", "Established lin"),
        *("LegEnded lin normal", *END[:1], "CallLogged lin enquiry_answered"),
    )


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        (Manner.RINGS_OUT, "no_answer"),
        (Manner.UNREGISTERED, "station_failed"),
        (Manner.BUSY, "declined busy"),
    ],
)
async def test_a_telephone_that_is_not_picked_up(world, manner, why):
    desk = await world.agent("wang", WANG, manner)
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.line.press("caller", "3")
    await offered(desk)
    await world.until("OfferEnded")
    await world.hears("caller", "music")
    await world.hang_up("caller")
    await world.told(
        "CallArrived",
        "KeysPressed 3",
        "Queued repairs",
        "Delivered wang repairs",
        f"OfferEnded wang {why}",
        "Queued repairs",
        "CallCleared normal abandoned",
        "CallLogged",
    )


async def test_given_up_while_the_telephone_rings(world):
    desk = await world.agent("wang", WANG, Manner.RINGS_OUT)
    await world.line.call("caller", DIRECT, CALLER)
    await offered(desk)
    await world.hang_up("caller")
    await asyncio.wait_for(desk.until(m.CallRemoved), SOON_S)
    await world.line.telephone(WANG)
    await world.line.call("next", DIRECT, "+442079460104")
    await offered(desk)
    await phase(desk, m.CallPhase.CONNECTED)
    await world.hears("next", "people")
    await world.hang_up("next")
    await phase(desk, m.CallPhase.WRAP_UP)
    await world.told(
        "CallArrived",
        "Queued general",
        "Delivered wang general",
        "OfferEnded wang abandoned",
        "CallCleared normal abandoned",
        "CallLogged",
        "CallArrived",
        "Queued general",
        "Delivered wang general",
        "Accepted wang",
        "Established wang",
        "LegEnded wang normal",
        "CallCleared normal handled",
    )


@pytest.mark.parametrize(("manner", "cause"), [(Manner.UNREGISTERED, "unreachable"), (Manner.BUSY, "busy")])
async def test_a_headset_that_cannot_be_reached_at_log_in(world, manner, cause):
    await world.line.telephone(EMMA, manner)
    async with seat(world.url, "emma") as desk:
        await desk.ask(m.SetAgentState(m.AgentState.READY))
        await world.until("StationDown")
        assert world.facts("StationDown")[0]["cause"] == cause


@pytest.mark.parametrize(
    ("name", "withheld", "shown"),
    [
        ("Emma Clarke", False, (CALLER, "Emma Clarke", False)),
        ("x\N{RIGHT-TO-LEFT OVERRIDE} 1002 <sip:root>", False, (CALLER, "x 1002 <sip:root>", False)),
        ('say "hi" \\ bye', False, (CALLER, 'say "hi" \\ bye', False)),
        ("Emma Clarke", True, ("", "", True)),
    ],
)
async def test_who_calls(world, name, withheld, shown):
    await world.line.call("caller", DIRECT, CALLER, name, withheld=withheld)
    await world.until("CallArrived")
    (arrived,) = world.facts("CallArrived")
    assert (arrived["ani"], arrived["ani_name"], arrived["withheld"]) == shown
    assert arrived["dnis"] == DIRECT


async def test_the_link_is_cut_while_they_talk(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.hears("caller", "people")
    await world.cable.quiet()
    world.cable.cut()
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
    await world.hears("caller", "people")
    await asyncio.sleep(1)
    world.cable.mend()
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: event.up), SOON_S)
    await desk.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await desk.ask(m.RetrieveCall(call))
    await world.hears("caller", "people")
    await desk.ask(m.ClearConnection(call))
    await logged(desk, call)
    await world.told(*TALK, "SwitchLost", "SwitchReached", "Held emma", "Retrieved emma", "LegEnded emma normal", *END)


async def test_the_caller_hangs_up_and_another_calls_while_the_link_is_cut(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.hears("caller", "people")
    await world.cable.quiet()
    world.cable.cut()
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
    await world.hang_up("caller")
    world.cable.mend()
    await logged(desk, call)
    await world.line.call("next", DIRECT, "+442079460104")
    assert await offered(desk) == call + 1


async def test_a_wrong_password(line, settings):
    async with line:
        switch = msgspec.structs.replace(settings.switch, url=f"ws://127.0.0.1:{line.port}", password="guess")
        async with Centre(msgspec.structs.replace(settings, switch=switch)) as centre:
            with pytest.raises(UserError, match="password"):
                await asyncio.wait_for(centre.serve(), SOON_S)


# --- asking somebody in the middle of a call ------------------------------------------------------------------------------


async def stage(desk, wanted):
    await asyncio.wait_for(
        desk.until(m.CallChanged, lambda event: event.view.consult and event.view.consult.stage is wanted), SOON_S
    )


async def asked_a_colleague(world):
    """Emma talks to a caller and consults Sara."""
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    sara = await world.agent("sara", SARA)
    await emma.ask(m.ConsultationCall(call, "agent", "sara"))
    assert await offered(sara) == call
    await world.hears("caller", "music")
    await sara.ask(m.AnswerCall(call))
    await stage(emma, m.ConsultStage.CONSULTING)
    return emma, sara, call


CONSULTED = (*TALK, "Held emma", "ConsultationStarted emma agent sara", "ConsultationAnswered emma sara")
HANDED_TO_SARA = (
    "Transferred emma agent sara",
    "ConsultationEnded emma transferred agent sara",
    "LegEnded emma normal",
    "Established sara",
    "LegEnded sara normal",
    "CallCleared normal handled",
    "CallLogged sara enquiry_answered",
)


async def test_consulted_alternated_and_handed_over(world):
    emma, sara, call = await asked_a_colleague(world)
    await world.together(EMMA, SARA)
    await world.hears("caller", "music")
    await emma.ask(m.AlternateCall(call))
    await world.together(EMMA, "caller")
    await world.hears(SARA, "music")
    await emma.ask(m.AlternateCall(call))
    await world.together(EMMA, SARA)
    await world.hears("caller", "music")
    await emma.ask(m.TransferCall(call))
    await logged(emma, call)
    await world.together(SARA, "caller")
    await world.hears(EMMA, "silence")
    await sara.ask(m.ClearConnection(call))
    await logged(sara, call)
    await world.told(
        *CONSULTED,
        "Retrieved emma",
        "Alternated emma sara",
        "Held emma",
        "Alternated emma sara",
        *HANDED_TO_SARA,
    )


async def test_back_to_the_caller_after_a_consultation(world):
    emma, sara, call = await asked_a_colleague(world)
    await emma.ask(m.ReconnectCall(call))
    await world.together(EMMA, "caller")
    await world.hears(SARA, "silence")
    await asyncio.wait_for(sara.until(m.CallRemoved, lambda event: event.why == "consulted"), SOON_S)
    await world.hang_up("caller")
    await logged(emma, call)
    await world.told(
        *CONSULTED,
        "ConsultationEnded emma reconnected agent sara",
        "Retrieved emma",
        "LegEnded emma normal",
        *END,
    )


async def test_a_conference_that_the_agent_leaves(world):
    emma, sara, call = await asked_a_colleague(world)
    await emma.ask(m.ConferenceCall(call))
    await world.together(EMMA, SARA, "caller")
    await emma.ask(m.ClearConnection(call))
    await logged(emma, call)
    await world.together(SARA, "caller")
    await world.hears(EMMA, "silence")
    await sara.ask(m.ClearConnection(call))
    await logged(sara, call)
    await world.told(*CONSULTED, "Retrieved emma", "Conferenced emma sara", *HANDED_TO_SARA)


async def test_a_conference_that_the_third_party_leaves(world):
    emma, sara, call = await asked_a_colleague(world)
    await emma.ask(m.ConferenceCall(call))
    await world.together(EMMA, SARA, "caller")
    await sara.ask(m.ClearConnection(call))
    await world.together(EMMA, "caller")
    await world.hang_up("caller")
    await logged(emma, call)
    await world.told(
        *CONSULTED,
        "Retrieved emma",
        "Conferenced emma sara",
        "ConsultationEnded emma left agent sara",
        "LegEnded emma normal",
        *END,
    )


async def test_an_outside_number_consulted_with_keys_and_handed_over(world):
    await world.line.outside(OUTSIDE)
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    await emma.ask(m.ConsultationCall(call, "number", OUTSIDE))
    await stage(emma, m.ConsultStage.CONSULTING)
    await world.together(EMMA, OUTSIDE)
    await emma.ask(m.GenerateDigits(call, "7"))
    async with asyncio.timeout(SOON_S):
        while await world.line.digits(OUTSIDE) != "7":  # noqa: ASYNC110 - another process listens
            await asyncio.sleep(0.02)
    await emma.ask(m.TransferCall(call))
    await logged(emma, call)
    await world.together(OUTSIDE, "caller")
    await world.hang_up(OUTSIDE)
    await world.told(
        *TALK,
        "Held emma",
        f"ConsultationStarted emma number {OUTSIDE}",
        f"ConsultationAnswered emma {OUTSIDE}",
        f"Transferred emma number {OUTSIDE}",
        f"ConsultationEnded emma transferred number {OUTSIDE}",
        "LegEnded emma normal",
        *END,
    )


@pytest.mark.parametrize(("manner", "why"), [(Manner.BUSY, "busy"), (Manner.UNALLOCATED, "unreachable")])
async def test_a_consultation_that_does_not_come_about(world, manner, why):
    await world.line.outside(OUTSIDE, manner)
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(emma)
    await emma.ask(m.ConsultationCall(call, "number", OUTSIDE))
    await asyncio.wait_for(emma.until(m.Notice, lambda notice: notice.error == "consultation_not_reached"), SOON_S)
    await world.hears("caller", "music")
    await emma.ask(m.RetrieveCall(call))
    await world.together(EMMA, "caller")
    await world.hang_up("caller")
    await logged(emma, call)
    await world.told(
        *TALK,
        "Held emma",
        f"ConsultationStarted emma number {OUTSIDE}",
        f"ConsultationEnded emma {why} number {OUTSIDE}",
        "Retrieved emma",
        "LegEnded emma normal",
        *END,
    )


async def test_the_caller_gives_up_during_a_consultation(world):
    emma, sara, call = await asked_a_colleague(world)
    await world.hang_up("caller")
    await logged(emma, call)
    await asyncio.wait_for(sara.until(m.CallRemoved, lambda event: event.why == "consulted"), SOON_S)
    await world.told(*CONSULTED, "ConsultationEnded emma caller_gone agent sara", "LegEnded emma normal", *END)


async def test_the_link_is_cut_during_a_consultation(world):
    emma, _, call = await asked_a_colleague(world)
    await emma.ask(m.AlternateCall(call))
    await world.together(EMMA, "caller")
    await world.cable.quiet()
    world.cable.cut()
    await asyncio.wait_for(emma.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
    world.cable.mend()
    await asyncio.wait_for(emma.until(m.SwitchChanged, lambda event: event.up), SOON_S)
    await world.together(EMMA, "caller")
    await world.hears(SARA, "music")
    await emma.ask(m.ConferenceCall(call))
    await world.together(EMMA, SARA, "caller")


# --- calls that we make ---------------------------------------------------------------------------------------------------


async def called_out(world, manner):
    await world.line.outside(OUTSIDE, manner)
    emma = await world.agent("emma", EMMA)
    await emma.ask(m.MakeCall(OUTSIDE))
    return emma, await offered(emma)


async def test_an_agent_calls_somebody(world):
    emma, call = await called_out(world, Manner.ANSWERS)
    await phase(emma, m.CallPhase.CONNECTED)
    await world.together(EMMA, OUTSIDE)
    await emma.ask(m.HoldCall(call))
    await world.hears(OUTSIDE, "music")
    await emma.ask(m.RetrieveCall(call))
    await world.together(EMMA, OUTSIDE)
    await world.hang_up(OUTSIDE)
    await logged(emma, call)
    await world.told(
        *("CallMade emma general", "Dialled emma", "Established emma", "Held emma", "Retrieved emma"),
        *("LegEnded emma normal", *END),
    )


@pytest.mark.parametrize(
    ("manner", "cause"),
    [
        (Manner.BUSY, "busy"),
        (Manner.RINGS_OUT, "no_answer"),
        (Manner.UNALLOCATED, "unreachable"),
    ],
)
async def test_a_call_that_we_make_is_not_answered(world, manner, cause):
    emma, call = await called_out(world, manner)
    await logged(emma, call)
    cause = world.line.heard_as(cause)
    await world.told(
        *("CallMade emma general", "Dialled emma", f"LegEnded emma {cause}"),
        *(f"CallCleared {cause} not_reached", "CallLogged emma enquiry_answered"),
    )


async def test_a_call_that_we_make_is_declined(world):
    emma = await world.agent("emma", EMMA)
    await emma.ask(m.MakeCall(await world.line.decliner()))
    call = await offered(emma)
    await logged(emma, call)
    cause = world.line.heard_as("rejected")
    await world.told(
        *("CallMade emma general", "Dialled emma", f"LegEnded emma {cause}"),
        *(f"CallCleared {cause} not_reached", "CallLogged emma enquiry_answered"),
    )


async def test_a_telephone_that_rings_calls_out(world):
    await world.line.outside(OUTSIDE)
    wang = await world.agent("wang", WANG, after_s=0.3)
    await wang.ask(m.MakeCall(OUTSIDE))
    call = await offered(wang)
    await phase(wang, m.CallPhase.CONNECTED)
    await world.together(WANG, OUTSIDE)
    await world.hang_up(WANG)
    await logged(wang, call)
    assert (await world.line.hears_whom(OUTSIDE)) == set()


async def test_called_back(world):
    await world.line.outside(CALLER)
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.line.press("caller", "5")
    await world.until("Queued")
    emma = await world.agent("emma", EMMA)
    call = await offered(emma)
    await emma.ask(m.AnswerCall(call))
    await phase(emma, m.CallPhase.CONNECTED)
    await world.together(EMMA, CALLER)
    await emma.ask(m.ClearConnection(call))
    await logged(emma, call)
    await world.told(
        *("CallArrived", "KeysPressed 5", "CallbackRequested orders", "Queued orders", "Delivered emma orders"),
        *("Accepted emma", "Dialled emma", "Established emma", "LegEnded emma normal", *END),
    )


async def test_who_waits_hears_their_place_and_is_called_back_instead(world):
    await world.line.outside(CALLER)
    await in_the_menu(world, "4")
    await world.hears("caller", "music")
    await world.hears("caller", "voice")
    await world.hears("caller", "music")
    await world.line.press("caller", "1")
    await world.until_times("Queued", 2)
    emma = await world.agent("emma", EMMA)
    call = await answered(emma)
    await world.together(EMMA, CALLER)
    await emma.ask(m.ClearConnection(call))
    await logged(emma, call)
    await world.told(
        *("CallArrived", "KeysPressed 4", "Queued complaints", "KeysPressed 1", "LeftQueue complaints"),
        *("CallbackRequested complaints", "Queued complaints", "Delivered emma complaints"),
        *("Accepted emma", "Dialled emma", "Established emma", "LegEnded emma normal", *END),
    )


async def test_who_waits_is_answered_in_mid_sentence_or_music(world):
    await in_the_menu(world, "4")
    await world.hears("caller", "music")
    await world.hears("caller", "voice")
    emma = await world.agent("emma", EMMA)
    call = await answered(emma)
    await world.hears("caller", "people")
    await world.hang_up("caller")
    await logged(emma, call)


# --- out of the menu ------------------------------------------------------------------------------------------------------


async def in_the_menu(world, key):
    """A caller who has heard the menu and pressed a key."""
    await world.line.call("caller", MENU, CALLER)
    await world.hears("caller", "voice")
    await world.line.press("caller", key)


async def test_a_message_is_recorded_and_becomes_a_task(world):
    await world.line.outside(CALLER)
    await in_the_menu(world, "6")
    await world.line.records("caller")
    await asyncio.sleep(1.0)
    await world.line.press("caller", "#")
    await world.until("Queued")
    (left,) = world.facts("VoicemailLeft")
    assert left["complete"]
    assert 0.5 < left["seconds"] < 4.0
    emma = await world.agent("emma", EMMA)
    call = await offered(emma)
    await emma.ask(m.AnswerCall(call))
    await phase(emma, m.CallPhase.WORKING)
    if world.line.hears_a_recording:
        await emma.ask(m.PlayMessage(call, on=True))
        await world.hears(EMMA, world.line.hears_a_recording)
        await world.until("MessagePlayed", playing=False)
    await emma.ask(m.CallBack(call))
    await phase(emma, m.CallPhase.CONNECTED)
    await world.together(EMMA, CALLER)
    await emma.ask(m.ClearConnection(call))
    await logged(emma, call)
    (row,) = world.recordings()
    assert (row["name"], row["agent"], row["complete"]) == (left["recording"], "", True)
    with wave.open(str(world.line.recordings / f"{row['name']}.wav")) as file:
        assert abs(file.getnframes() / file.getframerate() - row["seconds"]) < 1.0


async def test_who_hangs_up_after_the_tone_has_left_a_message_too(world):
    await in_the_menu(world, "6")
    await world.line.records("caller")
    await asyncio.sleep(0.5)
    await world.hang_up("caller")
    await world.told(
        *(
            "CallArrived",
            "KeysPressed 6",
            "VoicemailLeft orders",
            "KeysPressed",
            "Queued orders",
        )
    )


async def test_put_through_from_the_menu(world):
    await world.line.outside(OUTSIDE)
    await in_the_menu(world, "7")
    await world.together("caller", OUTSIDE)
    await world.hang_up(OUTSIDE)
    await world.told("CallArrived", "KeysPressed 7", "Diverted", "CallCleared normal handled", "CallLogged")


@pytest.mark.parametrize(("manner", "cause"), [(Manner.BUSY, "busy"), (Manner.RINGS_OUT, "no_answer")])
async def test_a_number_that_the_menu_does_not_reach(world, manner, cause):
    await world.line.outside(OUTSIDE, manner)
    await in_the_menu(world, "7")
    await world.until("Queued")
    await world.hears("caller", "music")
    await world.hang_up("caller")
    await world.told(
        "CallArrived",
        "KeysPressed 7",
        "Diverted",
        f"Failed Dial {cause}",
        "Queued orders",
        "CallCleared normal abandoned",
        "CallLogged",
    )


async def test_after_the_conversation_the_caller_says_how_it_was(world):
    desk = await world.agent("lin", LIN)
    await in_the_menu(world, "3")
    call = await answered(desk)
    await world.hears("caller", "people")
    await desk.ask(m.ClearConnection(call))
    await world.hears(LIN, "silence")
    await world.hears("caller", "voice")
    await world.line.press("caller", "5")
    await logged(desk, call)
    await world.until("CallLogged")
    with world.engine.connect() as connection:
        row = connection.execute(sa.select(models.Call.rating, models.Call.rated_agent, models.Call.outcome)).one()
    assert tuple(row) == (5, "lin", "handled")


# --- a supervisor with a call ---------------------------------------------------------------------------------------------


LEAD = "1010"


async def supervised(world):
    """Emma talks to a caller; a supervisor is at their desk, ready for no calls."""
    await world.line.telephone(LEAD)
    supervisor = await world.agent_in("supervisor")
    emma = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    return supervisor, emma, await answered(emma)


async def test_a_supervisor_listens_whispers_and_joins(world):
    supervisor, emma, call = await supervised(world)
    await supervisor.ask(m.MonitorCall(call, MonitorMode.MONITOR))
    await world.voices(LEAD, "caller", "telephone")
    await world.voices("caller", "telephone")
    await world.voices(EMMA, "caller")
    await supervisor.ask(m.MonitorCall(call, MonitorMode.WHISPER))
    await world.voices(EMMA, "caller", "telephone")
    await world.voices("caller", "telephone")
    await world.voices(LEAD, "caller", "telephone")
    await supervisor.ask(m.MonitorCall(call, MonitorMode.BARGE_IN))
    await world.voices(EMMA, "caller", "telephone")
    await world.voices(LEAD, "caller", "telephone")
    await supervisor.ask(m.StopMonitoring())
    await world.voices(LEAD)
    await world.together(EMMA, "caller")
    await emma.ask(m.ClearConnection(call))
    await logged(emma, call)
    await world.told(
        *TALK,
        "MonitoringStarted supervisor",
        "MonitoringChanged supervisor",
        "MonitoringChanged supervisor",
        "MonitoringEnded supervisor",
        "LegEnded emma normal",
        *END,
    )


async def test_a_supervisor_stays_through_hold_and_transfer(world):
    supervisor, emma, call = await supervised(world)
    sara = await world.agent("sara", SARA)
    await supervisor.ask(m.MonitorCall(call, MonitorMode.MONITOR))
    await world.voices(LEAD, "caller", "telephone")
    await emma.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await emma.ask(m.RetrieveCall(call))
    await world.voices(LEAD, "caller", "telephone")
    await emma.ask(m.SingleStepTransferCall(call, "agent", "sara"))
    await logged(emma, call)
    assert await answered(sara) == call
    await world.voices(LEAD, "caller", "telephone")
    await world.hang_up("caller")
    await world.until("MonitoringEnded")
    await world.voices(LEAD)


async def test_a_supervisor_whose_headset_drops_leaves_the_others_talking(world):
    supervisor, _, call = await supervised(world)
    await supervisor.ask(m.MonitorCall(call, MonitorMode.BARGE_IN))
    await world.voices(LEAD, "caller", "telephone")
    await world.hang_up(LEAD)
    await world.until("MonitoringEnded")
    await world.together(EMMA, "caller")


# --- recordings -----------------------------------------------------------------------------------------------------------


async def test_a_recording_with_a_pause_is_joined_to_the_call(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.together(EMMA, "caller")
    await world.line.speak("caller", 3.0)
    await desk.ask(m.StartRecording(call))
    await asyncio.sleep(0.6)
    await desk.ask(m.PauseRecording(call))
    await asyncio.sleep(1.0)
    await desk.ask(m.ResumeRecording(call))
    await asyncio.sleep(0.4)
    await desk.ask(m.StopRecording(call))
    await world.together(EMMA, "caller")
    await desk.ask(m.ClearConnection(call))
    await logged(desk, call)
    await world.told(
        *TALK,
        "RecordingStarted emma",
        "RecordingPaused emma",
        "RecordingResumed emma",
        "RecordingEnded emma",
        "LegEnded emma normal",
        *END,
    )
    (row,) = world.recordings()
    assert (row["agent"], row["leg"], row["complete"]) == ("emma", 1, True)
    assert 0.9 < row["seconds"] < 1.9, "without the pause"
    with wave.open(str(world.line.recordings / f"{row['name']}.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
        samples = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    assert abs(seconds - row["seconds"]) < 0.6
    assert max(samples) > 500, "somebody is heard"


async def test_a_recording_ends_with_the_call(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await desk.ask(m.StartRecording(call))
    await asyncio.sleep(0.3)
    await world.hang_up("caller")
    await logged(desk, call)
    (row,) = world.recordings()
    assert row["complete"]
    async with asyncio.timeout(SOON_S):
        while not (world.line.recordings / f"{row['name']}.wav").exists():  # noqa: ASYNC110 - the switch writes it
            await asyncio.sleep(0.02)


# --- faults ---------------------------------------------------------------------------------------------------------------


async def test_the_switch_is_restarted_in_mid_call(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.line.call("waiting", MENU, "+442079460104")
    await world.until("CallArrived", ani="+442079460104")
    await world.cable.quiet()
    await world.restart()
    await logged(desk, call)
    await world.until("CallLogged", call=call, disposition="enquiry_answered")
    await world.until("CallLogged", call=call + 1)
    assert {body["call"]: (body["cause"], body["outcome"]) for body in world.facts("CallCleared")} == {
        call: ("line_lost", "lost"),
        call + 1: ("line_lost", "lost"),
    }
    await world.until_times("StationUp", 2)
    await world.line.call("next", DIRECT, CALLER)
    assert await answered(desk) == call + 2
    await world.hears("next", "people")
    await world.hears(EMMA, "people")
    await desk.ask(m.ClearConnection(call + 2))
    await logged(desk, call + 2)
    await world.until("CallLogged", call=call + 2)
    assert len(world.facts("CallLogged")) == len(world.facts("CallArrived")) == 3


async def test_the_link_is_cut_for_a_minute_with_calls_alive_ending_and_arriving(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.line.call("impatient", DIRECT, "+442079460104")
    await world.until("Queued", call=call + 1)
    await world.hears("impatient", "music")
    await world.cable.quiet()
    world.cable.cut()
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
    await asyncio.sleep(30)
    await world.line.hang_up("impatient")
    await world.line.call("late", DIRECT, "+442079460105")
    await asyncio.sleep(30)
    world.cable.mend()
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: event.up), SOON_S)
    await world.until("CallLogged", call=call + 1)
    await world.until("Queued", call=call + 2)
    await world.hears("late", "music")
    await world.together(EMMA, "caller")
    await desk.ask(m.ClearConnection(call))
    await logged(desk, call)
    assert await answered(desk) == call + 2
    await world.hears("late", "people")
    await desk.ask(m.ClearConnection(call + 2))
    await logged(desk, call + 2)
    await world.until("CallLogged", call=call + 2)
    outcomes = {body["call"]: body["outcome"] for body in world.facts("CallCleared")}
    assert outcomes == {call: "handled", call + 1: "lost", call + 2: "handled"}


async def test_another_client_takes_the_application_and_leaves(world):
    desk = await world.agent("emma", EMMA)
    await world.line.call("caller", DIRECT, CALLER)
    call = await answered(desk)
    await world.cable.quiet()
    async with world.line.intruder():
        await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: not event.up), SOON_S)
        await world.hears("caller", "people")
    await asyncio.wait_for(desk.until(m.SwitchChanged, lambda event: event.up), SOON_S)
    await desk.ask(m.HoldCall(call))
    await world.hears("caller", "music")
    await desk.ask(m.RetrieveCall(call))
    await desk.ask(m.ClearConnection(call))
    await logged(desk, call)
    await world.told(*TALK, "SwitchLost", "SwitchReached", "Held emma", "Retrieved emma", "LegEnded emma normal", *END)


async def test_two_seats_answer_at_the_same_instant(world):
    emma = await world.agent("emma", EMMA)
    sara = await world.agent("sara", SARA)
    await world.line.call("first", DIRECT, CALLER)
    await world.line.call("second", DIRECT, "+442079460104")
    calls = await asyncio.gather(offered(emma), offered(sara))
    assert set(calls) == {1, 2}
    wrong = await asyncio.gather(
        emma.ask(m.AnswerCall(calls[1])), sara.ask(m.AnswerCall(calls[0])), return_exceptions=True
    )
    assert [getattr(each, "error_id", "") for each in wrong] == ["not_your_call"] * 2
    await asyncio.gather(*(desk.ask(m.AnswerCall(call)) for desk, call in zip((emma, sara), calls, strict=True)))
    await asyncio.gather(phase(emma, m.CallPhase.CONNECTED), phase(sara, m.CallPhase.CONNECTED))
    for who in (EMMA, SARA):
        await world.voices(who, "caller")
    for who in ("first", "second"):
        await world.voices(who, "telephone")
