"""What a modem says of its own accord: bell, caller ID, keys, tones of the exchange. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from agent_desktop.cti.modem_emulator import callerid, results
from agent_desktop.cti.modem_emulator.calling import Calling
from agent_desktop.cti.modem_emulator.core import Core, Mode
from agent_desktop.cti.modem_emulator.exchange import Form
from agent_desktop.cti.modem_emulator.line import Notice, What
from agent_desktop.cti.modem_emulator.persona import CallerIdTalk, Dtmf
from agent_desktop.cti.modem_emulator.results import Result

_LETTERS = "ABCDE"


class Reports:
    """From the line to the host."""

    def __init__(self, modem: Core, calling: Calling) -> None:
        self._modem, self._calling = modem, calling

    def pass_on(self, now: float) -> None:
        """Everything that the line has noticed."""
        notices, self._modem.line.notices = self._modem.line.notices, []
        for notice in notices:
            self._report(notice, now)

    def _report(self, notice: Notice, now: float) -> None:
        modem = self._modem
        match notice.what:
            case What.PULSE:
                self._pulse(notice, now)
            case What.RING:
                self._ring(now)
            case What.CALLER_ID:
                self._caller_id(now)
            case What.SILENT:
                modem.settings.registers[1] = 0
            case What.RING_BACK:
                self._calling.rings_back(now)
            case What.ANSWERED:
                self._calling.answered(now)
            case What.CLEARED:
                self._calling.cleared(now)
            case What.KEY:
                self._event(f"/{notice.text}~" if self._shields else notice.text, now)
            case What.LOOP_BREAK:
                self._event("l", now)

    @property
    def _shields(self) -> bool:
        voice = self._modem.persona.voice
        return voice is not None and voice.shields_keys

    def _event(self, code: str, now: float) -> None:
        if self._modem.settings.voice and self._modem.off:
            self._modem.event(code, now)

    # ---- the bell

    @property
    def _distinctive(self) -> tuple[bool, float]:
        """`+VDR`: whether each pulse is reported, and how long after it RING is."""
        wanted, _, tenths = self._modem.settings.parameters.get("+VDR", "0,0").partition(",")
        return wanted == "1", int(tenths) / 10 if tenths.isdecimal() else 0.0

    def _pulse(self, notice: Notice, now: float) -> None:
        if not self._distinctive[0] or self._modem.off:
            return
        if notice.pause:
            self._modem.text(f"DROF={round(notice.pause * 10)}", now)
        self._modem.text(f"DRON={round(notice.value * 10)}", now)

    def _ring(self, now: float) -> None:
        modem = self._modem
        if modem.off:
            return
        reported, later_s = self._distinctive
        registers = modem.settings.registers
        registers[1] = min(255, registers[1] + 1)
        if not reported:
            self._say_ring(now)
        elif later_s:
            modem.agenda.add(now + later_s, "bell", self._say_ring)
        if 0 < registers[0] <= registers[1]:
            self._calling.answer(now)

    def _say_ring(self, now: float) -> None:
        modem, voice = self._modem, self._modem.persona.voice
        if modem.settings.voice and voice is not None and voice.rings_by_event:
            modem.event("R", now)
            return
        far = modem.line.far
        pattern = far.pattern if far is not None and modem.persona.ring_letters else 0
        modem.tell(results.written(Result.RING, modem.settings, _LETTERS[pattern % 5] if pattern else ""), now)

    # ---- who calls

    def _caller_id(self, now: float) -> None:
        modem = self._modem
        talk, far = modem.persona.caller_id, modem.line.far
        form = modem.line.exchange.caller_id.form
        if talk is None or far is None or not modem.settings.caller_id or modem.off or form is Form.NONE:
            return
        shown = callerid.Shown(
            # The network's clock is that of the place; the emulation's epoch says when it is.
            datetime.fromtimestamp(now, UTC).astimezone(),
            "" if far.withheld else modem.line.exchange.shown(far.number),
            "" if far.withheld else far.name,
            far.withheld,
        )
        if form is Form.DTMF and talk.dtmf is not Dtmf.FORMATTED:
            self._keys(callerid.keys(shown), talk, now)
            return
        raw = modem.settings.caller_id > 1
        for text in callerid.lines(shown, form, talk, raw=raw):
            modem.text(text, now)

    def _keys(self, keys: str, talk: CallerIdTalk, now: float) -> None:
        if talk.dtmf is Dtmf.LINE:
            self._modem.text(keys, now)
        elif self._modem.settings.voice and self._modem.mode is Mode.COMMAND:
            for key in keys:
                self._modem.event(f"/{key}~" if self._shields else key, now)
