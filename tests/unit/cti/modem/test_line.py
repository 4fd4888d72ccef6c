"""One line with a modem as a table: arriving, talking, calling out, and everything a modem cannot do."""

from __future__ import annotations

import pytest

from agent_desktop.cti import switch as s
from agent_desktop.cti.modem.ground import Place
from agent_desktop.cti.modem.profile import AnswerMode, Flash
from agent_desktop.cti.modem.trouble import Trouble
from agent_desktop.cti.vocabulary import BridgeId, Capability, Cause, ConnectionId, MonitorMode, PlaybackId, RecordingId
from agent_desktop.protocol.errors import ErrorId
from tests.fakes.modems import BRIDGE, CONEXANT, HAYES, HEADSET, STATION, USR, Desk, Table, play

LOST = Trouble(ErrorId.MODEM_LOST, port="/dev/modem")
DOWN = s.SwitchDown(str(LOST), "modem_lost", {"port": "/dev/modem"})
OUT = ConnectionId("out")
THIRD = ConnectionId("third")
RECORDING = RecordingId("r1")
P = PlaybackId("p")
ENTER = ["AT+FCLASS=8", "AT+VSD=128,50", "AT+VRA=60", "AT+VRN=100", "AT+VSM=1,8000"]
LEAVE = ["AT+VLS=0", "ATH", "AT+FCLASS=0"]


def dial(connection: ConnectionId = OUT, device: str = "+442079460999", ring_s: float = 20.0) -> s.Dial:
    return s.Dial(connection, device, "", "", ring_s)


def pbx(flash: Flash = Flash.TOGGLE) -> Desk:
    return Desk(CONEXANT, place=Place("GB", frozenset({STATION}), prefix="0,", mark="m"), flash=flash)


# --- arriving -------------------------------------------------------------------------------------------------------------


def test_a_voice_modem_is_opened_and_its_line_is_up() -> None:
    desk = Desk(CONEXANT)
    (up,) = desk.took()
    assert isinstance(up, s.SwitchUp)
    assert not up.connections
    assert up.line >= {Capability.HOLD, Capability.PROMPTS, Capability.RECORD}
    assert up.line.isdisjoint({Capability.CONSULT, Capability.TRANSFER, Capability.CONFERENCE, Capability.MONITOR})
    assert "AT+VCID=1" in desk.asked()


def test_a_call_is_told_once_with_its_number_and_answered_at_once() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.rings("DATE = 0321", "TIME = 1432", "NMBR = 02079460103", "NAME = BOB")
    desk.run(4.0)
    desk.rings()
    (arrived,) = desk.took()
    assert arrived == s.CallArrived(ConnectionId("m-1"), "02079460103", "BOB", False, "")
    desk.asked()
    desk.send(s.Answer(arrived.connection))
    assert desk.took() == [s.ConnectionAnswered(arrived.connection)]
    assert desk.asked() == [*ENTER, "AT+VLS=1"]


def test_without_a_number_the_second_ring_tells_the_call() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.rings()
    assert desk.took() == []
    desk.run(4.0)
    desk.rings()
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "", "", False, "")]


def test_a_number_without_a_name_does_not_wait_for_the_second_ring() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.rings("NMBR = 02079460103")
    assert desk.took() == []
    desk.run(0.6)
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "02079460103", "", False, "")]


def test_a_number_before_the_first_ring() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.peer.event("D13812345678C")
    desk.run()
    assert desk.took() == []
    desk.rings()
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "13812345678", "", False, "")]


def test_a_number_that_nobody_rang_after_is_forgotten() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.peer.tell("NMBR = 02079460103", "NAME = BOB")
    desk.run(10.0)
    desk.rings()
    desk.run(7.0)
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "", "", False, "")]


def test_a_modem_without_caller_id_tells_the_call_at_its_first_ring() -> None:
    desk = Desk(HAYES | dict.fromkeys(["AT+VCID=1", "AT#CID=1", "AT%CCID=1", "AT#CC1", "AT*ID1"]))
    desk.took()
    desk.rings()
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "", "", False, "")]


def test_rings_that_end_are_a_missed_call() -> None:
    desk = Desk(CONEXANT, place=Place("GB", frozenset({STATION}), answers=AnswerMode.WHEN_TAKEN, mark="m"))
    caller = desk.arrived()
    desk.send(s.Answer(caller))
    assert desk.took() == [s.ConnectionAnswered(caller)]
    desk.run(7.9)
    assert desk.took() == []
    desk.run(0.2)
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL)]
    assert desk.asked() == []
    assert desk.arrived() == ConnectionId("m-2")


def test_the_modem_does_not_take_the_call() -> None:
    desk = Desk(CONEXANT)
    caller = desk.arrived()
    desk.peer.results["AT+VLS=1"] = ["ERROR"]
    desk.send(s.Answer(caller))
    assert desk.took() == [s.CommandRefused("Answer", caller, "the modem does not take the call: ERROR")]


def test_a_call_that_nobody_wants_rings_on_unheard() -> None:
    desk = Desk(CONEXANT)
    caller = desk.arrived()
    desk.send(s.Clear(caller))
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL)]
    desk.run(4.0)
    desk.rings()
    assert desk.took() == []
    desk.run(9.0)
    desk.arrived()


def test_the_number_comes_damaged() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.rings("MESG = 040C30333231313433323535353101")
    assert desk.took() == [s.CallArrived(ConnectionId("m-1"), "", "", False, "")]


# --- talking --------------------------------------------------------------------------------------------------------------


def test_the_agents_station_is_the_telephone_at_the_modem() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.send(s.Dial(HEADSET, STATION, "", "", 20))
    assert desk.took() == [s.ConnectionAlerting(HEADSET), s.ConnectionAnswered(HEADSET)]
    caller = desk.answered()
    desk.send(s.Bridge(BRIDGE, (caller, HEADSET), tone=True))
    assert desk.asked() == ["AT+VLS=3"]
    desk.send(s.Unbridge(BRIDGE, HEADSET))
    assert desk.asked() == ["AT+VLS=1"]
    desk.send(s.Clear(caller))
    assert desk.asked() == LEAVE
    desk.send(s.Clear(HEADSET))
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL), s.ConnectionEnded(HEADSET, Cause.NORMAL)]


def test_an_agent_takes_a_call_that_rings() -> None:
    desk = Desk(HAYES)
    desk.send(s.Dial(HEADSET, STATION, "", "", 20))
    caller = desk.arrived()
    desk.send(s.Answer(caller), s.StartMusic(caller))
    assert desk.asked() == []
    desk.send(s.StopMusic(caller), s.Bridge(BRIDGE, (caller, HEADSET)))
    assert desk.took() == [s.ConnectionAnswered(caller)]
    assert desk.asked() == ["ATH1"]
    desk.run(30.0)
    desk.send(s.Clear(caller))
    assert desk.asked() == ["ATH"]
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL)]


def test_hold_is_music_with_the_telephone_cut_off() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.send(s.Hold(BRIDGE, caller))
    assert desk.asked() == ["AT+VLS=1", "AT+VTX"]
    desk.run(3.0)
    assert 3 * 8000 <= len(desk.peer.played) <= 3.6 * 8000, "as fast as it is heard, and a little ahead"
    assert set(desk.peer.played) == {0x90}, "the loudness of the music, as an unsigned byte"
    desk.send(s.Retrieve(BRIDGE, caller))
    assert desk.asked() == ["AT+VLS=3"]
    assert desk.peer.mode == ""


def test_keys_go_out_in_mid_call() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.send(s.SendDigits(caller, "12#"))
    assert desk.asked() == ["AT+VTS=1,2,#"]


@pytest.mark.parametrize(("codes", "gone"), [("b", False), ("bb", True), ("d", True), ("l", True), ("sq", False)])
def test_the_caller_hangs_up(codes: str, gone: bool) -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.peer.event(codes)
    desk.run()
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL)] * gone
    assert desk.asked() == (LEAVE if gone else [])


def test_the_caller_hangs_up_while_they_hear_something() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(play(caller, "p"))
    desk.peer.event("d")
    desk.run()
    assert desk.took() == [s.PlaybackEnded(P, completed=False), s.ConnectionEnded(caller, Cause.NORMAL)]
    assert desk.asked() == ["AT+VTX", *LEAVE]


# --- prompts and keys ------------------------------------------------------------------------------------------------------


def test_prompts_are_played_one_after_another() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(play(caller, "p", "flow/one", "flow/two"))
    assert desk.asked() == ["AT+VTX"]
    desk.run(1.5)
    assert desk.took() == []
    desk.run(0.6)
    assert desk.took() == [s.PlaybackEnded(P, completed=True)]
    assert len(desk.peer.played) == 16_000


def test_a_caller_talks_over_a_prompt() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(play(caller, "p"))
    desk.run(0.3)
    desk.peer.event("/55~")
    desk.run()
    assert desk.took() == [s.DigitReceived(caller, "5")]
    desk.send(s.StopPlayback(P), play(caller, "q", "flow/two"))
    assert desk.took() == [s.PlaybackEnded(P, completed=False)]
    assert desk.asked() == ["AT+VTX", "AT+VTX"]
    desk.send(s.StopPlayback(P))
    assert desk.took() == []


def test_a_sound_that_is_missing_is_passed_over_and_said() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.studio.missing = {"flow/two", "flow/three"}
    desk.send(play(caller, "p", "flow/one", "flow/two"))
    desk.run(2.0)
    assert desk.took() == [s.PlaybackEnded(P, completed=False)]
    desk.send(play(caller, "q", "flow/three"))
    assert desk.took() == [s.PlaybackEnded(PlaybackId("q"), completed=False)]


def test_the_modem_refuses_to_play() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.peer.results["AT+VTX"] = ["ERROR"]
    desk.send(play(caller, "p"))
    assert desk.took() == [s.PlaybackEnded(P, completed=False)]


def test_a_modem_whose_connect_is_lost_is_brought_out_of_its_stream() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.peer.results["AT+VTX"] = [""]
    desk.send(play(caller, "p"))
    desk.run(4.0)
    assert desk.peer.mode == "", "it took commands for samples"
    assert desk.took() == [s.PlaybackEnded(P, completed=False)]
    desk.send(play(caller, "q"))
    desk.run(2.0)
    assert desk.took() == [s.PlaybackEnded(PlaybackId("q"), completed=True)]


def test_a_playback_twice_is_refused() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(play(caller, "p"), play(caller, "p"))
    assert desk.took() == [s.CommandRefused("Play", "p", "its id is in use already")]


# --- recording -------------------------------------------------------------------------------------------------------------


def test_a_conversation_is_recorded_without_its_pause() -> None:
    desk = Desk(CONEXANT)
    desk.talking()
    desk.send(s.StartRecording(BRIDGE, RECORDING))
    assert desk.asked() == ["AT+VRX"]
    desk.peer.samples(b"\x80\x90\x10")
    desk.run()
    desk.send(s.PauseRecording(RECORDING))
    desk.peer.samples(b"\x81")
    desk.run()
    desk.send(s.ResumeRecording(RECORDING))
    desk.peer.samples(b"\x82")
    desk.run()
    desk.send(s.StopRecording(RECORDING))
    assert desk.took() == [s.RecordingEnded(RECORDING, complete=True)]
    tape = desk.studio.tapes[RECORDING]
    assert tape.samples.tolist() == [0, 0x1000, -0x7000, 0x200]
    assert tape.closed
    assert desk.peer.mode == ""


def test_a_message_of_the_caller_alone_is_recorded() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(s.RecordConnection(caller, RECORDING, 60.0))
    assert desk.asked() == ["AT+VRX"]
    desk.peer.samples(b"\x80\x90")
    desk.run()
    desk.send(s.StopRecording(RECORDING))
    assert desk.took() == [s.RecordingEnded(RECORDING, complete=True)]
    assert desk.studio.tapes[RECORDING].samples.tolist() == [0, 0x1000]


def test_nobody_is_recorded_who_is_not_there() -> None:
    desk = Desk(CONEXANT)
    desk.send(s.RecordConnection(ConnectionId("nobody"), RECORDING, 60.0))
    assert desk.took()[-1] == s.CommandRefused("RecordConnection", "nobody", "it is not on this line", gone=True)


def test_a_recording_ends_with_its_call() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.send(s.StartRecording(BRIDGE, RECORDING))
    desk.peer.samples(b"\x80" * 100)
    desk.peer.event("d")
    desk.run()
    assert desk.took() == [s.RecordingEnded(RECORDING, complete=True), s.ConnectionEnded(caller, Cause.NORMAL)]
    assert desk.asked() == ["AT+VRX", *LEAVE]


def test_a_recording_that_cannot_be_written_ends_and_the_call_goes_on() -> None:
    desk = Desk(CONEXANT)
    desk.talking()
    desk.send(s.StartRecording(BRIDGE, RECORDING))
    desk.studio.tapes[RECORDING].full = True
    desk.peer.samples(b"\x80" * 100)
    desk.run()
    assert desk.took() == [s.RecordingEnded(RECORDING, complete=False)]
    desk.send(s.StartRecording(BRIDGE, RECORDING))
    assert desk.took() == [s.CommandRefused("StartRecording", RECORDING, "it is there already")]


def test_a_message_ends_when_the_caller_falls_silent() -> None:
    desk = Desk(CONEXANT)
    caller = desk.answered()
    desk.send(s.Bridge(BRIDGE, (caller,)), s.StartRecording(BRIDGE, RECORDING))
    assert desk.asked() == ["AT+VRX"]
    desk.peer.samples(b"\x80" * 100)
    desk.peer.event("q")
    desk.run()
    assert desk.took() == [s.RecordingEnded(RECORDING, complete=True)]


def test_keys_are_sent_in_the_middle_of_a_recording() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.send(s.StartRecording(BRIDGE, RECORDING), s.SendDigits(caller, "1"))
    assert desk.asked() in (["AT+VTS=1", "AT+VRX"], ["AT+VRX", "AT+VTS=1", "AT+VRX"])
    assert desk.took() == []


# --- calling out -----------------------------------------------------------------------------------------------------------


def test_a_call_out_that_is_answered() -> None:
    desk = Desk(CONEXANT)
    desk.took(), desk.asked()
    desk.peer.results["ATDT"] = [""]
    desk.send(dial())
    assert desk.asked() == [*ENTER, "ATDT02079460999"]
    desk.peer.tell("RINGING")
    desk.run(3.0)
    desk.peer.tell("RINGING")
    desk.run(3.0)
    desk.peer.tell("VCON")
    desk.run()
    assert desk.took() == [s.ConnectionAlerting(OUT), s.ConnectionAnswered(OUT)]
    desk.send(s.Clear(OUT))
    assert desk.took() == [s.ConnectionEnded(OUT, Cause.NORMAL)]


@pytest.mark.parametrize(
    ("results", "cause"),
    [
        (["BUSY"], Cause.BUSY),
        (["NO ANSWER"], Cause.NO_ANSWER),
        (["NO CARRIER"], Cause.UNREACHABLE),
        (["RINGING", "NO CARRIER"], Cause.NO_ANSWER),
        (["NO DIALTONE"], Cause.UNREACHABLE),
        (["DELAYED"], Cause.CONGESTION),
    ],
)
def test_a_call_out_that_is_not_answered(results: list[str], cause: Cause) -> None:
    desk = Desk(CONEXANT)
    desk.took(), desk.asked()
    desk.peer.results["ATDT"] = [""]
    desk.send(dial())
    desk.peer.tell(*results)
    desk.run()
    assert desk.took()[-1] == s.ConnectionEnded(OUT, cause)
    assert desk.asked()[-3:] == LEAVE


def test_it_rings_out() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.peer.results["ATDT"] = [""]
    desk.send(dial(ring_s=10.0))
    desk.run(17.0)
    assert desk.took() == []
    desk.run(1.1)
    assert desk.took() == [s.ConnectionEnded(OUT, Cause.NO_ANSWER)]


def test_given_up_while_it_is_dialled() -> None:
    desk = Desk(CONEXANT)
    desk.took(), desk.asked()
    desk.peer.results["ATDT"] = [""]
    desk.send(dial())
    desk.send(s.Clear(OUT))
    assert desk.took() == [s.ConnectionEnded(OUT, Cause.NORMAL)]
    assert desk.asked() == [*ENTER, "ATDT02079460999", *LEAVE]


def test_a_modem_that_refuses_to_dial_says_so() -> None:
    desk = Desk(CONEXANT | {"ATDT02079460999": None})
    desk.took()
    desk.send(dial())
    assert desk.took() == [
        s.CommandRefused("Dial", OUT, "the modem says ERROR"),
        s.ConnectionEnded(OUT, Cause.UNREACHABLE),
    ]


@pytest.mark.parametrize(("device", "cause"), [("+", Cause.UNREACHABLE), ("nobody", Cause.UNREACHABLE)])
def test_what_cannot_be_dialled(device: str, cause: Cause) -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.send(dial(device=device))
    assert desk.took() == [
        s.CommandRefused("Dial", OUT, "not a number that can be dialled"),
        s.ConnectionEnded(OUT, cause),
    ]


def test_a_plain_line_has_one_call() -> None:
    desk = Desk(CONEXANT)
    desk.talking()
    desk.send(dial())
    assert desk.took() == [
        s.CommandRefused("Dial", OUT, "the line is in use"),
        s.ConnectionEnded(OUT, Cause.CONGESTION),
    ]


def test_a_plain_modem_dials_and_leaves_the_rest_to_the_telephone() -> None:
    desk = Desk(HAYES)
    desk.took(), desk.asked()
    desk.send(dial())
    assert desk.asked() == ["ATDT02079460999;"]
    assert desk.took() == [s.ConnectionAnswered(OUT)]


# --- behind a PBX ----------------------------------------------------------------------------------------------------------


def consulted(flash: Flash) -> tuple[Desk, ConnectionId]:
    desk = pbx(flash)
    caller = desk.talking()
    desk.send(s.Hold(BRIDGE, caller), dial(THIRD))
    assert desk.took() == [s.ConnectionAnswered(THIRD)]
    assert "ATDT!,0,02079460999;" in desk.asked()
    desk.send(s.Bridge(BRIDGE, (THIRD,)))
    assert desk.asked() == ["AT+VLS=3"]
    return desk, caller


def test_asking_somebody_and_turning_to_and_fro() -> None:
    desk, caller = consulted(Flash.TOGGLE)
    desk.send(s.Hold(BRIDGE, THIRD), s.Retrieve(BRIDGE, caller))
    assert desk.asked() == ["AT+VTS=!"]
    desk.send(s.Hold(BRIDGE, caller), s.Retrieve(BRIDGE, THIRD))
    assert desk.asked() == ["AT+VTS=!"]
    desk.send(s.Clear(THIRD), s.Retrieve(BRIDGE, caller))
    assert "AT+VTS=!" in desk.asked()
    assert desk.took() == [s.ConnectionEnded(THIRD, Cause.NORMAL)]
    desk.peer.event("d")
    desk.run()
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL)]


@pytest.mark.parametrize("flash", [Flash.TOGGLE, Flash.THREE_WAY])
def test_a_transfer_is_completed_by_hanging_up(flash: Flash) -> None:
    desk, caller = consulted(flash)
    desk.send(s.Retrieve(BRIDGE, caller), s.Unbridge(BRIDGE, HEADSET))
    assert desk.asked() == LEAVE
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL), s.ConnectionEnded(THIRD, Cause.NORMAL)]


def test_a_conference_on_a_line_that_has_it() -> None:
    desk, caller = consulted(Flash.THREE_WAY)
    desk.send(s.Retrieve(BRIDGE, caller))
    assert desk.asked() == ["AT+VTS=!"]
    assert desk.took() == []
    desk.send(s.Clear(THIRD))
    assert desk.asked() == ["AT+VTS=!"]
    assert desk.took() == [s.ConnectionEnded(THIRD, Cause.NORMAL)]


def test_a_conference_on_a_line_that_has_none() -> None:
    desk, caller = consulted(Flash.TOGGLE)
    desk.send(s.Retrieve(BRIDGE, caller))
    assert desk.took() == [s.CommandRefused("Retrieve", caller, "this line cannot bring the two together")]
    desk.run(5.0)
    assert desk.took() == []


def test_the_third_party_is_busy_and_the_agent_goes_back() -> None:
    desk = pbx()
    caller = desk.talking()
    desk.peer.results["ATDT!"] = ["BUSY"]
    desk.send(s.Hold(BRIDGE, caller), dial(THIRD))
    assert desk.took() == [s.ConnectionEnded(THIRD, Cause.BUSY)]
    desk.asked()
    desk.send(s.Retrieve(BRIDGE, caller))
    assert "AT+VTS=!" in desk.asked()


def test_digits_take_their_time_also_for_the_second_call() -> None:
    desk = pbx()
    caller = desk.talking()
    desk.peer.results["ATDT!"] = [""]
    desk.send(s.Hold(BRIDGE, caller), dial(THIRD))
    desk.run(12.0)
    assert desk.took() == []
    desk.peer.tell("OK")
    desk.run()
    assert desk.took() == [s.ConnectionAnswered(THIRD)]


def test_handed_to_a_number_unseen() -> None:
    desk = pbx()
    caller = desk.talking()
    desk.send(s.Hold(BRIDGE, caller), s.Unbridge(BRIDGE, HEADSET), dial(THIRD))
    assert desk.took() == [s.ConnectionAnswered(THIRD)]
    desk.asked()
    desk.send(s.StopMusic(caller), s.Bridge(BRIDGE, (caller, THIRD)))
    assert desk.took() == [s.ConnectionEnded(caller, Cause.NORMAL), s.ConnectionEnded(THIRD, Cause.NORMAL)]
    assert desk.asked() == LEAVE


def test_hold_by_the_hook_where_there_is_no_voice() -> None:
    desk = Desk(HAYES, flash=Flash.TOGGLE)
    caller = desk.talking()
    desk.send(s.Hold(BRIDGE, caller))
    assert desk.asked() == ["ATDT!;"]
    desk.send(s.Retrieve(BRIDGE, caller))
    assert desk.asked() == ["ATDT!;"]


# --- what it cannot do -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [HAYES, USR])
def test_what_a_modem_cannot_do_is_refused_and_the_call_goes_on(table: Table) -> None:
    desk = Desk(table)
    caller = desk.talking()
    desk.send(s.Hold(BRIDGE, caller), s.Monitor(OUT, caller, MonitorMode.MONITOR))
    assert desk.took() == [
        s.CommandRefused("Hold", caller, "this modem cannot do that"),
        s.CommandRefused("Monitor", OUT, "this modem cannot do that"),
        s.ConnectionEnded(OUT, Cause.UNREACHABLE),
    ]
    assert desk.asked() == []


def test_a_plain_modem_plays_and_records_nothing() -> None:
    desk = Desk(HAYES)
    caller = desk.talking()
    desk.send(play(caller, "p"), s.StartRecording(BRIDGE, RECORDING), s.SendDigits(caller, "1"))
    assert desk.took() == [
        s.CommandRefused("Play", "p", "this modem cannot do that"),
        s.PlaybackEnded(P, completed=False),
        s.CommandRefused("StartRecording", RECORDING, "this modem cannot do that"),
        s.CommandRefused("SendDigits", caller, "this modem cannot do that"),
    ]


def test_connections_that_are_not_there() -> None:
    desk = Desk(CONEXANT)
    desk.took()
    desk.send(s.Answer(OUT), s.Bridge(BRIDGE, (OUT,)), s.Clear(OUT), s.StopPlayback(P), s.ReleaseBridge(BridgeId("x")))
    assert desk.took() == [
        s.CommandRefused("Answer", OUT, "it is not on this line", gone=True),
        s.CommandRefused("Bridge", OUT, "it is not on this line", gone=True),
    ]


# --- faults ----------------------------------------------------------------------------------------------------------------


def test_the_modem_is_unplugged_in_mid_call_and_comes_back() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.send(s.StartRecording(BRIDGE, RECORDING))
    assert desk.modem.closed(LOST) == [
        DOWN,
        s.RecordingEnded(RECORDING, complete=False),
        s.ConnectionEnded(caller, Cause.LINE_LOST),
        s.ConnectionEnded(HEADSET, Cause.LINE_LOST),
    ]
    desk.send(dial(), s.Clear(caller))
    assert desk.took() == [
        s.CommandRefused("Dial", OUT, "the modem is not there"),
        s.ConnectionEnded(OUT, Cause.LINE_LOST),
    ]
    desk.peer.mode = ""
    desk.peer.commands.clear()
    desk.modem.opened()
    desk.run()
    assert [type(event) for event in desk.took()] == [s.SwitchUp]
    assert "AT+VCID=1" in desk.asked(), "what was without power has forgotten it"
    assert desk.arrived() == ConnectionId("m-2")


def test_a_modem_that_stops_answering() -> None:
    desk = Desk(CONEXANT)
    caller = desk.talking()
    desk.peer.dead = True
    desk.send(s.Clear(caller))
    assert desk.took() == []
    desk.run(14.0)
    assert desk.took() == []
    with pytest.raises(Trouble, match="has stopped working"):
        desk.run(2.0)
    assert desk.modem.closed(LOST) == [
        s.ConnectionEnded(caller, Cause.NORMAL),
        DOWN,
        s.ConnectionEnded(HEADSET, Cause.LINE_LOST),
    ]
