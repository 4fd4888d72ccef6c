"""What `agent-desktop modem-emulator` shows while it runs, and what can be typed meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from rich.table import Table

from agent_desktop.cti.modem_emulator.emulation import AGENT
from agent_desktop.cti.modem_emulator.faults import Fault
from agent_desktop.cti.modem_emulator.people import News
from agent_desktop.cti.simulator.life import Stage
from agent_desktop.errors import UserError

if TYPE_CHECKING:
    from agent_desktop.cti.modem_emulator.shell import Emulator

_WAITING = frozenset({Stage.LISTENING, Stage.WAITING})
_TALKING = frozenset({Stage.TALKING, Stage.HELD, Stage.ALONE})
HELP = """\
call NUMBER [NAME]   somebody calls, and does what you type   unplug, plug   the cable of the modem
press KEYS           keys at the far end                      lift, lay      the telephone at this end
hang up              the far end hangs up                     fault KIND     {faults}"""


class Board:
    """Counts calls, and knows how the line stands."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._stage: Stage | None = None
        self.calls = self.busy = self.talked = self.given_up = self.unanswered = 0
        self.said = ""
        """The answer to what was typed last."""

    def hear(self, news: News) -> None:
        """A caller has come to another stage."""
        before, self._stage = self._stage, news.stage or self._stage
        self.calls += news.stage in {Stage.CALLING, None}
        self.busy += news.stage is None
        if news.stage is Stage.GONE:
            self.talked += before in _TALKING
            self.given_up += before in _WAITING
            self.unanswered += before is Stage.CALLING

    def rows(self) -> list[tuple[str, str]]:
        """Names and figures, as they are now."""
        emulation = self._emulator.emulation
        modem, line = emulation.modem, emulation.line
        far = line.far
        return [
            ("port", self._emulator.path if self._emulator.plugged else "unplugged"),
            ("program", "connected" if self._emulator.opened else "none"),
            ("modem", f"{'off' if modem.off else 'on'} hook, {'voice' if modem.settings.voice else 'data'}"),
            ("line", line.state.value),
            ("caller", (far.number or far.who) if far is not None else "none"),
            ("caller hears", emulation.overheard(far.who) if far is not None else "nothing"),
            ("calls so far", f"{self.calls}"),
            ("heard busy", f"{self.busy}"),
            ("talked and gone", f"{self.talked}"),
            ("given up", f"{self.given_up}"),
            ("unanswered", f"{self.unanswered}"),
        ]

    def table(self) -> Table:
        """For a terminal."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="dim")
        table.add_column(min_width=24)
        for name, figure in self.rows():
            table.add_row(name, figure)
        if self.said:
            table.add_row("", self.said)
        return table

    def line(self) -> str:
        """For a log."""
        return ", ".join(f"{name} {figure}" for name, figure in self.rows())

    async def obey(self, typed: str) -> None:
        """Something was typed; what came of it is in `said`."""
        verb, _, rest = " ".join(typed.split()).partition(" ")
        verbs: Mapping[str, Callable[[str], Awaitable[str]]] = {
            "call": self._call,
            "press": self._press,
            "hang": self._hang_up,
            "lift": self._lift,
            "lay": self._lay,
            "unplug": self._unplug,
            "plug": self._plug,
            "fault": self._fault,
        }
        act = verbs.get(verb.lower())
        self.said = await act(rest) if act is not None else HELP.format(faults=", ".join(Fault))

    @property
    def _far(self) -> str:
        far = self._emulator.emulation.line.far
        return far.who if far is not None else ""

    async def _call(self, rest: str) -> str:
        number, _, name = rest.partition(" ")
        if not number:
            return "call which number? call +862155550101 WANG LI"
        return "calls" if await self._emulator.ring(number, name) else "the line is busy"

    async def _press(self, keys: str) -> str:
        if not keys or set(keys) - set("0123456789*#ABCD"):
            return "press which keys? press 12#"
        await self._emulator.press(self._far, keys)
        return "pressed"

    async def _hang_up(self, _: str) -> str:
        await self._emulator.hang_up(self._far)
        return "hung up"

    async def _lift(self, _: str) -> str:
        await self._emulator.lift()
        return "the telephone is off hook"

    async def _lay(self, _: str) -> str:
        await self._emulator.hang_up(AGENT)
        return "the telephone is on hook"

    async def _unplug(self, _: str) -> str:
        self._emulator.unplug()
        return "unplugged"

    async def _plug(self, _: str) -> str:
        try:
            self._emulator.replug()
        except UserError as error:
            return str(error)
        return "plugged in"

    async def _fault(self, kind: str) -> str:
        if kind not in set(Fault):
            return f"which fault? {', '.join(Fault)}"
        self._emulator.fail(Fault(kind))
        return f"the next answer: {kind}"
