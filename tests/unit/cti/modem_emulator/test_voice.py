"""Voice mode: streams in both directions, and what happens beside them (ITU-T V.253)."""

from __future__ import annotations

import pytest

from agent_desktop.cti.modem_emulator.persona import shipped
from agent_desktop.cti.modem_emulator.sound import Coding, effective, tone
from agent_desktop.cti.simulator.callers import Act, When
from tests.fakes.emulated import WANG, Host, lines
from tests.fakes.simulated import caller

RATE = 8000
BEEP = Coding.UNSIGNED.pack(tone([500], RATE, 0, 4000))
END, STOP, CLEAR = b"\x10\x03", b"\x10!", b"\x10\x18"


def picked_up(kind: str = "v253", *commands: str, line: str = "china") -> Host:
    """A caller is on the line, in voice mode."""
    host = Host(kind, line).quietly("AT+FCLASS=8", *(commands or ("AT+VSM=1,8000",)))
    host.rings(WANG)
    host.wait(1)
    assert host.types("AT+VLS=1") == ["OK"]
    return host


def test_a_caller_who_gave_up_while_the_modem_answered_leaves_a_dial_tone() -> None:
    host = Host("v253", "china").quietly("AT+FCLASS=8")
    host.rings(WANG)
    host.wait(1)
    host.emulation.hang_up("caller", host.now)
    assert host.types("AT+VLS=1") == ["OK"]
    assert host.wait(3) == b"\x10d"


def test_what_is_played_is_heard_and_its_end_is_told() -> None:
    host = picked_up()
    assert host.types("AT+VTX", 0.05) == ["CONNECT"]
    host.sends(BEEP)
    assert host.wait(0.3) == b""
    assert host.emulation.hears("caller", host.now) == "voice"
    host.sends(END)
    assert host.wait(0.3) == b"\r\nOK\r\n"
    host.wait(1)
    assert host.emulation.hears("caller", host.now) == "silence"


@pytest.mark.parametrize("kind", [name for name, one in shipped().items() if one.voice])
def test_every_coding_that_can_be_chosen_carries_a_tone_both_ways(kind: str) -> None:
    voice = shipped()[kind].voice
    assert voice is not None
    for one in voice.samplings:
        if one.coding is None:
            continue
        for rate in one.rates:
            host = picked_up(kind, f"AT+VSM={one.method},{rate}")
            host.types("AT+VTX", 0.05)
            host.sends(one.coding.pack(tone([500], rate, 0, rate // 4)).replace(b"\x10", b"\x10\x10") + END)
            host.wait(0.15)
            assert host.emulation.hears("caller", host.now) == "voice"
            host.wait(1)
            host.emulation.speak("caller", 1, host.now)
            host.types("AT+VRX", 0)
            samples = host.wait(1).split(b"CONNECT\r\n")[1].replace(b"\x10\x10", b"\x10")
            assert len(samples) == pytest.approx(rate * one.coding.width, rel=0.06)
            assert 3000 < effective(one.coding.unpack(samples)) < 6000


def test_shielded_bytes_are_samples() -> None:
    host = picked_up()
    host.types("AT+VTX", 0)
    host.sends(b"\x10\x10\x10\x1a" + b"\x80" * 5)
    assert bytes(host.modem._voice.playing.buffer) == b"\x10\x10\x10" + b"\x80" * 5
    host.sends(CLEAR)
    assert host.modem.room == 4096


def test_a_buffer_is_full_and_a_host_has_to_wait() -> None:
    host = picked_up()
    host.types("AT+VTX", 0)
    host.sends(b"\x80" * 4000)
    assert host.modem.room == 96
    host.wait(0.2)
    assert host.modem.room == 96 + 1600


def test_a_host_that_is_too_slow_is_told_once_until_it_sends_again() -> None:
    host = picked_up()
    host.types("AT+VTX", 0)
    assert b"\x10u" not in host.wait(1), "nothing was there to run out of"
    host.sends(BEEP[:800])
    assert host.wait(1).count(b"\x10u") == 1
    host.sends(BEEP[:800])
    assert host.wait(1).count(b"\x10u") == 1


def test_playing_is_broken_off() -> None:
    host = picked_up()
    host.types("AT+VTX", 0.05)
    host.sends(b"\x90" * 4000 + CLEAR + END)
    assert host.wait(0.2) == b"\r\nOK\r\n"
    assert host.types("AT") == ["OK"]


def test_commands_in_a_stream_are_samples_and_after_it_commands_again() -> None:
    host = picked_up()
    host.types("AT+VTX", 0.05)
    assert host.types("ATI0") == ["\x10u"]
    host.sends(END + b"ATI0\r")
    assert lines(host.wait(1)) == ["OK"], "what follows the end of a stream while it drains is lost"


def test_keys_of_the_caller_while_the_prompt_plays() -> None:
    host = picked_up()
    host.types("AT+VTX", 0.05)
    host.sends(BEEP)
    host.emulation.press("caller", "5#", host.now)
    assert host.wait(0.2) == b"\x10/\x105\x10~\x10/\x10#\x10~"
    plain = picked_up("lucent", "AT+VSM=131,8000")
    plain.emulation.press("caller", "5", plain.now)
    assert plain.wait(0.2) == b"\x105"


def test_recording_silence_speech_and_silence_again() -> None:
    host = picked_up("v253", "AT+VSM=4,8000", "AT+VSD=128,20")
    host.types("AT+VRX", 0)
    said = host.wait(3)
    assert said.count(b"\x10s") == 1
    host.emulation.speak("caller", 1.0, host.now)
    assert b"\x10q" not in host.wait(2)
    assert host.wait(3).count(b"\x10q") == 1
    host.sends(STOP)
    assert host.wait(0.1).endswith(b"\x10\x03\r\nOK\r\n")


def test_without_silence_detection_there_is_none() -> None:
    host = picked_up("v253", "AT+VSM=4,8000", "AT+VSD=0,20")
    host.types("AT+VRX", 0)
    assert b"\x10s" not in host.wait(9)


def test_samples_that_nobody_fetches_are_lost_and_that_is_said() -> None:
    host = picked_up()
    host.types("AT+VRX", 0.05)
    host.modem.backlog = 20_000
    assert host.wait(1) == b"\x10o"
    host.modem.backlog = 0
    assert len(host.wait(1)) > 7000


def test_the_caller_hangs_up_busy_tone_and_a_break_of_the_current() -> None:
    host = picked_up(line="north-america")
    host.emulation.hang_up("caller", host.now)
    assert host.wait(0.6) == b"\x10l"
    assert host.wait(3) == b"\x10b"
    assert host.wait(2.2) == b"\x10b"
    host.types("AT+VRX", 0)
    heard = Coding.UNSIGNED.unpack(host.wait(2)[11:])
    assert effective(heard) > 1000, "the busy tone is in the samples too"


def test_class_0_hangs_up_and_class_8_rings_by_events() -> None:
    host = picked_up()
    assert host.types("AT+FCLASS=0") == ["OK"]
    assert (host.modem.off, host.line.state) == (False, "idle")
    host.types("AT+FCLASS=8")
    host.rings()
    assert host.wait(1) == b"\x10R"
    usr = Host("usr5637").quietly("AT+FCLASS=8")
    usr.rings()
    assert usr.wait(1) == b"\r\nRING\r\n"


def test_voice_commands_are_errors_elsewhere() -> None:
    host = Host().quietly()
    for command in ("AT+VLS=1", "AT+VTX", "AT+VRX", "AT+VTS=1", "AT+VSM=?"):
        assert host.types(command) == ["ERROR"]
    assert Host("hayes").quietly().types("AT+FCLASS=8") == ["ERROR"]
    assert host.types("AT+FCLASS=8;+VTX=1") == ["ERROR"]
    assert host.types("AT+VTS=x") == ["ERROR"]


def test_rockwell_s_words() -> None:
    host = Host("conexant").quietly("AT#CLS=8")
    host.rings()
    host.wait(1)
    assert host.types("AT#VLS=4") == ["OK"]
    assert host.types("ATA") == ["VCON"]
    assert host.types("ATE0#VTX", 0.1) == ["CONNECT"]
    host.sends(BEEP + END)
    assert lines(host.wait(1)) == ["VCON"]
    host.types("AT#VRX", 0.1)
    host.sends(b"!")
    assert host.wait(0.1).endswith(b"\x10\x03\r\nVCON\r\n")
    assert host.types("AT#VTS=[500,0,5]", 0.4) == []
    assert lines(host.wait(0.2)) == ["VCON"]


def test_tones_reach_the_far_end_and_take_their_time() -> None:
    host = picked_up()
    assert host.types("AT+VTS=4,2,{#,30}", 0.4) == []
    assert lines(host.wait(0.2)) == ["OK"]
    assert host.emulation.digits("caller") == "42#"


def test_who_at_this_end_is_heard() -> None:
    host = picked_up()
    assert host.emulation.hears_whom("caller", host.now) == set()
    host.types("AT+VLS=3")
    assert host.emulation.hears_whom("caller", host.now) == set(), "the receiver lies in its cradle"
    host.emulation.lift(host.now)
    assert host.emulation.hears_whom("caller", host.now) == {"telephone"}
    host.types("AT+VLS=5")
    assert host.emulation.hears_whom("telephone", host.now) == {"caller"}
    host.types("AT+VLS=1")
    assert host.emulation.hears_whom("caller", host.now) == set()
    host.types("AT+VLS=0")
    assert host.line.state == "talking", "the telephone has the line now"


def test_the_modem_takes_the_line_from_the_telephone_in_its_socket_and_gives_it_back() -> None:
    for kind, heard in (("v253", set()), ("usr5637", {"telephone"})):
        host = Host(kind).quietly("AT+FCLASS=8")
        host.rings()
        host.wait(1)
        host.emulation.lift(host.now)
        assert host.emulation.hears_whom("caller", host.now) == {"telephone"}
        host.types("AT+VLS=1")
        assert host.emulation.hears_whom("caller", host.now) == heard, kind
        host.types("AT+VLS=0")
        assert host.emulation.hears_whom("caller", host.now) == {"telephone"}


def test_a_caller_of_the_library_listens_and_chooses() -> None:
    host = Host().quietly("AT+FCLASS=8", "AT+VSM=1,8000")
    acts = (Act(press="1", when=When.LANGUAGE, after_s=1.0), Act(press="23", after_s=1.0))
    assert host.emulation.place(caller(acts=acts, talk_s=5.0), host.now)
    host.wait(1)
    host.types("AT+VLS=1")

    def menu(*phrases: bytes) -> bytes:
        host.types("AT+VTX", 0.05)
        said = b""
        for phrase in phrases:
            host.sends(phrase)
            said += host.wait(len(phrase) / RATE + 0.4)
        host.sends(END)
        return said + host.wait(3)

    assert b"\x101" in menu(BEEP, BEEP), "two phrases: a menu in two languages"
    said = menu(BEEP)
    assert said.index(b"\x102") < said.index(b"\x103")
    host.emulation.lift(host.now)
    host.types("AT+VLS=3")
    host.wait(9)
    stages = [news.stage for news in host.emulation.take_news()]
    assert stages == ["calling", "listening", "talking", "gone"]
    assert b"\x10b" in host.wait(4)


def test_a_second_caller_hears_busy() -> None:
    host = Host().quietly()
    assert host.emulation.place(caller(), host.now)
    assert not host.emulation.place(caller(id="bob"), host.now)
    assert [(news.caller.id, news.stage) for news in host.emulation.take_news()] == [("anna", "calling"), ("bob", None)]
