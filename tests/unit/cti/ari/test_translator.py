"""Commands to requests; responses and events to our events."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from agent_desktop.cti.ari import wire
from agent_desktop.cti.ari.place import Place
from agent_desktop.cti.ari.translator import Step, Translator
from agent_desktop.cti.switch import (
    Answer,
    AnyCommand,
    AnyEvent,
    Bridge,
    CallArrived,
    Clear,
    CommandRefused,
    ConnectionAlerting,
    ConnectionAnswered,
    ConnectionEnded,
    Dial,
    DigitReceived,
    Hold,
    LiveConnection,
    Play,
    PlaybackEnded,
    Prompt,
    RecordingEnded,
    ReleaseBridge,
    Retrieve,
    SendDigits,
    Spoke,
    StartMusic,
    StopMusic,
    StopPlayback,
    SwitchDown,
    SwitchUp,
    Unbridge,
)
from agent_desktop.cti.vocabulary import BridgeId, Cause, ConnectionId, Language, PlaybackId, RecordingId
from tests.fakes.ari import Json, about, channel, event, finished, response, started

C = ConnectionId("c")
AGENT = ConnectionId("agent")
B = BridgeId("b")
P = PlaybackId("p")
PLACE = Place("ws://pbx:8088", "agent-desktop", "desk", "secret")
DIAL = Dial(AGENT, "1001", "+447700900123", "Bob", 20)
PLAY = Play(C, P, (Prompt("agent-desktop/welcome", "Hello"), Prompt("agent-desktop/menu", "Press 1")), Language.ZH_CN)


class Talk:
    """A translator with its requests and events at hand."""

    def __init__(self, bridges: tuple[str, ...] = (), *, up: bool = True) -> None:
        self.translator = Translator(PLACE)
        self.asked: list[wire.RestRequest] = []
        self.now_s = 0.0
        if up:
            self.link_up(bridges=bridges)

    def link_up(self, *channels: Json, bridges: tuple[str, ...] = ()) -> list[AnyEvent]:
        found = msgspec.convert(list(channels), tuple[wire.Channel, ...])
        return self._took(self.translator.link_up(found, [wire.BridgeRef(b) for b in bridges], self.now_s))

    def send(self, command: AnyCommand) -> list[AnyEvent]:
        return self._took(self.translator.send(command, self.now_s))

    def hear(self, *messages: Json) -> list[AnyEvent]:
        return [e for m in messages for e in self._took(self.translator.receive(self._decoded(m), self.now_s))]

    def answer(self, status: int = 204, body: object = None) -> list[AnyEvent]:
        """The switch answers the oldest of the open requests."""
        return self.hear(response(self.asked.pop(0).request_id, status, body))

    def lines(self) -> list[str]:
        """The open requests, as `METHOD uri query`."""
        return [
            " ".join([r.method, r.uri, "&".join(f"{p.name}={p.value}" for p in r.query_strings)]).rstrip()
            for r in self.asked
        ]

    def _decoded(self, message: Json) -> wire.Message:
        return wire.decode(json.dumps(message).encode())

    def _took(self, step: Step) -> list[AnyEvent]:
        self.asked += step.requests
        return step.events


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
def call(talk: Talk) -> Talk:
    talk.hear(started("c", "800", number="+447700900123"))
    return talk


# ---- arriving calls


def test_an_arriving_channel_is_a_call(talk: Talk) -> None:
    assert talk.hear(started("c", "800", "allowed", number="+447700900123", name="Bob")) == [
        CallArrived(C, ani="+447700900123", ani_name="Bob", withheld=False, dnis="800")
    ]


def test_a_call_is_told_once(call: Talk) -> None:
    assert call.hear(started("c", "800")) == []


def test_answering_tells_when_the_channel_is_up(call: Talk) -> None:
    assert call.send(Answer(C)) == []
    assert call.lines() == ["POST channels/c/answer"]
    assert call.hear(about("ChannelStateChange", "c", "Up")) == [ConnectionAnswered(C)]
    assert call.answer() == []


def test_a_channel_that_the_dialplan_had_answered_counts_as_answered_when_we_ask(talk: Talk) -> None:
    talk.hear(started("c", "800", state="Up"))
    assert talk.send(Answer(C)) == []
    assert talk.answer() == [ConnectionAnswered(C)]


def test_up_without_our_asking_is_not_answered(call: Talk) -> None:
    assert call.hear(about("ChannelStateChange", "c", "Up")) == []


def test_digits_and_speech(call: Talk) -> None:
    assert call.hear(about("ChannelDtmfReceived", "c", digit="#", duration_ms=100)) == [DigitReceived(C, "#")]
    said = {"eventname": "Spoke", "text": "你好", "language": "zh_CN"}
    assert call.hear(about("ChannelUserevent", "c", eventname="Spoke", userevent=said)) == [
        Spoke(C, "你好", Language.ZH_CN)
    ]


def test_what_is_no_digit_and_other_peoples_user_events_are_nothing(call: Talk) -> None:
    assert call.hear(about("ChannelDtmfReceived", "c", digit="12")) == []
    assert call.hear(about("ChannelUserevent", "c", eventname="wrapup", userevent={"text": 5})) == []
    assert call.hear(event("ChannelUserevent", eventname="Spoke", userevent={"text": "hi"})) == []


def test_nothing_is_told_of_channels_that_are_not_ours(talk: Talk) -> None:
    kinds = ["ChannelStateChange", "ChannelHangupRequest", "StasisEnd", "ChannelDestroyed"]
    assert talk.hear(*(about(kind, "other", "Ringing") for kind in kinds)) == []
    assert talk.hear(about("ChannelDtmfReceived", "other", digit="1"), finished("other")) == []


# ---- ends


def test_a_hang_up_is_told_once_with_its_cause(call: Talk) -> None:
    ends = [about("ChannelHangupRequest", "c"), about("StasisEnd", "c"), about("ChannelDestroyed", "c", cause=17)]
    assert call.hear(*ends) == [ConnectionEnded(C, Cause.BUSY)]
    assert call.hear(*ends, about("ChannelDtmfReceived", "c", digit="1")) == []


def test_a_channel_that_goes_on_in_the_dialplan_is_gone_for_us(call: Talk) -> None:
    assert call.hear(about("StasisEnd", "c")) == [ConnectionEnded(C, Cause.NORMAL)]
    assert call.hear(about("ChannelDestroyed", "c", cause=16)) == []


def test_a_channel_whose_end_was_told_is_sent_on_when_it_comes_back(call: Talk) -> None:
    call.hear(about("StasisEnd", "c"))
    with capture_logs() as logs:
        assert call.hear(started("c", "800")) == []
    assert call.lines() == ["POST channels/c/continue"]
    assert [entry["event"] for entry in logs] == ["ari.channel_came_back"]


def test_clearing_gives_the_cause_and_takes_one_that_is_gone(call: Talk) -> None:
    call.send(Clear(C, Cause.BUSY))
    assert call.lines() == ["DELETE channels/c reason_code=17"]
    assert call.answer(404, {"message": "Channel not found"}) == [ConnectionEnded(C, Cause.NORMAL)]
    call.send(Clear(C))
    assert call.answer(404, {"message": "Channel not found"}) == []


# ---- dialling


def test_dialling_a_station(talk: Talk) -> None:
    assert talk.send(DIAL) == []
    assert talk.lines() == [
        'POST channels endpoint=PJSIP/1001&app=agent-desktop&appArgs=dialled&channelId=agent&timeout=20&callerId="Bob" <+447700900123>'
    ]
    ringing = about("ChannelStateChange", "agent", "Ringing")
    assert talk.hear(ringing, ringing) == [ConnectionAlerting(AGENT)]
    assert talk.answer(200, channel("agent", "Down")) == []


def test_a_telephone_is_asked_to_pick_up_by_itself(talk: Talk) -> None:
    talk.send(Dial(AGENT, "1001", "", "", 20, answer_itself=True))
    (request,) = talk.asked
    assert request.content_type == "application/json"
    assert json.loads(request.message_body) == {
        "variables": {"PJSIP_HEADER(add,Call-Info)": "<sip:agent-desktop.invalid>;answer-after=0"}
    }


def test_a_picked_up_device_counts_as_answered_once_it_can_be_bridged(talk: Talk) -> None:
    talk.send(DIAL)
    assert talk.hear(about("ChannelStateChange", "agent", "Up")) == []
    assert talk.hear(started("agent", "dialled", state="Up")) == [ConnectionAnswered(AGENT)]


def test_early_media_is_not_yet_an_answer(talk: Talk) -> None:
    talk.send(DIAL)
    assert talk.hear(started("agent", "dialled", state="Ringing")) == []
    assert talk.hear(about("ChannelStateChange", "agent", "Up")) == [ConnectionAnswered(AGENT)]


@pytest.mark.parametrize(
    ("q850", "rang", "cause"),
    [
        (17, True, Cause.BUSY),
        (21, True, Cause.REJECTED),
        (19, True, Cause.NO_ANSWER),
        (1, False, Cause.UNREACHABLE),
        (0, False, Cause.UNREACHABLE),
        (0, True, Cause.NO_ANSWER),
        (16, True, Cause.NO_ANSWER),
        (34, False, Cause.CONGESTION),
    ],
)
def test_a_device_that_was_not_picked_up_never_ends_normally(talk: Talk, q850: int, rang: bool, cause: Cause) -> None:
    talk.send(DIAL)
    talk.hear(*[about("ChannelStateChange", "agent", "Ringing")] * rang)
    assert talk.hear(about("ChannelDestroyed", "agent", cause=q850)) == [ConnectionEnded(AGENT, cause)]


def test_a_device_that_we_gave_up_ends_normally(talk: Talk) -> None:
    talk.send(DIAL)
    talk.send(Clear(AGENT))
    assert talk.hear(about("ChannelDestroyed", "agent", cause=16)) == [ConnectionEnded(AGENT, Cause.NORMAL)]


def test_a_refused_dial_says_why_and_ends_the_connection_once(talk: Talk) -> None:
    talk.send(DIAL)
    assert talk.answer(500, {"error": "Allocation failed"}) == [
        CommandRefused("Dial", "agent", "500 Allocation failed"),
        ConnectionEnded(AGENT, Cause.UNREACHABLE),
    ]
    assert talk.hear(about("ChannelDestroyed", "agent", cause=0)) == []


def test_a_number_that_cannot_be_dialled_is_not_asked_for(talk: Talk) -> None:
    assert talk.send(Dial(AGENT, "1001&1002", "", "", 20)) == [
        CommandRefused("Dial", "agent", "not a number or station name"),
        ConnectionEnded(AGENT, Cause.UNREACHABLE),
    ]
    assert talk.asked == []


def test_an_id_is_dialled_once(talk: Talk) -> None:
    talk.send(DIAL)
    assert talk.send(DIAL) == [CommandRefused("Dial", "agent", "its id is in use already")]
    assert len(talk.asked) == 1


def test_a_dial_without_an_answer_is_hung_up_and_ended(talk: Talk) -> None:
    talk.send(DIAL)
    assert talk.translator.next_deadline() == 5.0
    with capture_logs() as logs:
        step = talk.translator.expire(5.0)
    assert step.events == [
        CommandRefused("Dial", "agent", "no answer within 5 s"),
        ConnectionEnded(AGENT, Cause.CONGESTION),
    ]
    assert [(r.method, r.uri) for r in step.requests] == [("DELETE", "channels/agent")]
    assert [entry["event"] for entry in logs] == ["ari.request_unanswered"]
    assert talk.answer(200, channel("agent", "Down")) == []
    assert talk.hear(started("agent", "dialled", state="Up")) == []


def test_a_device_dialled_by_an_earlier_run_is_no_arriving_call(talk: Talk) -> None:
    assert talk.hear(started("agent", "dialled", state="Up")) == [ConnectionAnswered(AGENT)]


# ---- prompts


def test_prompts_are_one_list_in_the_callers_language(call: Talk) -> None:
    call.send(PLAY)
    assert call.lines() == [
        "POST channels/c/play/p media=sound:agent-desktop/welcome,sound:agent-desktop/menu&lang=zh_CN"
    ]
    assert call.hear(finished("p")) == [PlaybackEnded(P, completed=True)]
    assert call.hear(finished("p")) == []


def test_a_stopped_playback_is_done_for_asterisk_but_not_completed(call: Talk) -> None:
    call.send(PLAY)
    call.send(StopPlayback(P))
    assert call.lines()[1] == "DELETE playbacks/p"
    assert call.hear(finished("p", "done")) == [PlaybackEnded(P, completed=False)]
    call.answer(201)
    assert call.answer(404, {"message": "Playback not found"}) == []


def test_a_sound_that_is_missing_is_not_completed(call: Talk) -> None:
    call.send(PLAY)
    assert call.hear(finished("p", "failed")) == [PlaybackEnded(P, completed=False)]


def test_a_refused_playback_says_why_and_ends(call: Talk) -> None:
    call.send(PLAY)
    assert call.answer(404, {"message": "Channel not found"}) == [
        CommandRefused("Play", "p", "404 Channel not found", gone=True),
        PlaybackEnded(P, completed=False),
    ]


def test_nothing_to_say_is_said_at_once(call: Talk) -> None:
    assert call.send(Play(C, P, (), Language.EN)) == [PlaybackEnded(P, completed=True)]
    assert call.asked == []


def test_playbacks_end_before_their_connection(call: Talk) -> None:
    call.send(PLAY)
    assert call.hear(about("ChannelDestroyed", "c", cause=16), finished("p", "failed")) == [
        PlaybackEnded(P, completed=False),
        ConnectionEnded(C, Cause.NORMAL),
    ]


# ---- bridges and music


def test_a_bridge_is_made_once(call: Talk) -> None:
    call.send(Bridge(B, (C, AGENT), tone=True))
    assert call.lines() == [
        "POST bridges/b type=mixing,dtmf_events",
        "POST bridges/b/addChannel channel=c",
        "POST bridges/b/addChannel channel=agent",
        "POST bridges/b/play media=sound:beep",
    ]
    call.asked.clear()
    call.send(Bridge(B, (C,)))
    assert call.lines() == ["POST bridges/b/addChannel channel=c"]


def test_a_bridge_that_the_switch_took_down_is_made_again(call: Talk) -> None:
    call.send(Bridge(B, ()))
    call.hear(event("BridgeDestroyed", bridge={"id": "b"}))
    call.asked.clear()
    call.send(Bridge(B, ()))
    assert call.lines() == ["POST bridges/b type=mixing,dtmf_events"]


def test_a_bridge_that_stands_already_is_no_mistake_and_a_tone_that_fails_neither(call: Talk) -> None:
    call.send(Bridge(B, (C,), tone=True))
    assert call.answer(409, {"message": "Bridge with id 'b' already exists"}) == []
    assert call.answer(204) == []
    assert call.answer(500) == []


def test_the_refusal_of_a_bridge_names_who_is_gone(call: Talk) -> None:
    call.send(Bridge(B, (C, AGENT)))
    call.answer(200)
    assert call.answer(400, {"message": "Channel not found"}) == [
        CommandRefused("Bridge", "c", "400 Channel not found", gone=True)
    ]
    assert call.answer(404, {"message": "Bridge not found"}) == [
        CommandRefused("Bridge", "b", "404 Bridge not found", gone=True)
    ]
    call.send(Bridge(B, ()))
    assert call.lines() == ["POST bridges/b type=mixing,dtmf_events"]


def test_hold_and_retrieve(call: Talk) -> None:
    call.send(Hold(B, C))
    call.send(Retrieve(B, C))
    assert call.lines() == [
        "POST bridges/b/removeChannel channel=c",
        "POST channels/c/moh",
        "DELETE channels/c/moh",
        "POST bridges/b/addChannel channel=c",
    ]
    assert call.answer(422, {"message": "Channel not in this bridge"}) == [
        CommandRefused("Hold", "c", "422 Channel not in this bridge")
    ]


def test_music_stops_when_its_hearer_is_bridged(call: Talk) -> None:
    call.send(StartMusic(C))
    call.send(Bridge(B, (C,)))
    call.send(StopMusic(C))
    call.send(Bridge(B, (C,)))
    assert call.lines() == [
        "POST channels/c/moh",
        "POST bridges/b type=mixing,dtmf_events",
        "DELETE channels/c/moh",
        "POST bridges/b/addChannel channel=c",
        "DELETE channels/c/moh",
        "POST bridges/b/addChannel channel=c",
    ]


def test_leaving_and_releasing_a_bridge_and_sending_digits(call: Talk) -> None:
    call.send(Unbridge(B, C))
    call.send(ReleaseBridge(B))
    call.send(SendDigits(C, "12#"))
    assert call.lines() == [
        "POST bridges/b/removeChannel channel=c",
        "DELETE bridges/b",
        "POST channels/c/dtmf dtmf=12#",
    ]
    call.answer(204)
    assert call.answer(404, {"message": "Bridge not found"}) == []
    assert call.answer(404, {"message": "Channel not found"}) == [
        CommandRefused("SendDigits", "c", "404 Channel not found", gone=True)
    ]


def test_ids_are_encoded_in_addresses_only(talk: Talk) -> None:
    odd = ConnectionId("a/b c%1?")
    talk.send(Dial(odd, "1001", "", "", 0.2))
    talk.send(Clear(odd))
    assert talk.lines() == [
        "POST channels endpoint=PJSIP/1001&app=agent-desktop&appArgs=dialled&channelId=a/b c%1?&timeout=1",
        "DELETE channels/a%2Fb%20c%251%3F reason_code=16",
    ]


# ---- the link


def test_the_first_link_finds_calls_that_nobody_has_handled() -> None:
    talk = Talk(up=False)
    events = talk.link_up(
        channel("c", "Up", number="+447700900123", args=("800", "allowed")),
        channel("agent", "Up", args=("dialled",)),
        channel("stranger", "Up"),
        channel("foreign", "Up", args=("800",), app="other"),
    )
    arrived = CallArrived(C, "+447700900123", "", withheld=False, dnis="800")
    assert events == [
        SwitchUp((LiveConnection(C, answered=True, arrived=arrived), LiveConnection(AGENT, answered=True)))
    ]


def test_after_an_outage_the_ended_are_told_and_the_living_listed(call: Talk) -> None:
    call.send(DIAL)
    call.send(Dial(ConnectionId("ringing"), "1002", "", "", 20))
    call.asked.clear()
    assert call.translator.link_down("cable").events == [
        CommandRefused("Dial", "agent", "the link to the switch is down"),
        CommandRefused("Dial", "ringing", "the link to the switch is down"),
        SwitchDown("cable"),
    ]
    assert call.link_up(channel("agent", "Up", args=("dialled",)), channel("ringing", "Ringing")) == [
        ConnectionEnded(C, Cause.LINE_LOST),
        SwitchUp((LiveConnection(AGENT, answered=True), LiveConnection(ConnectionId("ringing"), answered=False))),
        ConnectionAlerting(ConnectionId("ringing")),
    ]
    assert call.hear(started("agent", "dialled", state="Up")) == []


def test_a_known_call_is_not_offered_again_after_an_outage(call: Talk) -> None:
    call.translator.link_down("cable")
    assert call.link_up(channel("c", "Ring", args=("800",))) == [SwitchUp((LiveConnection(C, answered=False),))]


def test_a_call_that_left_for_the_dialplan_during_an_outage_is_ended(call: Talk) -> None:
    call.translator.link_down("cable")
    assert call.link_up(channel("c", "Up")) == [ConnectionEnded(C, Cause.LINE_LOST), SwitchUp(())]


def test_a_playback_that_ended_during_an_outage_is_told(call: Talk) -> None:
    call.send(PLAY)
    call.asked.clear()
    call.translator.link_down("cable")
    call.link_up(channel("c", "Up", args=("800",)))
    assert call.lines() == ["GET playbacks/p"]
    assert call.answer(404, {"message": "Playback not found"}) == [PlaybackEnded(P, completed=False)]


def test_a_playback_that_goes_on_is_left_alone(call: Talk) -> None:
    call.send(PLAY)
    call.asked.clear()
    call.translator.link_down("cable")
    call.link_up(channel("c", "Up", args=("800",)))
    assert call.answer(200, {"id": "p", "state": "playing"}) == []
    assert call.hear(finished("p")) == [PlaybackEnded(P, completed=True)]


def test_what_was_refused_without_a_link_leaves_no_trace(call: Talk) -> None:
    call.send(PLAY)
    call.asked.clear()
    call.translator.link_down("cable")
    call.send(StopPlayback(P))
    call.send(Bridge(B, (C,)))
    call.link_up(channel("c", "Up", args=("800",)))
    assert call.hear(finished("p")) == [PlaybackEnded(P, completed=True)]
    call.asked.clear()
    call.send(Bridge(B, ()))
    assert call.lines() == ["POST bridges/b type=mixing,dtmf_events"]


def test_bridges_that_stand_are_not_made_again() -> None:
    talk = Talk(bridges=("b",))
    talk.send(Bridge(B, (C,)))
    assert talk.lines() == ["POST bridges/b/addChannel channel=c"]


def test_without_a_link_every_command_is_refused_and_nothing_asked() -> None:
    talk = Talk(up=False)
    down = "the link to the switch is down"
    assert talk.send(Hold(B, C)) == [CommandRefused("Hold", "c", down)]
    assert talk.send(DIAL) == [CommandRefused("Dial", "agent", down), ConnectionEnded(AGENT, Cause.LINE_LOST)]
    assert talk.send(PLAY) == [CommandRefused("Play", "p", down), PlaybackEnded(P, completed=False)]
    assert talk.send(Bridge(B, (C, AGENT))) == [CommandRefused("Bridge", "b", down)]
    assert talk.asked == []


def test_the_memory_of_ended_connections_is_bounded() -> None:
    translator = Translator(PLACE, memory=2)
    translator.link_up((), (), 0.0)
    for name in ("1", "2", "3"):
        for message in (started(name, "800"), about("ChannelDestroyed", name)):
            translator.receive(wire.decode(json.dumps(message)), 0.0)
    assert list(translator._ended) == ["2", "3"]


# ---- real traffic


def heard(capture: str, *sent: AnyCommand) -> list[AnyEvent]:
    """What comes of a recording; types that we don't ask for are left out, as the filter does it."""
    talk = Talk()
    for command in sent:
        talk.send(command)
    recorded = json.loads((Path(__file__).parent / "captures" / capture).read_text())
    return talk.hear(*(message for message in recorded if message["type"] in wire.WANTED))


def test_a_recorded_sip_call() -> None:
    caller = ConnectionId("1795326799.11")
    assert heard("sip_inbound_to_stasis_subscribeAll.json") == [
        CallArrived(caller, ani="sipp", ani_name="sipp", withheld=False, dnis="900"),
        ConnectionEnded(caller, Cause.NORMAL),
    ]


def test_recorded_calls_that_were_dialled() -> None:
    job, agent = ConnectionId("c-out-1"), ConnectionId("c-ag-1")
    dials = [Dial(job, "100", "", "", 20), Dial(agent, "200", "", "", 20)]
    events = heard("stasis_call_events.json", *dials, Play(job, PlaybackId("pb-1"), (Prompt("x", ""),), Language.EN))
    assert [event for event in events if getattr(event, "connection", "") != "sn-1"] == [
        ConnectionAnswered(job),
        *(DigitReceived(job, digit) for digit in "12#"),
        ConnectionAlerting(agent),
        PlaybackEnded(PlaybackId("pb-1"), completed=True),
        ConnectionAnswered(agent),
        RecordingEnded(RecordingId("rec-1"), complete=True),
        ConnectionEnded(agent, Cause.BUSY),
        ConnectionEnded(job, Cause.NORMAL),
    ]
